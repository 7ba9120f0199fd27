import type { ReviewPolicy } from "../../../src/rollout/review/policy-file";
import { reviewOf } from "../../../src/rollout/review/review";
import { APP_DEV, planned, planOf } from "./plans";

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a" };
const policy = (...statements: readonly object[]) => JSON.stringify({ Statement: statements });

const gone = planned({ name: "gone", before: { name: "gone" } });
const replaced = planned({ name: "new", actions: ["create", "delete"], before: { name: "a" }, after: { name: "b" } });
const opened = planned({
  type: "aws_iam_role_policy",
  before: { name: "P", policy: policy(statement) },
  after: { name: "P", policy: policy({ ...statement, Resource: "*" }) },
});
const trusting = planned({
  name: "trusting",
  after: {
    name: "T",
    assume_role_policy: policy({ Effect: "Allow", Principal: { AWS: "1".repeat(12) }, Action: "sts:AssumeRole" }),
  },
});
const drifted = planned({ before: { name: "x", path: "/" }, after: { name: "x", path: "/a/" } });
const unplanned = { stack: "target-app-dev", account: APP_DEV, reason: "Locked." };

const failuresOf = (reviewPolicy: ReviewPolicy) =>
  reviewOf([planOf([gone, replaced, opened, trusting], { drift: [drifted] }), unplanned], {
    policy: reviewPolicy,
  }).failures.map(({ rule, message }) => `${rule}: ${message}`);

describe("a review policy", () => {
  it("forbids nothing by itself", () => {
    expect(failuresOf({})).toEqual([]);
  });

  it.each<[ReviewPolicy, string[]]>([
    [{ forbid: ["destroy"] }, ["destroy: aws_iam_role gone is destroyed."]],
    [{ forbid: ["replace"] }, ["replace: aws_iam_role b is replaced."]],
    [
      { forbid: ["wider-permissions"] },
      [
        "wider-permissions: aws_iam_role_policy P: New resource: may `s3:GetObject` on `*`, without a condition. This is a new `*`.",
      ],
    ],
    [
      { forbid: ["new-wildcard"] },
      [
        "new-wildcard: aws_iam_role_policy P: New resource: may `s3:GetObject` on `*`, without a condition. This is a new `*`.",
      ],
    ],
    [
      { forbid: ["wider-trust"] },
      ["wider-trust: aws_iam_role T: Gained: account `111111111111` may assume the role, without a condition."],
    ],
    [{ forbid: ["drift"] }, ["drift: aws_iam_role x: Changed outside Terraform: `path`."]],
    [{ forbid: ["not-planned"] }, ["not-planned: Locked."]],
  ])("%j", (reviewPolicy, expected) => {
    expect(failuresOf(reviewPolicy)).toEqual(expected);
  });

  it("allows changes only in named accounts and stacks", () => {
    expect(failuresOf({ only: { accounts: ["app-dev"], stacks: ["member-*"] } })).toEqual([]);
    expect(failuresOf({ only: { accounts: ["app-prod"] } })).toHaveLength(4);
    expect(failuresOf({ only: { stacks: ["target-*"] } })).toHaveLength(4);
  });

  it("has exceptions by account, stack and address", () => {
    const allowed = (exception: object) =>
      failuresOf({ forbid: ["destroy"], allow: [{ finding: "destroy", reason: "r", ...exception }] });
    expect(allowed({ resources: ["aws_iam_role.g*"] })).toEqual([]);
    expect(allowed({ accounts: ["222222222222"], stacks: ["member-app-dev"] })).toEqual([]);
    expect(allowed({ resources: ["aws_iam_role.g"] })).toHaveLength(1);
    expect(allowed({ accounts: ["app-prod"] })).toHaveLength(1);
    expect(failuresOf({ forbid: ["destroy"], allow: [{ finding: "replace", reason: "r" }] })).toHaveLength(1);
  });

  it("makes the refusal the first thing that the review says", () => {
    const { verdict } = reviewOf([planOf([gone])], { policy: { forbid: ["destroy"] } });
    expect(verdict[0]).toBe("The review policy refuses 1 change.");
  });
});
