/** The roles of Automation in IAM: who may assume them, under which conditions, and what they may do. */
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesCommand,
  ListRolesCommand,
  NoSuchEntityException,
} from "@aws-sdk/client-iam";
import {
  administrationRoleArn,
  ADMINISTRATION_ROLE_NAME,
  awsManagedPolicyArn,
  READER_ROLE_NAME,
  standardExecutionRoleName,
} from "../../fleet/names";
import { equals, type CheckContext, type Fact } from "./check";

/** The administration role trusts only Systems Manager, for the administrator account's executions. */
export async function administrationRole({ fleet, account, access }: CheckContext): Promise<readonly Fact[]> {
  const iam = new IAMClient(access());
  return [
    equals(
      account,
      "administration role trusts Systems Manager, for this account only",
      await trustPolicy(iam, ADMINISTRATION_ROLE_NAME),
      [
        {
          Effect: "Allow",
          Principal: { Service: "ssm.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: { "aws:SourceArn": `arn:${fleet.partition}:ssm:*:${account.id}:automation-execution/*` },
          },
        },
      ],
    ),
  ];
}

/** An account's execution role trusts the administration role within the organization, and Systems Manager in this account. */
export async function executionRole({ fleet, account, access }: CheckContext): Promise<readonly Fact[]> {
  const iam = new IAMClient(access());
  const name = standardExecutionRoleName(account);
  const [trust, attached, inline] = await Promise.all([
    trustPolicy(iam, name),
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name })),
    iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: "ExecutionPolicy" })),
  ]);
  const passRole = statements(inline.PolicyDocument).find((statement) =>
    [statement.Action].flat().includes("iam:PassRole"),
  );
  return [
    equals(account, "execution role trusts only the administration role and Systems Manager", trust, [
      {
        Effect: "Allow",
        Principal: { AWS: administrationRoleArn(fleet) },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:PrincipalOrgID": fleet.organization.id } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "ssm.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": account.id },
          ArnLike: { "aws:SourceArn": `arn:${fleet.partition}:ssm:*:${account.id}:automation-execution/*` },
        },
      },
    ]),
    equals(
      account,
      `execution role has ${account.amazonSSMAutomationRole ? "the" : "no"} AWS managed policy for Automation`,
      attached.AttachedPolicies?.some(
        ({ PolicyArn }) => PolicyArn === awsManagedPolicyArn(fleet, "service-role/AmazonSSMAutomationRole"),
      ),
      account.amazonSSMAutomationRole,
    ),
    equals(
      account,
      "execution role may pass itself and no other role",
      passRole?.Resource,
      `arn:${fleet.partition}:iam::${account.id}:role/${name}`,
    ),
  ];
}

/** An account's reader role trusts the named principals. */
export async function readerRole({ fleet, account, access }: CheckContext): Promise<readonly Fact[]> {
  const trust = await trustPolicy(new IAMClient(access()), READER_ROLE_NAME);
  return [
    equals(account, "reader role trusts only the named readers in this organization", trust, [
      {
        Effect: "Allow",
        Principal: { AWS: fleet.readerPrincipalArns },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:PrincipalOrgID": fleet.organization.id } },
      },
    ]),
  ];
}

/** The beginnings of the names of all roles that a fleet deploys. */
const DEPLOYED_ROLES = /^(AWS-SystemsManager-Automation|Fleetbook)/;

/** None of the deployment's roles is left, and no instance profile. */
export async function noRoles({ account, access }: CheckContext): Promise<readonly Fact[]> {
  const iam = new IAMClient(access());
  const [{ Roles }, { InstanceProfiles }] = await Promise.all([
    iam.send(new ListRolesCommand({ MaxItems: 1000 })),
    iam.send(new ListInstanceProfilesCommand({ MaxItems: 1000 })),
  ]);
  const names = [
    ...(Roles ?? []).map(({ RoleName }) => RoleName ?? ""),
    ...(InstanceProfiles ?? []).map(({ InstanceProfileName }) => InstanceProfileName ?? ""),
  ];
  const left = names.filter((name) => DEPLOYED_ROLES.test(name));
  return [equals(account, "no role and no instance profile is left", left, [])];
}

interface Statement {
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

function statements(policy: string | undefined): readonly Statement[] {
  return (JSON.parse(decodeURIComponent(policy ?? "%7B%22Statement%22%3A%5B%5D%7D")) as { Statement: Statement[] })
    .Statement;
}

/** The statements of a role's trust policy, without their ids; undefined if there is no such role. */
async function trustPolicy(iam: IAMClient, name: string): Promise<readonly object[] | undefined> {
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    return statements(Role?.AssumeRolePolicyDocument).map((statement) =>
      Object.fromEntries(Object.entries(statement).filter(([key]) => key !== "Sid")),
    );
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}
