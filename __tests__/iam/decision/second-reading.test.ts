import fc from "fast-check";
import { decideIdentity } from "../../../src/iam/decision/decide";
import { identityPolicy, MANAGEMENT, userOf } from "./fixtures";
import { secondReading, type ReadStatement } from "./second-reading";

/** Policies that are decided by both readings. docs/fidelity.md has the number. */
const POLICIES = 3000;

const KEYS = ["aws:PrincipalTag/Team", "aws:ResourceTag/Team", "test:Flag", "test:Count"] as const;
const SETS = ["aws:TagKeys", "aws:PrincipalOrgPaths"] as const;
const TEAMS = ["Red", "red", "Blue", "R*"];

const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "ec2:StopInstances", "iam:PassRole");
const actionPattern = fc.constantFrom(
  "*",
  "s3:*",
  "S3:getobject",
  "s3:?utObject",
  "ec2:Stop*",
  "iam:PassRole",
  "kms:*",
);
const resource = fc.constantFrom(
  "*",
  "arn:aws:s3:::bucket/Red/file",
  "arn:aws:s3:::bucket/a:b",
  "arn:aws:ec2:eu-west-1:111111111111:instance/i-1",
  "arn:aws:iam::111111111111:role/Red",
);
const resourcePattern = fc.constantFrom(
  "*",
  "arn:aws:s3:::bucket/*",
  "arn:aws:s3:::bucket/${aws:PrincipalTag/Team}/*",
  "arn:aws:s3:::*:b",
  "arn:aws:ec2:*:${aws:PrincipalAccount}:instance/*",
  "arn:aws:ec2:eu-*:111111111111:instance/i-?",
  "arn:aws:iam::*:role/${aws:PrincipalTag/Team}",
);
const team = fc.constantFrom(...TEAMS, "${aws:PrincipalTag/Team}", "${test:Missing}", "R?d", "");
const oneOrMore = <T>(values: fc.Arbitrary<T>) => fc.array(values, { minLength: 1, maxLength: 3 });

const STRINGS = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
];
const NUMBERS = ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"];
const maybeIfExists = (names: readonly string[]) =>
  fc.tuple(fc.constantFrom(...names), fc.constantFrom("", "IfExists")).map((parts) => parts.join(""));
const block = <K extends string>(operator: fc.Arbitrary<string>, keys: readonly K[], values: fc.Arbitrary<string>) =>
  fc
    .tuple(operator, fc.constantFrom(...keys), oneOrMore(values))
    .map(([name, key, expected]) => ({ [name]: { [key]: expected } }));
const condition = fc.oneof(
  block(maybeIfExists(STRINGS), [KEYS[0], KEYS[1]], team),
  block(maybeIfExists(["Bool"]), [KEYS[2]], fc.constantFrom("true", "False")),
  block(maybeIfExists(NUMBERS), [KEYS[3]], fc.constantFrom("1", "2", "2.0")),
  block(
    fc.tuple(fc.constantFrom("ForAllValues:", "ForAnyValue:"), maybeIfExists(STRINGS)).map((parts) => parts.join("")),
    SETS,
    team.filter((value) => value !== ""),
  ),
  block(fc.constant("Null"), [...KEYS, ...SETS], fc.constantFrom("true", "false")),
);
const statement = fc
  .record({
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    actions: fc.tuple(fc.constantFrom("Action", "NotAction"), oneOrMore(actionPattern)),
    resources: fc.tuple(fc.constantFrom("Resource", "NotResource"), oneOrMore(resourcePattern)),
    Condition: fc
      .array(condition, { maxLength: 2 })
      .map((blocks) => Object.assign({}, ...blocks) as ReadStatement["Condition"]),
  })
  .map(
    ({
      Effect,
      actions: [actionElement, actions],
      resources: [resourceElement, resources],
      Condition,
    }): ReadStatement => ({
      ...{ Effect, [actionElement]: actions, [resourceElement]: resources },
      ...(Condition !== undefined && Object.keys(Condition).length > 0 && { Condition }),
    }),
  );
const context = fc.record(
  {
    [KEYS[0]]: fc.constantFrom("Red", "Blue", ""),
    [KEYS[1]]: fc.constantFrom("Red", "red", "R*", ""),
    [KEYS[2]]: fc.constantFrom("true", "false"),
    [KEYS[3]]: fc.constantFrom("1", "2", "3"),
    [SETS[0]]: oneOrMore(fc.constantFrom("Red", "red", "Blue")),
    [SETS[1]]: oneOrMore(fc.constantFrom("Red", "Blue")),
  },
  { requiredKeys: [] },
);

describe("a policy", () => {
  it("is decided as a second reading of IAM's documentation decides it", () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(oneOrMore(statement), action, resource, context, (statements, asked, on, keys) => {
        const principal = userOf(MANAGEMENT, "alice");
        const request = { principal, action: asked, resource: on, context: keys as Record<string, string | string[]> };
        const decided = decideIdentity(request, { identityPolicies: [identityPolicy("inline", ...statements)] });
        const lower = Object.entries(keys).map(([key, value]) => [key.toLowerCase(), [value].flat()] as const);
        const own = { "aws:principalaccount": [MANAGEMENT] };
        const expected = secondReading(statements, {
          action: asked,
          resource: on,
          keys: { ...own, ...(Object.fromEntries(lower) as Record<string, string[]>) },
        });
        outcomes.set(expected, (outcomes.get(expected) ?? 0) + 1);
        expect(decided.outcome).toBe(expected);
      }),
      { numRuns: POLICIES },
    );
    // Every outcome is frequent: a generator of policies that never apply would show nothing.
    for (const outcome of ["allowed", "denied", "not-allowed"])
      expect(outcomes.get(outcome)).toBeGreaterThan(POLICIES / 20);
  });
});
