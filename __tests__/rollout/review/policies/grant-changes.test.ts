import { reviewOf } from "../../../../src/rollout/review/review";
import { planned, planOf } from "../plans";

const sentencesOf = (type: string, before: object | null, after: object | null) =>
  reviewOf([planOf([planned({ type, before, after })])]).policies.flatMap(({ aspect, sentences }) =>
    sentences.map(({ effect, text }) => `${aspect} ${effect}: ${text}`),
  );

describe("what grants and is no policy", () => {
  it.each<[string, string, object | null, object | null, string[]]>([
    [
      "an attached policy",
      "aws_iam_role_policy_attachment",
      null,
      { role: "R", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      ["permissions wider: Gained managed policy: `arn:aws:iam::aws:policy/ReadOnlyAccess`."],
    ],
    [
      "a lost boundary",
      "aws_iam_role",
      { name: "R", permissions_boundary: "b" },
      { name: "R", permissions_boundary: "" },
      ['boundary wider: Lost permissions boundary: `"b"`.'],
    ],
    [
      "a new boundary",
      "aws_iam_role",
      { name: "R" },
      { name: "R", permissions_boundary: "b" },
      ['boundary narrower: New permissions boundary: `"b"`.'],
    ],
    [
      "another boundary",
      "aws_iam_role",
      { name: "R", permissions_boundary: "a" },
      { name: "R", permissions_boundary: "b" },
      [
        'boundary unreadable: Another permissions boundary: was `"a"`, is `"b"`; the plan does not say which allows more.',
      ],
    ],
    [
      "a document shared with one more",
      "aws_ssm_document",
      { name: "d", permissions: { account_ids: "1" } },
      { name: "d", permissions: { account_ids: "1,2" } },
      ["sharing wider: Newly shared with `2`."],
    ],
    [
      "a public document",
      "aws_ssm_document",
      { name: "d" },
      { name: "d", permissions: { account_ids: "All" } },
      ["sharing wider: Shared with every AWS account (`all`)."],
    ],
    [
      "accounts in another order",
      "aws_ssm_document",
      { name: "d", permissions: { account_ids: "1,2" } },
      { name: "d", permissions: { account_ids: "2,1" } },
      [],
    ],
    [
      "AMIs that may be public again",
      "aws_ec2_image_block_public_access",
      { state: "block-new-sharing" },
      { state: "unblocked" },
      ["sharing wider: Public sharing is no longer blocked: AMIs of the account."],
    ],
    [
      "a guard that is destroyed",
      "aws_ssm_service_setting",
      { setting_id: "arn:x:servicesetting/ssm/documents/console/public-sharing-permission", setting_value: "Disable" },
      null,
      ["sharing wider: Public sharing is no longer blocked: SSM documents of the account."],
    ],
    ["another setting", "aws_ssm_service_setting", { setting_id: "x", setting_value: "Disable" }, null, []],
    [
      "a bucket's block",
      "aws_s3_bucket_public_access_block",
      { bucket: "b", block_public_policy: true },
      { bucket: "b", block_public_policy: false },
      ["sharing wider: Public sharing is no longer blocked: objects of the bucket (block_public_policy)."],
    ],
  ])("%s", (_, type, before, after, expected) => {
    expect(sentencesOf(type, before, after)).toEqual(expected);
  });

  it("counts as unreadable if the apply decides it, and not at all if the configuration does not set it", () => {
    const role = {
      ...planned({ after: { name: "R" }, unknown: { managed_policy_arns: true, permissions_boundary: true } }),
    };
    const reviewed = planOf([role]);
    const configuration = {
      root_module: { resources: [{ address: "aws_iam_role.role", expressions: { permissions_boundary: {} } }] },
    };
    const { policies } = reviewOf([{ ...reviewed, plan: { ...(reviewed.plan as object), configuration } }]);
    expect(policies.map(({ attribute }) => attribute)).toEqual(["permissions_boundary"]);
  });
});
