import fc from "fast-check";
import { comparePolicies } from "../../../src/iam/comparison/compare-policies";
import { globContains } from "../../../src/iam/comparison/elements";
import { decideIdentity } from "../../../src/iam/decision/decide";
import { parseIdentityPolicy, parseStoredPolicy } from "../../../src/iam/decision/policy";

const patterns = (...values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const actions = patterns(
  "s3:GetObject",
  "S3:getobject",
  "s3:Get*",
  "s3:PutObject",
  "s3:*",
  "*",
  "ssm:GetParameter",
  "s3:?etObject",
);
const resources = patterns(
  "arn:aws:s3:::a",
  "arn:aws:s3:::a*",
  "arn:aws:s3:::ab/c",
  "arn:aws:s3",
  "arn:aws:*:eu-west-1:1:x",
  "arn:aws:ssm:eu-west-1:1:x",
  "arn:aws:ssm:*:*:*",
  "*",
);
const conditions = fc.option(
  fc.record({
    operator: fc.constantFrom("StringEquals", "StringLike", "StringNotEquals", "StringEqualsIfExists", "StringNotLike"),
    key: fc.constantFrom("aws:PrincipalOrgID", "AWS:principalorgid", "aws:RequestedRegion"),
    values: patterns("o-1", "o-2", "o-*"),
  }),
  { nil: undefined },
);

const statement = fc
  .record({
    effect: fc.constantFrom("Allow", "Allow", "Deny"),
    notAction: fc.boolean(),
    actions,
    notResource: fc.boolean(),
    resources,
    condition: conditions,
  })
  .map(({ effect, notAction, actions: named, notResource, resources: on, condition }) => ({
    Effect: effect,
    [notAction ? "NotAction" : "Action"]: named,
    [notResource ? "NotResource" : "Resource"]: on,
    ...(condition && { Condition: { [condition.operator]: { [condition.key]: condition.values } } }),
  }));
const policyOf = (statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map(policyOf);

/** A policy, and the same with some members of one statement as another statement has them. */
const changed = fc
  .tuple(statement, statement, statement, fc.subarray(["Action", "NotAction", "Resource", "NotResource", "Condition"]))
  .map(([one, other, third, members]) => {
    const inOther = Object.entries(third).filter(([member]) => members.includes(member));
    const replaced = new Set(inOther.map(([member]) => member.replace("Not", "")));
    const kept = Object.entries(one).filter(([member]) => !replaced.has(member.replace("Not", "")));
    return [policyOf([one, other]), policyOf([other, Object.fromEntries([...kept, ...inOther])])] as const;
  });

const requests = ["s3:GetObject", "s3:PutObject", "ssm:GetParameter", "iam:PassRole"].flatMap((action) =>
  [
    "arn:aws:s3:::a",
    "arn:aws:s3:::ab/c",
    "arn:aws:s3:::z",
    "arn:aws:ssm:eu-west-1:1:x",
    "arn:aws:ssm:us-east-1:2:y",
  ].flatMap((resource) =>
    [
      {},
      { "aws:PrincipalOrgID": "o-1" },
      { "aws:PrincipalOrgID": "o-2" },
      { "aws:PrincipalOrgID": "x", "aws:RequestedRegion": "o-1" },
    ].map((context) => ({ action, resource, context })),
  ),
);
const principal = { kind: "user", arn: "arn:aws:iam::111111111111:user/u", accountId: "111111111111" } as const;

function allowedBy(document: object): (request: (typeof requests)[number]) => boolean {
  const identityPolicies = [{ name: "p", document: parseIdentityPolicy(document) }];
  return (request) => decideIdentity({ principal, ...request }, { identityPolicies }).outcome === "allowed";
}

describe("a comparison of policies", () => {
  it("never hides that a policy allows more than before", () => {
    fc.assert(
      fc.property(changed, ([before, after]) => {
        const differences = comparePolicies(parseStoredPolicy(before).statements, parseStoredPolicy(after).statements);
        const isWider = differences.some(({ side, effect }) => (side === "gained") === (effect === "Allow"));
        const [was, is] = [allowedBy(before), allowedBy(after)];
        return isWider || requests.every((request) => !is(request) || was(request));
      }),
      { numRuns: 200 },
    );
  });

  it("finds no difference of a policy to itself, whatever the order of its statements", () => {
    fc.assert(
      fc.property(policy, (document) => {
        const { statements } = parseStoredPolicy(document);
        return comparePolicies(statements, [...statements].reverse()).length === 0;
      }),
      { numRuns: 200 },
    );
  });
});

describe("a pattern", () => {
  it.each([
    ["s3:*", "s3:Get*", true],
    ["s3:Get*", "s3:*", false],
    ["a?c", "abc", true],
    ["a?c", "a*c", false],
    ["a*", "a?", true],
    ["*b*", "abba", true],
    ["x${aws:username}", "xanna", false],
    ["x*", "x${aws:username}", true],
    ["xa*", "x${aws:username}", false],
  ])("%s contains %s: %s", (wide, narrow, expected) => {
    expect(globContains(wide, narrow)).toBe(expected);
  });
});
