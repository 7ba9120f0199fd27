import { reviewOf } from "../../../../src/rollout/review/review";
import { planned, planOf } from "../plans";

interface Fleet {
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly organizationalUnit: string }[];
  readonly externalAccounts: readonly { readonly id: string; readonly name: string }[];
}
const fleet: Fleet = {
  accounts: [
    { id: "111111111111", name: "management", organizationalUnit: "" },
    { id: "222222222222", name: "app-dev", organizationalUnit: "workloads" },
  ],
  externalAccounts: [{ id: "555555555555", name: "partner" }],
};

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const sentencesOf = (type: string, before: object | null, after: object | null, unknown: object = {}) =>
  reviewOf([planOf([planned({ type, before, after, unknown })])], fleet)
    .policies.flatMap(({ sentences }) => sentences)
    .map(({ effect, text }) => `${effect} | ${text}`);

const administration = "arn:aws:iam::111111111111:role/AWS-SystemsManager-AutomationAdministrationRole";
const orgCondition = { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } };
const trust = {
  Effect: "Allow",
  Principal: { AWS: administration },
  Action: "sts:AssumeRole",
  Condition: orgCondition,
};
const read = {
  Effect: "Allow",
  Action: "ssm:GetParameter",
  Resource: "arn:aws:ssm:eu-west-1:222222222222:parameter/a",
};

describe("a changed trust policy", () => {
  const trusted = (before: readonly object[], after: readonly object[]) =>
    sentencesOf(
      "aws_iam_role",
      { name: "R", assume_role_policy: policy(...before) },
      { name: "R", assume_role_policy: policy(...after) },
    );

  it.each<[string, object[], object[], string[]]>([
    [
      "an added role of an unknown account",
      [trust],
      [{ ...trust, Principal: { AWS: [administration, "arn:aws:iam::999999999999:role/x"] } }],
      [
        "wider | New principal: `arn:aws:iam::999999999999:role/x` (an account that is not in the fleet) may assume the role, if `StringEquals aws:PrincipalOrgID` is `o-fleetbook01`.",
      ],
    ],
    [
      "an added account that the fleet knows",
      [trust],
      [trust, { Effect: "Allow", Principal: { AWS: "555555555555" }, Action: "sts:AssumeRole" }],
      ["wider | New principal: account `555555555555` (account partner) may assume the role, without a condition."],
    ],
    [
      "everybody",
      [trust],
      [{ ...trust, Principal: "*" }],
      [
        "wider | New principal: everybody (`*`) may assume the role, if `StringEquals aws:PrincipalOrgID` is `o-fleetbook01`. This is a new `*`.",
      ],
    ],
    [
      "everybody in the other spelling",
      [trust],
      [{ ...trust, Principal: { AWS: ["*"] } }],
      [
        "wider | New principal: everybody (`*`) may assume the role, if `StringEquals aws:PrincipalOrgID` is `o-fleetbook01`. This is a new `*`.",
      ],
    ],
    [
      "a service",
      [trust],
      [trust, { Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }],
      ["wider | New principal: the service `ssm.amazonaws.com` may assume the role, without a condition."],
    ],
    [
      "everybody but one",
      [trust],
      [trust, { Effect: "Allow", NotPrincipal: { AWS: "999999999999" }, Action: "sts:AssumeRole" }],
      [
        "wider | New principal: everybody except account `999999999999` (an account that is not in the fleet) may assume the role, without a condition. This is a new `*`.",
      ],
    ],
    [
      "a lost condition",
      [trust],
      [{ ...trust, Condition: undefined }],
      [
        `wider | Lost condition: \`${administration}\` (account management) may assume the role: no longer needs \`StringEquals aws:PrincipalOrgID\` is \`o-fleetbook01\`.`,
      ],
    ],
    [
      "a condition with one more value",
      [trust],
      [{ ...trust, Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-fleetbook01", "o-other"] } } }],
      [
        `wider | Wider condition: \`${administration}\` (account management) may assume the role: \`StringEquals aws:PrincipalOrgID\` was \`o-fleetbook01\`, is \`o-fleetbook01\`, \`o-other\`.`,
      ],
    ],
    [
      "an added condition",
      [{ ...trust, Condition: undefined }],
      [trust],
      [
        `narrower | New condition: \`${administration}\` (account management) may assume the role: now needs \`StringEquals aws:PrincipalOrgID\` is \`o-fleetbook01\`.`,
      ],
    ],
    [
      "a removed principal",
      [trust, { Effect: "Allow", Principal: { AWS: "555555555555" }, Action: "sts:AssumeRole" }],
      [trust],
      ["narrower | Lost principal: account `555555555555` (account partner) may assume the role."],
    ],
    [
      "a deleted principal that IAM shows by its id",
      [trust],
      [{ ...trust, Principal: { AWS: [administration, "AROAEXAMPLEEXAMPLE123"] } }],
      [
        "wider | New principal: `AROAEXAMPLEEXAMPLE123` (a principal that was deleted) may assume the role, if `StringEquals aws:PrincipalOrgID` is `o-fleetbook01`.",
      ],
    ],
    [
      "one more action",
      [trust],
      [{ ...trust, Action: ["sts:AssumeRole", "sts:TagSession"] }],
      [
        `wider | New action: \`${administration}\` (account management) may \`sts:TagSession\`, if \`StringEquals aws:PrincipalOrgID\` is \`o-fleetbook01\`.`,
      ],
    ],
    [
      "an operator that ignores a missing key",
      [trust],
      [{ ...trust, Condition: { StringEqualsIfExists: orgCondition.StringEquals } }],
      [
        `wider | Lost condition: \`${administration}\` (account management) may assume the role: no longer needs \`StringEquals aws:PrincipalOrgID\` is \`o-fleetbook01\`.`,
      ],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(trusted(before, after)).toEqual(expected);
  });

  it.each<[string, object[], object[]]>([
    [
      "the order of statements",
      [trust, { Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }],
      [{ Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }, trust],
    ],
    ["a list of one", [trust], [{ ...trust, Principal: { AWS: [administration] }, Action: ["sts:AssumeRole"] }]],
    ["the case of an action", [trust], [{ ...trust, Action: "STS:assumerole" }]],
    ["a Sid", [trust], [{ ...trust, Sid: "Administration" }]],
    [
      "the case of a condition key",
      [trust],
      [{ ...trust, Condition: { StringEquals: { "AWS:principalorgid": "o-fleetbook01" } } }],
    ],
    [
      "an account as its root",
      [{ ...trust, Principal: { AWS: "555555555555" } }],
      [{ ...trust, Principal: { AWS: "arn:aws:iam::555555555555:root" } }],
    ],
    [
      "two principals as two statements",
      [{ ...trust, Principal: { AWS: [administration, "555555555555"] } }],
      [trust, { ...trust, Principal: { AWS: "555555555555" } }],
    ],
  ])("%s makes no difference", (_, before, after) => {
    expect(trusted(before, after)).toEqual(["same | Same policy in another spelling."]);
  });
});

describe("a changed policy of a role", () => {
  const allowed = (before: readonly object[], after: readonly object[]) =>
    sentencesOf(
      "aws_iam_role_policy",
      { name: "P", role: "R", policy: policy(...before) },
      { name: "P", role: "R", policy: policy(...after) },
    );

  it.each<[string, object[], object[], string[]]>([
    [
      "a new action",
      [read],
      [{ ...read, Action: ["ssm:GetParameter", "ssm:PutParameter"] }],
      [
        "wider | New action: may `ssm:PutParameter` on `arn:aws:ssm:eu-west-1:222222222222:parameter/a`, without a condition.",
      ],
    ],
    [
      "every action of a service",
      [read],
      [{ ...read, Action: "ssm:*" }],
      [
        "wider | New action: may `ssm:*` on `arn:aws:ssm:eu-west-1:222222222222:parameter/a`, without a condition. This is a new `*`.",
      ],
    ],
    [
      "a new resource",
      [read],
      [{ ...read, Resource: [read.Resource, "arn:aws:ssm:eu-west-1:222222222222:parameter/b"] }],
      [
        "wider | New resource: may `ssm:GetParameter` on `arn:aws:ssm:eu-west-1:222222222222:parameter/b`, without a condition.",
      ],
    ],
    [
      "every resource",
      [read],
      [{ ...read, Resource: "*" }],
      ["wider | New resource: may `ssm:GetParameter` on `*`, without a condition. This is a new `*`."],
    ],
    [
      "a statement",
      [read],
      [read, { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" }],
      ["wider | Gained: may `s3:GetObject` on `arn:aws:s3:::bucket/*`, without a condition."],
    ],
    [
      "a lost statement",
      [read, { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" }],
      [read],
      ["narrower | Lost: may `s3:GetObject` on `arn:aws:s3:::bucket/*`."],
    ],
    [
      "NotAction",
      [read],
      [{ Effect: "Allow", NotAction: "iam:*", Resource: read.Resource }],
      [
        "wider | New action: may every action except `iam:*` on `arn:aws:ssm:eu-west-1:222222222222:parameter/a`, without a condition. This is a new `*`.",
      ],
    ],
    [
      "one exception less",
      [{ ...read, Action: undefined, NotAction: ["iam:*", "sts:*"] }],
      [{ ...read, Action: undefined, NotAction: ["iam:*"] }],
      [
        "wider | New action: may every action except `iam:*` (before: except `iam:*`, `sts:*`) on `arn:aws:ssm:eu-west-1:222222222222:parameter/a`, without a condition. This is a new `*`.",
      ],
    ],
    [
      "NotResource",
      [read],
      [{ Effect: "Allow", Action: "ssm:GetParameter", NotResource: "arn:aws:ssm:*:*:parameter/secret" }],
      [
        "wider | New resource: may `ssm:GetParameter` on every resource except `arn:aws:ssm:*:*:parameter/secret`, without a condition. This is a new `*`.",
      ],
    ],
    [
      "a narrower resource",
      [{ ...read, Resource: "arn:aws:ssm:eu-west-1:222222222222:parameter/*" }],
      [read],
      ["narrower | Lost resource: may `ssm:GetParameter` on `arn:aws:ssm:eu-west-1:222222222222:parameter/*`."],
    ],
    [
      "a lost Deny",
      [read, { Effect: "Deny", Action: "ssm:PutParameter", Resource: "*" }],
      [read],
      ["wider | No longer denied: may not `ssm:PutParameter` on `*`."],
    ],
    [
      "a new Deny",
      [read],
      [read, { Effect: "Deny", Action: "ssm:PutParameter", Resource: "*" }],
      ["narrower | Newly denied: may not `ssm:PutParameter` on `*`."],
    ],
    [
      "a Deny with a new condition",
      [{ Effect: "Deny", Action: "s3:*", Resource: "*" }],
      [{ Effect: "Deny", Action: "s3:*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      ["wider | New condition: may not `s3:*` on `*`: now needs `Bool aws:SecureTransport` is `false`."],
    ],
    [
      "a pattern that crosses no colon",
      [{ ...read, Resource: "arn:aws:ssm:*:222222222222:parameter/a" }],
      [{ ...read, Resource: "arn:aws:ssm:eu-west-1:333333333333:x:222222222222:parameter/a" }],
      [
        "wider | New resource: may `ssm:GetParameter` on `arn:aws:ssm:eu-west-1:333333333333:x:222222222222:parameter/a`, without a condition.",
        "narrower | Lost resource: may `ssm:GetParameter` on `arn:aws:ssm:*:222222222222:parameter/a`.",
      ],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(allowed(before, after)).toEqual(expected);
  });

  it.each<[string, object[], object[]]>([
    [
      "an action that a pattern includes",
      [{ ...read, Action: "ssm:Get*" }],
      [{ ...read, Action: ["ssm:GetParameter", "ssm:get*"] }],
    ],
    ["a statement that another one includes", [{ ...read, Resource: "*" }], [{ ...read, Resource: "*" }, read]],
    [
      "actions as statements of their own",
      [{ ...read, Action: ["ssm:A", "ssm:B"] }],
      [
        { ...read, Action: "ssm:B" },
        { ...read, Action: "ssm:A" },
      ],
    ],
    [
      "ArnEquals as ArnLike",
      [{ ...read, Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::*" } } }],
      [{ ...read, Condition: { ArnLike: { "aws:SourceArn": ["arn:aws:s3:::*"] } } }],
    ],
    [
      "a boolean without quotes",
      [{ ...read, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
      [{ ...read, Condition: { Bool: { "aws:SecureTransport": true } } }],
    ],
  ])("%s makes no difference", (_, before, after) => {
    expect(allowed(before, after)).toEqual(["same | Same policy in another spelling."]);
  });

  it("is unreadable if only the apply gives the policy", () => {
    expect(
      sentencesOf("aws_iam_role_policy", { name: "P", policy: policy(read) }, { name: "P" }, { policy: true }),
    ).toEqual(["unreadable | The policy is known only after the apply, so it cannot be reviewed."]);
  });

  it("is unreadable if it is not a policy", () => {
    expect(
      sentencesOf(
        "aws_iam_role_policy",
        { name: "P", policy: policy(read) },
        { name: "P", policy: '{"Statement":[{}]}' },
      ),
    ).toEqual(["unreadable | The new policy is not one that IAM accepts, so it cannot be compared."]);
  });
});
