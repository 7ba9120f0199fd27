import { decideAssumeRole } from "../../../src/iam/decision/assume-role";
import type { PrincipalPolicies } from "../../../src/iam/decision/decide";
import { parseTrustPolicy } from "../../../src/iam/decision/policy";
import type { Principal, RequestContext } from "../../../src/iam/decision/request";
import {
  ADMINISTRATION_ROLE,
  administrationRoleTrust,
  allowAll,
  APP_DEV,
  document,
  EXECUTION_ROLE,
  executionRoleTrust,
  identityPolicy,
  instanceRoleTrust,
  MANAGEMENT,
  ORGANIZATION,
  organizationAccountAccessTrust,
  roleArn,
  rootOf,
  runbookRoleTrust,
  sessionOf,
  ssm,
  userOf,
} from "./fixtures";

const APP_PROD = "444444444444";
const PARTNER = "555555555555";
const none: PrincipalPolicies = { identityPolicies: [] };
const administrator: PrincipalPolicies = { identityPolicies: [allowAll] };

/** A role of an account, with functions that tell who may assume it. */
function roleOf(accountId: string, name: string, trust: object) {
  const role = { arn: roleArn(accountId, name), accountId, trustPolicy: parseTrustPolicy(trust) };
  return {
    ask: (caller: Principal, policies: PrincipalPolicies, context: RequestContext = {}) =>
      decideAssumeRole(caller, policies, role, context),
    allows: (caller: Principal, policies: PrincipalPolicies, context: RequestContext = {}) =>
      decideAssumeRole(caller, policies, role, context).allowed,
  };
}

const executionOf = (accountId: string) => `arn:aws:ssm:ap-northeast-1:${accountId}:automation-execution/0a1b2c3d`;
const trusting = (Principal: unknown, rest: object = {}) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...rest,
});

describe("the administration role", () => {
  const role = roleOf(MANAGEMENT, ADMINISTRATION_ROLE, administrationRoleTrust);

  it("can be assumed by Systems Manager for an automation execution", () => {
    expect(role.allows(ssm, none, { "aws:SourceArn": executionOf(MANAGEMENT) })).toBe(true);
  });

  it("cannot be assumed by Systems Manager for anything but an automation execution", () => {
    const association = `arn:aws:ssm:ap-northeast-1:${MANAGEMENT}:association/0a1b2c3d`;
    expect(role.allows(ssm, none, { "aws:SourceArn": association })).toBe(false);
  });

  it("cannot be assumed by Systems Manager without aws:SourceArn", () => {
    expect(role.allows(ssm, none)).toBe(false);
  });

  it("cannot be assumed by another service", () => {
    const ec2: Principal = { kind: "service", name: "ec2.amazonaws.com" };
    expect(role.allows(ec2, none, { "aws:SourceArn": executionOf(MANAGEMENT) })).toBe(false);
  });

  it("cannot be assumed by an administrator of its own account, because its trust policy does not name one", () => {
    const decision = role.ask(userOf(MANAGEMENT, "admin"), administrator, { "aws:SourceArn": executionOf(MANAGEMENT) });
    expect(decision).toEqual({
      allowed: false,
      reason:
        `The trust policy of ${roleArn(MANAGEMENT, ADMINISTRATION_ROLE)} has no statement that allows ` +
        `arn:aws:iam::${MANAGEMENT}:user/admin to perform sts:AssumeRole: ` +
        'statement 1 trusts "Service":"ssm.amazonaws.com".',
    });
  });

  it("cannot be assumed for another account's execution if its condition names its own account", () => {
    const strict = roleOf(
      MANAGEMENT,
      ADMINISTRATION_ROLE,
      document(
        trusting(
          { Service: "ssm.amazonaws.com" },
          { Condition: { ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${MANAGEMENT}:automation-execution/*` } } },
        ),
      ),
    );
    expect(strict.allows(ssm, none, { "aws:SourceArn": executionOf(MANAGEMENT) })).toBe(true);
    expect(strict.allows(ssm, none, { "aws:SourceArn": executionOf(APP_PROD) })).toBe(false);
  });
});

describe("the execution role of a member account", () => {
  const role = roleOf(APP_DEV, EXECUTION_ROLE, executionRoleTrust);
  const administrationRole = sessionOf(MANAGEMENT, ADMINISTRATION_ROLE, "Automation");
  const assumeExecutionRoles: PrincipalPolicies = {
    identityPolicies: [
      identityPolicy("AssumeRole-AWSSystemsManagerAutomationExecutionRole", {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: roleArn("*", EXECUTION_ROLE),
      }),
    ],
  };
  const inOrganization = { "aws:PrincipalOrgID": ORGANIZATION };

  it("can be assumed by the administration role of the same organization", () => {
    expect(role.ask(administrationRole, assumeExecutionRoles, inOrganization)).toEqual({
      allowed: true,
      reason: `The trust policy of ${roleArn(APP_DEV, EXECUTION_ROLE)} allows the caller's role.`,
    });
  });

  it("does not trust another organization", () => {
    expect(role.ask(administrationRole, assumeExecutionRoles, { "aws:PrincipalOrgID": "o-elsewhere01" })).toEqual({
      allowed: false,
      reason:
        `The trust policy of ${roleArn(APP_DEV, EXECUTION_ROLE)} has no statement that allows ` +
        `arn:aws:sts::${MANAGEMENT}:assumed-role/${ADMINISTRATION_ROLE}/Automation to perform sts:AssumeRole: ` +
        "statement 1 (TrustAdministrationRole) does not apply because its condition StringEquals aws:PrincipalOrgID " +
        `expects "${ORGANIZATION}", the request has "o-elsewhere01"; ` +
        'statement 2 (TrustAutomation) trusts "Service":"ssm.amazonaws.com".',
    });
  });

  it("does not trust an account outside any organization", () => {
    expect(role.allows(administrationRole, assumeExecutionRoles)).toBe(false);
  });

  it("does not trust a role of another account or with a similar name", () => {
    const similar = [
      sessionOf(PARTNER, ADMINISTRATION_ROLE),
      sessionOf(MANAGEMENT, `${ADMINISTRATION_ROLE}2`),
      sessionOf(MANAGEMENT, ADMINISTRATION_ROLE.slice(0, -1)),
      sessionOf(MANAGEMENT, ADMINISTRATION_ROLE.toLowerCase()),
      sessionOf(MANAGEMENT, `service-role/${ADMINISTRATION_ROLE}`),
      userOf(MANAGEMENT, ADMINISTRATION_ROLE),
    ];
    expect(similar.filter((caller) => role.allows(caller, administrator, inOrganization))).toEqual([]);
  });

  it("does not trust an administrator of the management account or of its own account", () => {
    expect(role.allows(sessionOf(MANAGEMENT, "Administrator"), administrator, inOrganization)).toBe(false);
    expect(role.allows(sessionOf(APP_DEV, "OrganizationAccountAccessRole"), administrator, inOrganization)).toBe(false);
  });

  it("cannot be assumed by an administration role whose own policy does not allow it", () => {
    const elsewhere = identityPolicy("inline", {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: roleArn(APP_PROD, EXECUTION_ROLE),
    });
    const decision = role.ask(administrationRole, { identityPolicies: [elsewhere] }, inOrganization);
    expect(decision).toEqual({
      allowed: false,
      reason:
        `No statement of the identity policies of arn:aws:sts::${MANAGEMENT}:assumed-role/${ADMINISTRATION_ROLE}/Automation ` +
        `allows sts:AssumeRole on ${roleArn(APP_DEV, EXECUTION_ROLE)}: statement 1 of inline does not apply because ` +
        `its Resource does not include ${roleArn(APP_DEV, EXECUTION_ROLE)}.`,
    });
  });

  it("names both policies in the refusal if both refuse", () => {
    const { reason } = role.ask(administrationRole, none, {});
    expect(reason).toContain(`The trust policy of ${roleArn(APP_DEV, EXECUTION_ROLE)}`);
    expect(reason).toContain(`No statement of the identity policies of arn:aws:sts::${MANAGEMENT}`);
  });

  it("can be assumed by Systems Manager for an execution of its own account", () => {
    const context = { "aws:SourceAccount": APP_DEV, "aws:SourceArn": executionOf(APP_DEV) };
    expect(role.allows(ssm, none, context)).toBe(true);
  });

  it.each([
    ["another source account", { "aws:SourceAccount": APP_PROD, "aws:SourceArn": executionOf(APP_DEV) }],
    ["an execution of another account", { "aws:SourceAccount": APP_DEV, "aws:SourceArn": executionOf(APP_PROD) }],
    ["no source account", { "aws:SourceArn": executionOf(APP_DEV) }],
    ["no source ARN", { "aws:SourceAccount": APP_DEV }],
    ["nothing but the organization", inOrganization],
  ])("cannot be assumed by Systems Manager for %s", (_, context) => {
    expect(role.allows(ssm, none, context)).toBe(false);
  });
});

describe("a runbook role", () => {
  const role = roleOf(APP_DEV, "fleetbook-CreateAndShareAmiRunbookRole", runbookRoleTrust);
  const context = { "aws:SourceAccount": APP_DEV, "aws:SourceArn": executionOf(APP_DEV) };

  it("can be assumed by Systems Manager only in its own account", () => {
    expect(role.allows(ssm, none, context)).toBe(true);
    expect(role.allows(ssm, none, { ...context, "aws:SourceAccount": PARTNER })).toBe(false);
    expect(role.allows(ssm, none, { ...context, "aws:SourceArn": executionOf(PARTNER) })).toBe(false);
  });

  it("cannot be assumed by a user, even with the same context", () => {
    expect(role.allows(userOf(APP_DEV, "admin"), administrator, context)).toBe(false);
    expect(role.allows(sessionOf(MANAGEMENT, ADMINISTRATION_ROLE), administrator, context)).toBe(false);
  });
});

describe("the role of an EC2 instance", () => {
  const role = roleOf(APP_DEV, "instance", instanceRoleTrust);

  it("can be assumed by EC2 and by no other service", () => {
    expect(role.allows({ kind: "service", name: "ec2.amazonaws.com" }, none)).toBe(true);
    expect(role.allows(ssm, none)).toBe(false);
    expect(role.allows({ kind: "service", name: "ec2.amazonaws.com.cn" }, none)).toBe(false);
  });
});

describe("OrganizationAccountAccessRole", () => {
  const role = roleOf(APP_DEV, "OrganizationAccountAccessRole", organizationAccountAccessTrust);

  it("can be assumed by principals that the management account's policies allow to do so", () => {
    expect(role.allows(userOf(MANAGEMENT, "admin"), administrator)).toBe(true);
    expect(role.allows(sessionOf(MANAGEMENT, "deploy"), administrator)).toBe(true);
  });

  it("cannot be assumed by other principals of the management account", () => {
    expect(role.allows(userOf(MANAGEMENT, "intern"), none)).toBe(false);
  });

  it("cannot be assumed from any account but the management account, not even its own", () => {
    expect(role.allows(userOf(PARTNER, "admin"), administrator)).toBe(false);
    expect(role.allows(userOf(APP_DEV, "admin"), administrator)).toBe(false);
  });

  it("cannot be assumed by a service", () => {
    expect(role.allows(ssm, none)).toBe(false);
  });

  it("cannot be assumed by a root user, like every role", () => {
    expect(role.ask(rootOf(MANAGEMENT), administrator)).toEqual({
      allowed: false,
      reason: expect.stringMatching(/^Roles may not be assumed by root accounts\./) as string,
    });
  });
});

describe("AssumeRole within one account", () => {
  const alice = userOf(APP_DEV, "alice");
  const operator = sessionOf(APP_DEV, "operator", "alice");
  const nothing = identityPolicy("boundary", { Effect: "Allow", Action: "s3:*", Resource: "*" });
  const named = (arn: string) => roleOf(APP_DEV, "target", document(trusting({ AWS: arn })));
  const byUser = named(`arn:aws:iam::${APP_DEV}:user/alice`);
  const bySession = named(`arn:aws:sts::${APP_DEV}:assumed-role/operator/alice`);
  const byRole = named(roleArn(APP_DEV, "operator"));
  const byAccount = named(APP_DEV);
  const byAnyone = roleOf(APP_DEV, "target", document(trusting("*")));

  it("needs only a trust policy that names the principal", () => {
    expect(byUser.allows(alice, none)).toBe(true);
    expect(bySession.allows(operator, none)).toBe(true);
    expect(byRole.allows(operator, none)).toBe(true);
    expect(byAnyone.allows(alice, none)).toBe(true);
  });

  it("needs the caller's policies too if the trust policy names the account", () => {
    expect(byAccount.allows(alice, none)).toBe(false);
    expect(byAccount.allows(alice, administrator)).toBe(true);
  });

  it("is limited by a permissions boundary if a role or account is trusted, but not if a user or session is", () => {
    const bounded = { ...administrator, permissionsBoundary: nothing };
    expect(byUser.allows(alice, bounded)).toBe(true);
    expect(bySession.allows(operator, bounded)).toBe(true);
    expect(byRole.allows(operator, bounded)).toBe(false);
    expect(byAccount.allows(alice, bounded)).toBe(false);
  });

  it("is limited by a session policy if the role is trusted, but not if the session is", () => {
    const limited = { ...administrator, sessionPolicies: [nothing] };
    expect(byRole.ask(operator, limited)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining("No statement of the session policies") as string,
    });
    expect(bySession.allows(operator, limited)).toBe(true);
  });

  it("is denied by an explicit deny in the caller's policies, whatever the trust policy allows", () => {
    const denied = {
      identityPolicies: [allowAll, identityPolicy("guard", { Effect: "Deny", Action: "sts:*", Resource: "*" })],
    };
    expect(byUser.ask(alice, denied)).toEqual({
      allowed: false,
      reason:
        `There is an explicit deny in statement 1 of guard for arn:aws:iam::${APP_DEV}:user/alice ` +
        `to perform sts:AssumeRole on ${roleArn(APP_DEV, "target")}.`,
    });
  });

  it("lets a role assume itself only if it trusts itself", () => {
    const self = sessionOf(APP_DEV, "target");
    expect(byUser.allows(self, administrator)).toBe(false);
    expect(named(roleArn(APP_DEV, "target")).allows(self, none)).toBe(true);
  });

  it("does not mention the caller's policies if the trust policy refuses", () => {
    expect(byRole.ask(alice, none).reason).not.toContain("identity policies");
  });
});

describe("AssumeRole across accounts", () => {
  const alice = userOf(MANAGEMENT, "alice");
  const anyone = roleOf(APP_DEV, "target", document(trusting({ AWS: "*" })));

  it("needs the caller's policies too, even if the principal itself or everybody is trusted", () => {
    const named = roleOf(APP_DEV, "target", document(trusting({ AWS: `arn:aws:iam::${MANAGEMENT}:user/alice` })));
    for (const role of [named, anyone]) {
      expect(role.allows(alice, none)).toBe(false);
      expect(role.allows(alice, administrator)).toBe(true);
    }
  });

  it("can be limited to the organization by a condition", () => {
    const condition = { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } };
    const role = roleOf(APP_DEV, "target", document(trusting("*", { Condition: condition })));
    expect(role.allows(alice, administrator, { "aws:PrincipalOrgID": ORGANIZATION })).toBe(true);
    expect(role.allows(alice, administrator)).toBe(false);
    const lax = roleOf(
      APP_DEV,
      "target",
      document(trusting("*", { Condition: { StringEqualsIfExists: condition.StringEquals } })),
    );
    expect(lax.allows(alice, administrator)).toBe(true);
    expect(lax.allows(alice, administrator, { "aws:PrincipalOrgID": "o-elsewhere01" })).toBe(false);
  });

  it("is not allowed to services by a trust policy that trusts everybody", () => {
    expect(anyone.allows(ssm, none)).toBe(false);
  });

  it("must be allowed by the caller's permissions boundary too", () => {
    const permissionsBoundary = identityPolicy("boundary", { Effect: "Allow", Action: "s3:*", Resource: "*" });
    expect(anyone.allows(alice, { ...administrator, permissionsBoundary })).toBe(false);
  });

  it("is denied by an explicit deny in the trust policy, for a service too", () => {
    const deny = {
      Sid: "OnlyOrganization",
      Effect: "Deny",
      Principal: "*",
      Action: "sts:AssumeRole",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
    };
    const role = roleOf(APP_DEV, "target", document(trusting({ AWS: MANAGEMENT, Service: "ssm.amazonaws.com" }), deny));
    expect(role.allows(alice, administrator, { "aws:PrincipalOrgID": ORGANIZATION })).toBe(true);
    expect(role.ask(alice, administrator).reason).toContain("explicit deny in statement 2 (OnlyOrganization)");
    expect(role.allows(ssm, none)).toBe(false);
  });

  it("is denied by NotPrincipal to all but the principal that it names together with its account", () => {
    const role = roleOf(
      APP_DEV,
      "target",
      document(trusting("*"), {
        Effect: "Deny",
        NotPrincipal: { AWS: [`arn:aws:iam::${MANAGEMENT}:user/alice`, MANAGEMENT] },
        Action: "sts:AssumeRole",
      }),
    );
    expect(role.allows(alice, administrator)).toBe(true);
    expect(role.allows(userOf(MANAGEMENT, "bob"), administrator)).toBe(false);
    expect(role.allows(alice, { ...administrator, permissionsBoundary: allowAll })).toBe(false);
  });

  it("is refused by an unknown condition operator, which the reason names", () => {
    const role = roleOf(
      APP_DEV,
      "target",
      document(trusting("*", { Condition: { StringIs: { "aws:username": "alice" } } })),
    );
    expect(role.ask(alice, administrator).reason).toContain(
      "StringIs aws:username has an operator that the sandbox does not know",
    );
  });
});
