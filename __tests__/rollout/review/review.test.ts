import { reviewOf, type ReviewOptions } from "../../../src/rollout/review/review";
import { accountsNamed, APP_DEV, planned, planOf } from "./plans";

const trust = (principal: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" },
  });

const tagged = (account: { readonly id: string }, value: string) =>
  planned({
    before: { name: "R", arn: `arn:aws:iam::${account.id}:role/R`, tags: { a: "1" }, tags_all: { a: "1" } },
    after: { name: "R", arn: `arn:aws:iam::${account.id}:role/R`, tags: { a: value }, tags_all: { a: value } },
  });

const inUnits: ReviewOptions["accounts"] = [
  { id: "100000000000", name: "app-1", organizationalUnit: "workloads" },
  { id: "100000000001", name: "app-2", organizationalUnit: "workloads/production" },
  { id: "100000000002", name: "security", organizationalUnit: "" },
];

describe("a review", () => {
  it("says that nothing changes", () => {
    expect(reviewOf([planOf([])]).verdict).toEqual(["Nothing changes."]);
  });

  it("says that a harmless change is harmless", () => {
    expect(reviewOf([planOf([tagged(APP_DEV, "2")])]).verdict).toEqual([
      "1 resource changed in place. Nothing is destroyed or replaced, and nobody may do more than before.",
    ]);
  });

  it("names a widened trust in one of 50 accounts first", () => {
    const widened = planned({
      before: { name: "R", assume_role_policy: trust("111111111111") },
      after: { name: "R", assume_role_policy: trust("*") },
    });
    const plans = accountsNamed(50).map((account) =>
      planOf(
        [
          tagged(account, "2"),
          planned({ name: "old", before: { name: "old" } }),
          ...(account.name === "app-17" ? [widened] : []),
        ],
        { account },
      ),
    );
    expect(reviewOf(plans).verdict).toEqual([
      "Wider trust in app-17 (100000000016): aws_iam_role R: New principal: everybody (`*`) may assume the role, without a condition. This is a new `*`.",
      "50 resources destroyed in all 50 accounts.",
    ]);
  });

  it("shows equal changes of all accounts once", () => {
    const plans = accountsNamed(200).map((account) => planOf([tagged(account, "2")], { account }));
    expect(reviewOf(plans).changes.map(({ where, attributes }) => ({ where, attributes }))).toEqual([
      {
        where: "all 200 accounts",
        attributes: [{ path: "tags.a", before: '`"1"`', after: '`"2"`', forcesReplacement: false }],
      },
    ]);
  });

  it("keeps changes apart that name different accounts, and joins those that each name their own", () => {
    const to = (account: { readonly id: string; readonly name: string }, principal: string) =>
      planOf(
        [
          planned({
            before: { name: "R", assume_role_policy: trust("111111111111") },
            after: { name: "R", assume_role_policy: trust(principal) },
          }),
        ],
        { account },
      );
    const [one, two] = accountsNamed(2) as [typeof APP_DEV, typeof APP_DEV];
    const widerIn = (plans: ReturnType<typeof planOf>[]) =>
      reviewOf(plans).policies.map(({ where, sentences }) => `${where}: ${sentences[0]?.text}`);
    expect(widerIn([to(one, one.id), to(two, two.id)])).toEqual([
      "all 2 accounts: New principal: account `<account id>` (its own account) may assume the role, without a condition.",
    ]);
    expect(widerIn([to(one, two.id), to(two, two.id)])).toEqual([
      "app-1 (100000000000): New principal: account `100000000001` may assume the role, without a condition.",
      "app-2 (100000000001): New principal: account `100000000001` (its own account) may assume the role, without a condition.",
    ]);
  });

  it("names an organizational unit where all of its accounts change", () => {
    const plans = accountsNamed(2).map((account) => planOf([tagged(account, "2")], { account }));
    expect(reviewOf(plans, { accounts: inUnits }).changes[0]?.where).toBe("OU workloads (all 2)");
  });

  it("joins equal changes in several Regions", () => {
    const inRegion = (region: string) => ({
      ...planned({
        type: "aws_ssm_document",
        before: { name: "d", tags: { r: region } },
        after: { name: "d", tags: { r: `x ${region}` } },
      }),
      address: `aws_ssm_document.runbook-d-${region}_Resource_${region === "eu-west-1" ? "0A1B2C3D" : "99999999"}`,
    });
    const resources = ["eu-west-1", "us-east-1"].map(inRegion);
    const plan = planOf(resources);
    const configuration = {
      root_module: {
        resources: resources.map(({ address }, index) => ({
          address,
          provider_config_key: `aws.account-222222222222_${["eu-west-1", "us-east-1"][index]}`,
        })),
      },
    };
    const { changes } = reviewOf([{ ...plan, plan: { ...(plan.plan as object), configuration } }]);
    expect(changes.map(({ where, address }) => ({ where, address }))).toEqual([
      {
        where: "app-dev (222222222222) (eu-west-1, us-east-1)",
        address: "aws_ssm_document.runbook-d-<region>_Resource_…",
      },
    ]);
  });

  it("names the attribute that forces a replacement", () => {
    const replaced = planned({
      type: "aws_ssm_document",
      actions: ["delete", "create"],
      before: { name: "old", document_type: "Automation" },
      after: { name: "new", document_type: "Automation" },
      replacePaths: [["name"]],
    });
    const { destructions, verdict } = reviewOf([planOf([replaced])]);
    expect(verdict).toEqual(["1 resource replaced in app-dev (222222222222)."]);
    expect(destructions).toMatchObject([
      {
        kind: "replace",
        label: "aws_ssm_document new",
        forcedBy: [{ path: "name", before: '`"old"`', after: '`"new"`' }],
      },
    ]);
  });

  it("says why Terraform destroys", () => {
    const gone = planned({ before: { name: "R" }, reason: "delete_because_no_resource_config" });
    expect(reviewOf([planOf([gone])]).destructions[0]?.reason).toBe("It is no longer in the configuration.");
  });

  it("says which stacks could not be planned, and why", () => {
    const review = reviewOf([
      { stack: "member-app-dev", account: APP_DEV, reason: "The state is locked." },
      planOf([], { stack: "x" }),
    ]);
    expect(review.verdict).toEqual(["1 stack could not be planned: app-dev (222222222222)."]);
    expect(review.unplanned[0]?.reason).toBe("The state is locked.");
  });

  it("folds tags_all and what AWS computes", () => {
    const change = planned({
      type: "aws_ssm_document",
      before: { name: "d", content: "a", hash: "1", tags_all: { a: "1" } },
      after: { name: "d", content: "b", tags_all: { a: "2" } },
      unknown: { hash: true },
    });
    expect(reviewOf([planOf([change])]).changes[0]).toMatchObject({
      attributes: [{ path: "content" }],
      folded: ["hash", "tags_all.a"],
    });
  });
});

describe("a secret", () => {
  it("is nowhere in a review, on whichever side it is marked", () => {
    const secret = (side: "before_sensitive" | "after_sensitive") => {
      const resource = planned({
        type: "aws_ssm_document",
        before: { name: "d", content: "S3CRET-1", permissions: { account_ids: "S3CRET-2" }, list: [{ a: "S3CRET-3" }] },
        after: { name: "d", content: "S3CRET-4", permissions: { account_ids: "S3CRET-5" }, list: [{ a: "S3CRET-6" }] },
      }) as { change: object };
      const marks = { content: true, permissions: { account_ids: true }, list: [{ a: true }] };
      return { ...resource, change: { ...resource.change, [side]: marks } };
    };
    const review = reviewOf([
      planOf([secret("before_sensitive")]),
      planOf([secret("after_sensitive")], { stack: "x" }),
    ]);
    expect(JSON.stringify(review)).not.toContain("S3CRET");
    expect(review.changes[0]?.attributes.map(({ path, after }) => `${path} ${after}`)).toEqual([
      "content sensitive, not shown",
      "list[0].a sensitive, not shown",
      "permissions.account_ids sensitive, not shown",
    ]);
  });

  it("in a policy makes the policy unreadable, and does not hide that it changes", () => {
    const change = planned({
      before: { name: "R", assume_role_policy: trust("111111111111"), permissions_boundary: "a" },
      after: { name: "R", assume_role_policy: trust("*"), permissions_boundary: "b" },
      sensitive: { assume_role_policy: true, permissions_boundary: true },
    });
    expect(reviewOf([planOf([change])]).policies.map(({ sentences }) => sentences.map(({ effect }) => effect))).toEqual(
      [["unreadable"], ["unreadable"]],
    );
  });
});

describe("what was changed outside Terraform", () => {
  const driftOf = (before: object, after: object | null, type = "aws_ssm_document") =>
    reviewOf([
      planOf([], { drift: [planned({ type, before, after, actions: after === null ? ["delete"] : ["update"] })] }),
    ]);

  it("is apart from changes, a moved default version by its numbers", () => {
    const { drift, verdict, changes } = driftOf(
      { name: "d", default_version: "3" },
      { name: "d", default_version: "2" },
    );
    expect(drift[0]?.sentences).toEqual(["Its default version was moved from `3` to `2`."]);
    expect(verdict).toEqual([
      "Nothing changes.",
      "Changed outside Terraform in app-dev (222222222222): aws_ssm_document d.",
    ]);
    expect(changes).toEqual([]);
  });

  it("is told of policies in the words of policies", () => {
    const { drift } = driftOf(
      { name: "R", assume_role_policy: trust("111111111111") },
      { name: "R", assume_role_policy: trust("*") },
      "aws_iam_role",
    );
    expect(drift[0]?.policies.map(({ effect }) => effect)).toEqual(["wider"]);
  });

  describe("is not what a resource shows of the plan's other resources:", () => {
    const other = (type: string, values: object) =>
      planned({ type, name: "other", before: values, after: values, actions: ["no-op"] });
    const shownOf = (type: string, others: readonly object[], before: object, after: object) =>
      reviewOf([planOf(others, { drift: [planned({ type, before, after })] })]).drift;
    const policy = JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" } });
    const https = { protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: [], security_groups: [] };
    const rule = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 443, to_port: 443 };
    const rules = [
      other("aws_vpc_security_group_egress_rule", { ...rule, prefix_list_id: "pl-1" }),
      other("aws_vpc_security_group_egress_rule", { ...rule, referenced_security_group_id: "sg-1" }),
    ];
    const egress = { ...https, prefix_list_ids: ["pl-1"], self: true };

    const rolePolicies = [
      other("aws_iam_role_policy", { role: "R", name: "p" }),
      other("aws_iam_role_policy_attachment", { role: "R", policy_arn: "arn:p" }),
    ];
    it.each([
      {
        what: "the policy of a bucket",
        type: "aws_s3_bucket",
        others: [other("aws_s3_bucket_policy", { bucket: "b" })],
        before: { bucket: "b", policy: "" },
        after: { bucket: "b", policy },
      },
      {
        what: "the rules of a group",
        type: "aws_security_group",
        others: rules,
        before: { id: "sg-1", egress: [] },
        after: { id: "sg-1", egress: [egress] },
      },
      {
        what: "the policies of a role",
        type: "aws_iam_role",
        others: rolePolicies,
        before: { name: "R", inline_policy: [], managed_policy_arns: [] },
        after: { name: "R", inline_policy: [{ name: "p", policy }], managed_policy_arns: ["arn:p"] },
      },
    ])("$what", ({ type, others, before, after }) => {
      expect(shownOf(type, others, before, after)).toEqual([]);
      expect(shownOf(type, [], before, after)).toHaveLength(1);
    });

    it.each([
      ["another source", { ...egress, cidr_blocks: ["0.0.0.0/0"] }],
      ["another port", { ...egress, to_port: 65_535 }],
      ["no source that is known", { ...egress, prefix_list_ids: [], self: false }],
    ])("but a rule with %s is", (_, added) => {
      const before = { id: "sg-1", egress: [egress] };
      expect(shownOf("aws_security_group", rules, before, { id: "sg-1", egress: [egress, added] })).toHaveLength(1);
    });
  });

  it("may be a deletion", () => {
    expect(driftOf({ name: "R" }, null).drift[0]?.sentences).toEqual(["It was deleted outside Terraform."]);
  });
});
