import fc from "fast-check";
import { decideIdentity, decideTrust, type PrincipalPolicies } from "../../../src/iam/decision/decide";
import { parseTrustPolicy } from "../../../src/iam/decision/policy";
import type { Request } from "../../../src/iam/decision/request";
import { allowAll, document, identityPolicy, MANAGEMENT, roleArn, rootOf, ssm, userOf } from "./fixtures";

const alice = userOf(MANAGEMENT, "alice");
const role = roleArn(MANAGEMENT, "deploy");
const request: Request = { principal: alice, action: "sts:AssumeRole", resource: role, context: {} };

const allow = (rest: object = {}) => ({ Effect: "Allow", Action: "sts:AssumeRole", Resource: role, ...rest });
const deny = (rest: object = {}) => ({ ...allow(rest), Effect: "Deny" });

function identity(statements: object[], more: Partial<PrincipalPolicies> = {}, asked: Partial<Request> = {}) {
  const policies = { identityPolicies: [identityPolicy("inline", ...statements)], ...more };
  return decideIdentity({ ...request, ...asked }, policies);
}

describe("identity policies", () => {
  it("allow a request that one statement allows", () => {
    expect(identity([allow({ Action: "s3:*" }), allow()])).toEqual({ outcome: "allowed" });
  });

  it("do not allow a request that no statement allows", () => {
    expect(identity([allow()], {}, { action: "sts:TagSession" }).outcome).toBe("not-allowed");
    expect(identity([allow()], {}, { resource: `${role}2` }).outcome).toBe("not-allowed");
    expect(decideIdentity(request, { identityPolicies: [] })).toEqual({
      outcome: "not-allowed",
      refusals: [
        {
          by: "identity-policies",
          reason: `No statement of the identity policies of arn:aws:iam::${MANAGEMENT}:user/alice allows sts:AssumeRole on ${role}: there are none.`,
        },
      ],
    });
  });

  it("deny with one explicit deny against any number of Allows, and name the denying statement", () => {
    const decision = decideIdentity(request, {
      identityPolicies: [allowAll, identityPolicy("guard", allow(), deny({ Sid: "NoDeploy" }))],
    });
    expect(decision).toEqual({
      outcome: "denied",
      by: "identity-policies",
      reason: `There is an explicit deny in statement 2 (NoDeploy) of guard for arn:aws:iam::${MANAGEMENT}:user/alice to perform sts:AssumeRole on ${role}.`,
    });
  });

  it("apply to every other action if they have NotAction", () => {
    const statement = { Effect: "Allow", NotAction: ["iam:*", "s3:*"], Resource: "*" };
    expect(identity([statement]).outcome).toBe("allowed");
    expect(identity([statement], {}, { action: "S3:GetObject" }).outcome).toBe("not-allowed");
  });

  it("apply to every other resource if they have NotResource", () => {
    const statement = { Effect: "Deny", Action: "*", NotResource: roleArn("*", "deploy") };
    expect(identity([allow(), statement]).outcome).toBe("allowed");
    expect(identity([allow({ Resource: "*" }), statement], {}, { resource: `${role}2` }).outcome).toBe("denied");
  });

  it("fill policy variables into resources", () => {
    const statement = allow({ Resource: roleArn(MANAGEMENT, "${aws:username}-*") });
    expect(identity([statement], {}, { resource: roleArn(MANAGEMENT, "alice-admin") }).outcome).toBe("allowed");
    expect(identity([statement], {}, { resource: roleArn(MANAGEMENT, "bob-admin") }).outcome).toBe("not-allowed");
  });

  it("name no resource with a policy variable that has no value, and except none in NotResource", () => {
    const resource = roleArn(MANAGEMENT, "${aws:userid}");
    expect(identity([allow({ Resource: resource })]).outcome).toBe("not-allowed");
    expect(identity([{ Effect: "Allow", Action: "*", NotResource: resource }]).outcome).toBe("allowed");
    expect(identity([allow(), { Effect: "Deny", Action: "*", NotResource: resource }]).outcome).toBe("denied");
  });

  it("have no policy variables before the resource's own part of an ARN", () => {
    const account = "arn:aws:iam::${aws:PrincipalAccount}:role/deploy";
    expect(identity([allow({ Resource: account })]).outcome).toBe("not-allowed");
    expect(identity([{ Effect: "Allow", Action: "*", NotResource: account }]).outcome).toBe("allowed");
  });

  it("deny with a tag that the principal does not have, as AWS's guide says of inverted operators", () => {
    const otherTeams = deny({
      Condition: { StringNotEquals: { "aws:ResourceTag/Team": "${aws:PrincipalTag/Team}" } },
    });
    const context = { "aws:ResourceTag/Team": "Red" };
    expect(identity([allow(), otherTeams], {}, { context }).outcome).toBe("denied");
    const sameTeam = { ...context, "aws:PrincipalTag/Team": "Red" };
    expect(identity([allow(), otherTeams], {}, { context: sameTeam }).outcome).toBe("allowed");
  });

  it("name the statements that almost allowed the request in the reason, but none about other actions", () => {
    const decision = identity([
      allow({ Action: "s3:*" }),
      allow({ Resource: roleArn(MANAGEMENT, "other") }),
      allow({ Sid: "WithMfa", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    ]);
    expect(decision).toMatchObject({
      refusals: [
        {
          reason:
            `No statement of the identity policies of arn:aws:iam::${MANAGEMENT}:user/alice allows sts:AssumeRole on ${role}: ` +
            `statement 2 of inline does not apply because its Resource does not include ${role}; ` +
            "statement 3 (WithMfa) of inline does not apply because its condition Bool aws:MultiFactorAuthPresent " +
            'expects "true", the request does not have this key.',
        },
      ],
    });
  });

  it("do not limit the root user of an account", () => {
    expect(identity([deny()], {}, { principal: rootOf(MANAGEMENT) }).outcome).toBe("allowed");
  });
});

describe("a condition operator that is not understood", () => {
  const condition = { StringIs: { "aws:PrincipalOrgID": "o-a" } };

  it("keeps an Allow from applying, and is named in the reason", () => {
    expect(identity([allow({ Condition: condition })])).toMatchObject({
      outcome: "not-allowed",
      refusals: [
        {
          reason: expect.stringContaining(
            "StringIs aws:PrincipalOrgID has an operator that the sandbox does not know, " +
              "and an Allow that is not understood does not apply.",
          ) as string,
        },
      ],
    });
  });

  it("makes a Deny apply, and is named in the reason", () => {
    expect(identity([allow(), deny({ Condition: condition })])).toMatchObject({
      outcome: "denied",
      reason: expect.stringContaining(
        "StringIs aws:PrincipalOrgID has an operator that the sandbox does not know, " +
          "and a Deny that is not understood applies.",
      ) as string,
    });
  });

  it("does not make a Deny apply whose other condition is not met", () => {
    const ruledOut = { ...condition, Bool: { "aws:PrincipalIsAWSService": "true" } };
    expect(identity([allow(), deny({ Condition: ruledOut })]).outcome).toBe("allowed");
  });
});

describe("a permissions boundary", () => {
  it("allows nothing by itself", () => {
    expect(identity([allow({ Action: "s3:*" })], { permissionsBoundary: allowAll })).toMatchObject({
      refusals: [{ by: "identity-policies" }],
    });
  });

  it("limits what identity policies allow", () => {
    const permissionsBoundary = identityPolicy("boundary", allow({ Action: "s3:*" }));
    expect(identity([allow()], { permissionsBoundary })).toEqual({
      outcome: "not-allowed",
      refusals: [
        {
          by: "permissions-boundary",
          reason: `No statement of the permissions boundary of arn:aws:iam::${MANAGEMENT}:user/alice allows sts:AssumeRole on ${role}.`,
        },
      ],
    });
    expect(identity([allow()], { permissionsBoundary: allowAll }).outcome).toBe("allowed");
  });

  it("can deny explicitly", () => {
    expect(identity([allow()], { permissionsBoundary: identityPolicy("boundary", deny()) }).outcome).toBe("denied");
  });
});

describe("session policies", () => {
  it("limit what identity policies allow", () => {
    const readOnly = identityPolicy("session policy", allow({ Action: "s3:Get*" }));
    expect(identity([allow()], { sessionPolicies: [readOnly] })).toMatchObject({
      refusals: [{ by: "session-policies" }],
    });
    expect(identity([allow()], { sessionPolicies: [readOnly, allowAll] }).outcome).toBe("allowed");
  });

  it("limit nothing if there are none", () => {
    expect(identity([allow()], { sessionPolicies: [] }).outcome).toBe("allowed");
  });

  it("can deny explicitly", () => {
    expect(identity([allow()], { sessionPolicies: [allowAll, identityPolicy("session", deny())] }).outcome).toBe(
      "denied",
    );
  });
});

describe("a trust policy", () => {
  const trustOf = (...statements: object[]) =>
    decideTrust(
      request,
      parseTrustPolicy(document(...statements.map((one) => ({ Action: "sts:AssumeRole", ...one })))),
    );
  const user = { AWS: `arn:aws:iam::${MANAGEMENT}:user/alice` };

  it("allows the principal itself or its account, and the more direct one counts", () => {
    const named = { Effect: "Allow", Principal: user };
    const account = { Effect: "Allow", Principal: { AWS: MANAGEMENT } };
    expect(trustOf(named)).toEqual({ outcome: "allowed", to: "principal" });
    expect(trustOf(account)).toEqual({ outcome: "allowed", to: "account" });
    expect(trustOf(account, named)).toEqual({ outcome: "allowed", to: "principal" });
  });

  it("denies explicitly what it also allows, and names the denying statement", () => {
    expect(trustOf({ Effect: "Allow", Principal: "*" }, { Effect: "Deny", Principal: user })).toEqual({
      outcome: "denied",
      reason: `There is an explicit deny in statement 2 of the trust policy for arn:aws:iam::${MANAGEMENT}:user/alice to perform sts:AssumeRole on ${role}.`,
    });
  });

  it("denies only to the principals that its Deny names", () => {
    const other = { Effect: "Deny", Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:user/bob` } };
    expect(trustOf({ Effect: "Allow", Principal: "*" }, other).outcome).toBe("allowed");
  });

  it("does not allow another action", () => {
    expect(trustOf({ Effect: "Allow", Principal: "*", Action: "sts:TagSession" })).toEqual({
      outcome: "not-allowed",
      reason:
        `The trust policy of ${role} has no statement that allows arn:aws:iam::${MANAGEMENT}:user/alice to perform ` +
        "sts:AssumeRole: statement 1 does not apply because its Action does not include sts:AssumeRole.",
    });
  });

  it("names the principals that it trusts in the reason", () => {
    expect(trustOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } })).toMatchObject({
      reason: expect.stringContaining('statement 1 trusts "Service":"ec2.amazonaws.com".') as string,
    });
  });

  it("allows nobody if it has only Deny statements", () => {
    expect(trustOf({ Effect: "Deny", Principal: { AWS: "333333333333" } })).toMatchObject({
      outcome: "not-allowed",
      reason: expect.stringContaining("it has no Allow statement.") as string,
    });
  });
});

describe("whatever the policies allow or deny", () => {
  const condition = fc.constantFrom(
    {},
    { StringEquals: { "test:key": "a" } },
    { StringNotEquals: { "test:key": "a" } },
    { StringLikeIfExists: { "test:key": "b*" } },
    { "ForAllValues:StringEquals": { "test:key": ["a", "b"] } },
    { Null: { "test:key": "true" } },
    { StringIs: { "test:key": "a" } },
    { StringEquals: { "test:key": "${aws:userid}" } },
  );
  const actions = fc.constantFrom("sts:AssumeRole", "STS:*", "*", "s3:GetObject", "sts:TagSession");
  const resources = fc.constantFrom(role, "*", roleArn("*", "dep?oy"), roleArn(MANAGEMENT, "other"));
  const statement = fc
    .record({
      Effect: fc.constantFrom("Allow", "Deny"),
      actions,
      resources,
      Condition: condition,
      notAction: fc.boolean(),
      notResource: fc.boolean(),
    })
    .map(({ actions, resources, notAction, notResource, ...rest }) => ({
      ...rest,
      [notAction ? "NotAction" : "Action"]: actions,
      [notResource ? "NotResource" : "Resource"]: resources,
    }));
  const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
  const context = fc.constantFrom<Request["context"][]>({}, { "test:key": "a" }, { "test:key": ["a", "c"] });

  it("an explicit deny in any of them wins", () => {
    fc.assert(
      fc.property(statements, fc.nat(4), context, (list, place, given) => {
        const withDeny = [...list.slice(0, place), deny(), ...list.slice(place)];
        expect(identity(withDeny, {}, { context: given }).outcome).toBe("denied");
      }),
    );
  });

  it("another Allow never turns allowed into refused", () => {
    fc.assert(
      fc.property(statements, statement, context, (list, more, given) => {
        const before = identity(list, {}, { context: given }).outcome;
        const after = identity([...list, { ...more, Effect: "Allow" }], {}, { context: given }).outcome;
        expect([before, after]).not.toEqual(["allowed", "not-allowed"]);
        expect(after === "denied").toBe(before === "denied");
      }),
    );
  });

  it("another Deny never turns refused into allowed", () => {
    fc.assert(
      fc.property(statements, statement, context, (list, more, given) => {
        fc.pre(identity(list, {}, { context: given }).outcome !== "allowed");
        expect(identity([...list, { ...more, Effect: "Deny" }], {}, { context: given }).outcome).not.toBe("allowed");
      }),
    );
  });

  it("a boundary or a session policy never allows more", () => {
    fc.assert(
      fc.property(statements, statements, context, (list, limits, given) => {
        const limit = identityPolicy("limit", ...limits);
        const free = identity(list, {}, { context: given }).outcome;
        for (const more of [{ permissionsBoundary: limit }, { sessionPolicies: [limit] }]) {
          expect([free, identity(list, more, { context: given }).outcome]).not.toEqual(["not-allowed", "allowed"]);
        }
      }),
    );
  });

  it("the order of the statements does not matter", () => {
    fc.assert(
      fc.property(statements, context, (list, given) => {
        const reversed = identity([...list].reverse(), {}, { context: given }).outcome;
        expect(reversed).toBe(identity(list, {}, { context: given }).outcome);
      }),
    );
  });

  it("a service has no identity policies to allow it anything", () => {
    expect(decideIdentity({ ...request, principal: ssm }, { identityPolicies: [] }).outcome).toBe("not-allowed");
  });
});
