/** The accounts, callers and trust policies that the tests of the IAM decisions share; the policies are those of the deployed roles. */
import { parseIdentityPolicy } from "../../../src/iam/decision/policy";
import type { Principal } from "../../../src/iam/decision/request";
import type { NamedPolicy } from "../../../src/iam/decision/statements";

export const MANAGEMENT = "111111111111";
export const APP_DEV = "222222222222";
export const ORGANIZATION = "o-fleetbook01";

export const roleArn = (accountId: string, name: string) => `arn:aws:iam::${accountId}:role/${name}`;

export function sessionOf(accountId: string, name: string, sessionName = "session"): Principal {
  return {
    kind: "role-session",
    roleArn: roleArn(accountId, name),
    sessionArn: `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`,
    accountId,
  };
}

export const userOf = (accountId: string, name: string): Principal => ({
  kind: "user",
  arn: `arn:aws:iam::${accountId}:user/${name}`,
  accountId,
});

export const rootOf = (accountId: string): Principal => ({
  kind: "root",
  arn: `arn:aws:iam::${accountId}:root`,
  accountId,
});

export const ssm: Principal = { kind: "service", name: "ssm.amazonaws.com" };

/** One statement as a policy document. */
export const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });

export function identityPolicy(name: string, ...statements: object[]): NamedPolicy {
  return { name, document: parseIdentityPolicy(document(...statements)) };
}

export const allowAll = identityPolicy("AdministratorAccess", { Effect: "Allow", Action: "*", Resource: "*" });

export const EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole";
export const ADMINISTRATION_ROLE = "AWS-SystemsManager-AutomationAdministrationRole";

export const administrationRoleTrust = document({
  Effect: "Allow",
  Principal: { Service: "ssm.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: { ArnLike: { "aws:SourceArn": "arn:aws:ssm:*:*:automation-execution/*" } },
});

/** Of the runbook role too. */
const trustedService = {
  Sid: "TrustAutomation",
  Effect: "Allow",
  Principal: { Service: "ssm.amazonaws.com" },
  Action: "sts:AssumeRole",
  Condition: {
    StringEquals: { "aws:SourceAccount": APP_DEV },
    ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${APP_DEV}:automation-execution/*` },
  },
};

export const executionRoleTrust = document(
  {
    Sid: "TrustAdministrationRole",
    Effect: "Allow",
    Principal: { AWS: roleArn(MANAGEMENT, ADMINISTRATION_ROLE) },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
  },
  trustedService,
);

export const runbookRoleTrust = document(trustedService);

export const instanceRoleTrust = document({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});

export const organizationAccountAccessTrust = document({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${MANAGEMENT}:root` },
  Action: "sts:AssumeRole",
});
