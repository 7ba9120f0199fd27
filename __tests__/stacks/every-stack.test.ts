/** Rules that every stack of every fleet must follow. */
import type { Fleet } from "../../src/fleet/model";
import { allAccounts } from "../../src/fleet/model";
import { resources, statements, synthesizeAll, variations } from "./example-fleet";
import type { Body, StackJson, Statement } from "./example-fleet";

const every = variations.flatMap(([variation, fleet]) =>
  [...synthesizeAll(fleet)].map(([name, stack]) => ({ variation, name, fleet, stack })),
);

/** Actions without resource-level permissions, or whose resources are not known before the execution. */
const ACTIONS_WITHOUT_RESOURCE = new Set([
  "organizations:ListAccountsForParent",
  "organizations:ListChildren",
  "resource-groups:ListGroupResources",
  "tag:GetResources",
  "ec2:DescribeImages",
  "ec2:DescribeInstances",
  "ec2:DescribeVolumes",
  // On an alarm it is possible, but then AWS does not show composite alarms.
  "cloudwatch:DescribeAlarms",
  "ssm:CancelCommand",
  "ssm:DescribeAutomationExecutions",
  "ssm:ListCommands",
  "ssm:ListCommandInvocations",
  "ssm:GetCommandInvocation",
  "ssm:DescribeInstanceInformation",
  // Of the role that plans.
  "ec2:DescribeFlowLogs",
  "ec2:DescribeInstanceCreditSpecifications",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeNetworkAcls",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribePrefixLists",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcEndpoints",
  "ec2:DescribeVpcs",
  "ec2:GetImageBlockPublicAccessState",
  "kms:ListAliases",
]);

const POLICY_ATTRIBUTES = ["assume_role_policy", "policy"];

/** An endpoint policy gives no permission. It bounds who may use the endpoint, by its condition. */
const isEndpointPolicy = ({ address }: { readonly address: string }): boolean =>
  address.startsWith("aws_vpc_endpoint.");

/** In a key policy, `*` is the key, and an account as principal is normal: the key's own account administers it. */
const isKeyPolicy = ({ address }: { readonly address: string }): boolean => address.startsWith("aws_kms_key.");

/** The policy of a bucket for outputs admits every account of the organization, each to its own outputs. */
const isOwnOutputs = ({ address, of: { Condition, Resource } }: Found<Statement>): boolean =>
  address.startsWith("aws_s3_bucket_policy.outputs-") &&
  JSON.stringify(Condition).includes('"aws:PrincipalOrgID"') &&
  String(Resource).endsWith("/$${aws:PrincipalAccount}/*");

/** A trust policy whose condition names the one role that it trusts, which need not exist yet. */
const namesItsPrincipal = ({ of: { Condition } }: Found<Statement>): boolean =>
  /"ArnEquals":\{"aws:PrincipalArn":\["[^"*]+"\]\}/.test(JSON.stringify(Condition));

interface Found<T> {
  readonly address: string;
  readonly of: T;
}

function trusts(stack: StackJson): Found<Statement>[] {
  return resources(stack, "aws_iam_role").flatMap(([address, body]) =>
    statements(body.assume_role_policy).map((of) => ({ address, of })),
  );
}

function allStatements(stack: StackJson): Found<Statement>[] {
  return resources(stack).flatMap(([address, body]) =>
    POLICY_ATTRIBUTES.filter((attribute) => attribute in body).flatMap((attribute) =>
      statements(body[attribute]).map((of) => ({ address, of })),
    ),
  );
}

function blocksOf(stack: StackJson): Body[] {
  return [stack.resource, stack.data ?? {}].flatMap((kinds) =>
    Object.values(kinds).flatMap((kind) => Object.values(kind)),
  );
}

const ownerOf = (fleet: Fleet, stackName: string) =>
  stackName === "administrator"
    ? fleet.administratorAccount
    : stackName === "organization"
      ? fleet.managementAccount
      : stackName === "pipeline"
        ? fleet.pipeline?.account
        : allAccounts(fleet).find(({ name }) => stackName.replace(/^(guards|member|target|state)-/, "") === name);

describe.each(every)("the stack $name ($variation)", ({ name, fleet, stack }) => {
  const owner = ownerOf(fleet, name);
  const aliases = fleet.regions.map((region) => `account-${owner?.id}_${region}`);

  it("gives every resource and data source a provider alias of its own account", () => {
    const strangers = blocksOf(stack).filter(
      ({ provider }) => !aliases.map((alias) => `aws.${alias}`).includes(String(provider)),
    );
    expect(strangers).toEqual([]);
  });

  it("gives every provider an alias and the account's id as the only allowed account", () => {
    for (const provider of stack.provider.aws) {
      expect(aliases).toContain(provider.alias);
      expect(provider.allowed_account_ids).toEqual([owner?.id]);
    }
  });

  it("keeps its state only in its account's bucket", () => {
    expect(Object.keys(stack.terraform.backend)).toEqual(["s3"]);
    expect(stack.terraform.backend["s3"]).toMatchObject({
      bucket: `fleetbook-state-${owner?.id}-${fleet.homeRegion}`,
      use_lockfile: true,
    });
  });

  it("neither trusts nor allows a wildcard principal", () => {
    const allowed = allStatements(stack).filter((found) => !isEndpointPolicy(found) && found.of.Effect === "Allow");
    const wildcards = allowed.filter(({ of }) => JSON.stringify(of.Principal ?? "").includes("*"));
    expect(wildcards.filter((found) => !isOwnOutputs(found))).toEqual([]);
    const wholeAccounts = allowed.filter(({ of }) => JSON.stringify(of.Principal ?? "").includes(":root"));
    expect(wholeAccounts.filter((found) => !isKeyPolicy(found) && !namesItsPrincipal(found))).toEqual([]);
  });

  it("lets only principals of its own account use an endpoint", () => {
    for (const { of } of allStatements(stack).filter(isEndpointPolicy)) {
      expect(of.Condition).toEqual({ StringEquals: { "aws:PrincipalAccount": owner?.id } });
    }
  });

  it("lets only the recipients of images use a key, and only under conditions", () => {
    for (const { of } of allStatements(stack).filter(isKeyPolicy)) {
      const principals = [(of.Principal as { AWS: string | string[] }).AWS].flat();
      const accountIds = principals.map((principal) => principal.split(":")[4]);
      expect(accountIds).toEqual(of.Condition === undefined ? [owner?.id] : owner?.amiSharing?.accountIds);
    }
  });

  it("gives every role of an account the account's permissions boundary and tags", () => {
    const { permissionsBoundary: boundary, tags } = owner?.roles ?? {};
    for (const [, role] of resources(stack, "aws_iam_role")) {
      expect(role.permissions_boundary).toBe(
        boundary && `arn:${fleet.partition}:iam::${owner?.id}:policy/team-boundary`,
      );
      expect(role.tags ?? {}).toEqual(tags);
    }
  });

  it("trusts every principal under a condition except EC2, which sends no condition keys", () => {
    const unconditional = trusts(stack).filter(({ of }) => of.Condition === undefined);
    const ec2 = fleet.partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
    expect(unconditional.filter(({ of }) => JSON.stringify(of.Principal) !== JSON.stringify({ Service: ec2 }))).toEqual(
      [],
    );
  });

  it("allows actions on all resources only if they have no resource-level permissions", () => {
    const everywhere = allStatements(stack).filter(
      (found) =>
        !isKeyPolicy(found) &&
        !isEndpointPolicy(found) &&
        found.of.Effect === "Allow" &&
        [found.of.Resource].flat().includes("*"),
    );
    const actions = everywhere.flatMap(({ of }) => of.Action);
    expect(actions.filter((action) => !ACTIONS_WITHOUT_RESOURCE.has(action))).toEqual([]);
  });

  it("allows passing only roles of executions in its own account, and only to Systems Manager", () => {
    const allowed = allStatements(stack).filter(
      ({ of }) => of.Effect === "Allow" && [of.Action].flat().includes("iam:PassRole"),
    );
    for (const { of } of allowed) {
      expect(String(of.Resource)).toMatch(new RegExp(`^arn:[a-z-]+:iam::${owner?.id}:role/(team/)?[A-Za-z-]+$`));
      const { StringEquals: equal } = of.Condition as { StringEquals: Record<string, string | string[]> };
      expect([equal["iam:PassedToService"]].flat()).toEqual(["ssm.amazonaws.com"]);
    }
  });

  it("allows actions by a wildcard only on a key to the key's own account", () => {
    const allowed = allStatements(stack)
      .filter((found) => found.of.Effect === "Allow" && !isEndpointPolicy(found))
      .filter((found) => !isKeyPolicy(found) || found.of.Condition !== undefined);
    expect(allowed.flatMap(({ of }) => of.Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("shares no document publicly", () => {
    const fleetIds = allAccounts(fleet).map(({ id }) => id);
    for (const [, { permissions }] of resources(stack, "aws_ssm_document")) {
      const { account_ids: shared } = (permissions ?? { account_ids: "" }) as { account_ids: string };
      for (const accountId of shared.split(",").filter((id) => id !== "")) expect(fleetIds).toContain(accountId);
    }
  });

  it("allows no ingress from an address range", () => {
    for (const [, { ingress }] of resources(stack, "aws_security_group")) {
      for (const rule of ingress as Body[]) {
        expect(rule).toMatchObject({ cidr_blocks: null, ipv6_cidr_blocks: null, prefix_list_ids: null, self: null });
      }
    }
    expect(stack.resource).not.toHaveProperty("aws_vpc_security_group_ingress_rule");
    expect(stack.resource).not.toHaveProperty("aws_security_group_rule");
    expect(JSON.stringify(stack)).not.toContain("0.0.0.0/0");
    expect(JSON.stringify(stack)).not.toContain("::/0");
  });

  it("has no ARN of another partition", () => {
    const partitions = new Set(
      [...JSON.stringify(stack).matchAll(/arn:([a-z-]+):/g)].map(([, partition]) => partition),
    );
    expect([...partitions].filter((partition) => partition !== fleet.partition)).toEqual([]);
  });

  it("has no reference to another stack", () => {
    expect(stack.data ?? {}).not.toHaveProperty("terraform_remote_state");
    // cdktf makes such outputs for references to other stacks.
    expect(Object.keys(stack.output ?? {}).filter((name) => name.startsWith("cross-stack-output"))).toEqual([]);
  });
});
