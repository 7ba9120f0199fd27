import { MalformedPolicyDocument, parseIdentityPolicy, parseTrustPolicy } from "../../../src/iam/decision/policy";
import { document } from "./fixtures";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const trust = { Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" };

function messageOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) {
      return error.message;
    }
    throw error;
  }
  return "no error";
}

describe("a policy document", () => {
  it("can be a JSON string or an object", () => {
    expect(parseIdentityPolicy(JSON.stringify(document(allow)))).toEqual(parseIdentityPolicy(document(allow)));
  });

  it("may have a single statement in place of a list", () => {
    expect(parseIdentityPolicy({ Version: "2012-10-17", Statement: allow })).toEqual(
      parseIdentityPolicy(document(allow)),
    );
  });

  it("keeps every element of a statement", () => {
    expect(
      parseIdentityPolicy(
        document({
          Sid: "NotThere",
          Effect: "Deny",
          NotAction: ["iam:*", "sts:*"],
          NotResource: "arn:aws:s3:::bucket",
          Condition: { Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:max-keys": [10, "20"] } },
        }),
      ).statements,
    ).toEqual([
      {
        number: 1,
        sid: "NotThere",
        effect: "Deny",
        actions: { not: true, patterns: ["iam:*", "sts:*"] },
        resources: { not: true, patterns: ["arn:aws:s3:::bucket"] },
        conditions: [
          { operator: "Bool", key: "aws:SecureTransport", values: ["false"] },
          { operator: "NumericLessThan", key: "s3:max-keys", values: ["10", "20"] },
        ],
      },
    ]);
  });

  it("has the older language version if it has no Version", () => {
    expect(parseIdentityPolicy({ Statement: [allow] }).version).toBe("2008-10-17");
  });

  it("may have several statements with an empty Sid, which means no Sid", () => {
    const { statements } = parseIdentityPolicy(document({ ...allow, Sid: "" }, { ...allow, Sid: "" }));
    expect(statements.map(({ sid }) => sid)).toEqual([undefined, undefined]);
  });

  it("may spell the effect in lower case", () => {
    expect(parseIdentityPolicy(document({ ...allow, Effect: "deny" })).statements[0]?.effect).toBe("Deny");
  });

  it.each([
    ["is not JSON", "{"],
    ["is not an object", "[]"],
    ["has no Statement", { Version: "2012-10-17" }],
    ["has an empty Statement", document()],
    ["has another Version", { Version: "2020-01-01", Statement: [allow] }],
    ["has an unknown element", document({ ...allow, Resources: "*" })],
    ["has an unknown Effect", document({ ...allow, Effect: "Permit" })],
    ["has no Effect", document({ Action: "*", Resource: "*" })],
    ["has Action and NotAction", document({ ...allow, NotAction: "*" })],
    ["has Resource and NotResource", document({ ...allow, NotResource: "*" })],
    ["has a Condition that is a list", document({ ...allow, Condition: [] })],
    ["has an action that is a number", document({ ...allow, Action: 1 })],
  ])("that %s is refused as a syntax error", (_, policy) => {
    expect(messageOf(() => parseIdentityPolicy(policy))).toMatch(/^Syntax errors in policy\. \(.+\)$/);
  });

  it("that has a syntax error is refused with the place of the error", () => {
    expect(messageOf(() => parseIdentityPolicy(document(allow, { ...allow, Efect: "Allow" })))).toContain("Efect");
    expect(messageOf(() => parseIdentityPolicy({ Version: "2012", Statement: allow }))).toContain("Version");
  });

  it.each([
    ["no action", document({ Effect: "Allow", Resource: "*" }), "Policy statement must contain actions."],
    ["an empty list of actions", document({ ...allow, Action: [] }), "Policy statement must contain actions."],
    ["no resource", document({ Effect: "Allow", Action: "*" }), "Policy statement must contain resources."],
    ["a principal", document({ ...allow, Principal: "*" }), "Policy document should not specify a principal."],
    [
      "a Sid twice",
      document({ ...allow, Sid: "A" }, { ...allow, Sid: "A" }),
      "Statement IDs (SID) in a single policy must be unique.",
    ],
  ])("with %s is refused as an identity policy", (_, policy, message) => {
    expect(messageOf(() => parseIdentityPolicy(policy))).toBe(message);
  });
});

describe("a trust policy", () => {
  it("keeps every kind of principal", () => {
    const principal = {
      AWS: ["111111111111", "arn:aws:iam::222222222222:role/path/name"],
      Service: "ssm.amazonaws.com",
      Federated: "accounts.google.com",
      CanonicalUser: "79a5",
    };
    expect(parseTrustPolicy(document({ ...trust, Principal: principal })).statements[0]?.principals).toEqual({
      not: false,
      anyone: false,
      aws: principal.AWS,
      services: ["ssm.amazonaws.com"],
      federated: ["accounts.google.com"],
      canonicalUsers: ["79a5"],
    });
  });

  it('reads "*" and {"AWS": "*"} as everybody', () => {
    for (const principal of ["*", { AWS: "*" }, { AWS: ["*"] }]) {
      const [statement] = parseTrustPolicy(document({ ...trust, Principal: principal })).statements;
      expect(statement?.principals).toMatchObject({ anyone: true, aws: [] });
    }
  });

  it("accepts the actions related to AssumeRole, including wildcards", () => {
    const actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:assumerole*"];
    expect(parseTrustPolicy(document({ ...trust, Action: actions })).statements).toHaveLength(1);
  });

  it.each([
    ["a Resource", { ...trust, Resource: "*" }, "Has prohibited field Resource"],
    ["a NotResource", { ...trust, NotResource: "*" }, "Has prohibited field NotResource"],
    ["no Principal", { Effect: "Allow", Action: "sts:AssumeRole" }, "Missing required field Principal"],
    [
      "an empty Principal",
      { ...trust, Principal: { AWS: [] } },
      "Invalid principal in policy: The passed in policy has a statement with no principals!",
    ],
    [
      "a wildcard within a principal",
      { ...trust, Principal: { AWS: "arn:aws:iam::111111111111:role/*" } },
      'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/*"',
    ],
    [
      "an account id of eleven digits",
      { ...trust, Principal: { AWS: "11111111111" } },
      'Invalid principal in policy: "AWS":"11111111111"',
    ],
    [
      "an action of another service",
      { ...trust, Action: ["sts:AssumeRole", "s3:GetObject"] },
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    [
      "a misspelt action",
      { ...trust, Action: "sts:AsumeRole" },
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    ["every action", { ...trust, Action: "*" }, "AssumeRole policy may only specify STS AssumeRole actions."],
  ])("with %s is refused", (_, statement, message) => {
    expect(messageOf(() => parseTrustPolicy(document(statement)))).toBe(message);
  });

  it("may not have both Principal and NotPrincipal", () => {
    expect(messageOf(() => parseTrustPolicy(document({ ...trust, NotPrincipal: "*" })))).toContain(
      "both Principal and NotPrincipal",
    );
  });
});
