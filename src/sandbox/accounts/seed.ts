/**
 * Creates what an organization's account has before the first deployment: the deploy role that AWS Organizations creates
 * in each member account, the principals that the fleet names as readers, and a user in an account without either.
 */
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  GetUserCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { findAccount, type Fleet } from "../../fleet/model";
import { awsManagedPolicyArn, ORGANIZATIONS_ROLE_NAME, roleArn } from "../../fleet/names";
import { bootstrapSession, type RoleSession as AssumedSession } from "../../fleet/role-session";
import type { Credentials, PrincipalTable, RoleSession, UserPrincipal } from "../identities/principals";
import { findRole, type IamOf } from "../identities/stored-policies";
import { userIdOf } from "../identities/user-ids";
import type { Operator } from "./first-touch";
import { accountInOrganization } from "./organization-paths";

/** The IAM user of accounts for which the fleet names no role or user. */
const OPERATOR_USER_NAME = "fleetbook-operator";
const SESSION_NAME = "fleetbook-sandbox";

export interface SeedOptions {
  readonly fleet: Fleet;
  readonly principals: PrincipalTable;
  readonly iamOf: IamOf;
  /** Name of the role that a caller of Organizations has asked for. @default Organizations' own */
  readonly createdRole?: string | undefined;
}

/**
 * Seeds an account of the fleet. What an earlier attempt has made is kept.
 * @returns a function that gives the credentials of an administrator: the first reader in its own account, the deploy role in
 * other accounts that have one, and an administrator user in the rest (the management account, accounts outside the
 * organization).
 */
export async function seedAccount(options: SeedOptions, accountId: string): Promise<Operator> {
  const { fleet, iamOf, createdRole } = options;
  const iam = iamOf(accountId);
  const deployRole = existingDeployRole(fleet, accountId, createdRole);
  const deployArn = deployRole?.arn;
  if (deployRole !== undefined) await createAdministrators(fleet, iam, deployRole, fleet.managementAccount.id);

  const [first] = await Promise.all(
    principalsIn(fleet, accountId).map(async (reader): Promise<Operator> => {
      if (isUser(reader)) return createUser(options, iam, reader);
      if (reader !== deployArn) await createAdministrators(fleet, iam, { arn: reader }, accountId);
      return () => session(options, reader);
    }),
  );
  if (first !== undefined) return first;
  return deployArn === undefined || accountId === fleet.managementAccount.id
    ? createUser(options, iam, `arn:${fleet.partition}:iam::${accountId}:user/${OPERATOR_USER_NAME}`)
    : () => session(options, deployArn);
}

/** What decides how an account is seeded. */
export function seedKey(fleet: Fleet, accountId: string): string {
  return JSON.stringify([existingDeployRole(fleet, accountId), principalsIn(fleet, accountId)]);
}

/** The role with which everything begins: the deploy role, or the one that creates it. */
function existingDeployRole(
  fleet: Fleet,
  accountId: string,
  createdRole = ORGANIZATIONS_ROLE_NAME,
): DeployRole | undefined {
  const account = findAccount(fleet, accountId);
  if (account !== undefined) return bootstrapSession(fleet, account);
  // Organizations makes its role in every account that it creates, whether the fleet has the account or not.
  return accountInOrganization(fleet, accountId) && { arn: roleArn(fleet, accountId, createdRole) };
}

type DeployRole = Pick<AssumedSession, "arn" | "externalId" | "tags">;

/** The readers and approvers of the fleet that are in the account. */
function principalsIn(fleet: Fleet, accountId: string): readonly string[] {
  return [...new Set([...fleet.readerPrincipalArns, ...fleet.approverPrincipalArns])].filter(
    (arn) => accountOf(arn) === accountId,
  );
}

/** Creates a role with administrator access that trusts an account, for sessions of this kind. */
async function createAdministrators(
  fleet: Fleet,
  iam: IAMClient,
  { arn, externalId, tags }: DeployRole,
  trustedAccount: string,
): Promise<void> {
  const RoleName = nameOf(arn);
  await unlessItExists(
    iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: pathOf(arn),
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: `arn:${fleet.partition}:iam::${trustedAccount}:root` },
              Action: tags === undefined ? "sts:AssumeRole" : ["sts:AssumeRole", "sts:TagSession"],
              ...(externalId !== undefined && { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
            },
          ],
        }),
      }),
    ),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: administratorAccess(fleet) }));
}

async function createUser(options: SeedOptions, iam: IAMClient, arn: string): Promise<Operator> {
  const UserName = nameOf(arn);
  await unlessItExists(iam.send(new CreateUserCommand({ UserName, Path: pathOf(arn) })));
  const { User: created } = await iam.send(new GetUserCommand({ UserName }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: administratorAccess(options.fleet) }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const user: UserPrincipal = {
    type: "User",
    accountId: accountOf(arn),
    arn,
    userName: UserName,
    userId: userIdOf(created?.UserId),
  };
  const credentials = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  options.principals.addAccessKey(credentials.accessKeyId, user);
  return () => Promise.resolve(credentials);
}

async function session({ fleet, principals, iamOf }: SeedOptions, arn: string): Promise<Credentials> {
  const role = await findRole(iamOf, arn);
  const session: RoleSession = {
    type: "AssumedRole",
    accountId: accountOf(arn),
    arn: `arn:${fleet.partition}:sts::${accountOf(arn)}:assumed-role/${nameOf(arn)}/${SESSION_NAME}`,
    roleName: nameOf(arn),
    roleArn: arn,
    roleId: role?.id ?? "",
    sessionName: SESSION_NAME,
    sessionPolicies: [],
    tags: {},
    sourceIdentity: undefined,
  };
  return principals.issue(session);
}

async function unlessItExists(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  }
}

function administratorAccess(fleet: Fleet): string {
  return awsManagedPolicyArn(fleet, "AdministratorAccess");
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

function isUser(arn: string): boolean {
  return arn.includes(":user/");
}

function nameOf(arn: string): string {
  return arn.split("/").at(-1) ?? "";
}

/** The IAM path of an ARN's entity: `/`, or the part between `user` or `role` and the name. */
function pathOf(arn: string): string {
  const segments = arn.split("/").slice(1, -1);
  return segments.length === 0 ? "/" : `/${segments.join("/")}/`;
}
