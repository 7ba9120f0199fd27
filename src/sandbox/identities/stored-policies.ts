/** Reads from moto what IAM decisions are based on: roles with their trust policies, and the policies of a caller. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  ListGroupsForUserCommand,
  ListUserTagsCommand,
  NoSuchEntityException,
  type IAMClient,
} from "@aws-sdk/client-iam";
import type { RoleSession, UserPrincipal } from "./principals";
import { attachedPolicies, inlinePolicies, type IdentityKind } from "./own-policies";
import type { UserBoundaries } from "./user-boundaries";
import type { PrincipalPolicies } from "../../iam/decision/decide";
import { parseIdentityPolicy, parseTrustPolicy, type TrustPolicy } from "../../iam/decision/policy";
import type { NamedPolicy } from "../../iam/decision/statements";

export interface StoredRole {
  readonly arn: string;
  readonly name: string;
  /** `AROA…` */
  readonly id: string;
  readonly accountId: string;
  readonly trustPolicy: TrustPolicy;
  readonly maxSessionSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** The IAM of one account. */
export type IamOf = (accountId: string) => IAMClient;

const DEFAULT_SESSION_SECONDS = 3600;

/** The role with exactly this ARN, including its path. Undefined if there is none. */
export async function findRole(iamOf: IamOf, arn: string): Promise<StoredRole | undefined> {
  const [, , , , accountId = "", resource = ""] = arn.split(":");
  const name = resource.split("/").at(-1) ?? "";
  const answer = await orUndefined(iamOf(accountId).send(new GetRoleCommand({ RoleName: name })));
  const role = answer?.Role;
  if (role?.Arn !== arn) return undefined;
  return {
    arn,
    name,
    id: role.RoleId ?? "",
    accountId,
    trustPolicy: parseTrustPolicy(decodeURIComponent(role.AssumeRolePolicyDocument ?? "")),
    maxSessionSeconds: role.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
    tags: record(role.Tags),
  };
}

/** Whether the user or role with this ARN exists. */
export async function principalExists(iamOf: IamOf, arn: string): Promise<boolean> {
  const [, , , , accountId = "", resource = ""] = arn.split(":");
  const [kind, ...rest] = resource.split("/");
  const name = rest.at(-1);
  if (kind === "role") {
    const answer = await orUndefined(iamOf(accountId).send(new GetRoleCommand({ RoleName: name })));
    return answer?.Role?.Arn === arn;
  }
  const answer = await orUndefined(iamOf(accountId).send(new GetUserCommand({ UserName: name })));
  return answer?.User?.Arn === arn;
}

/**
 * All policies of a user: inline and attached ones, those of its groups, and its permissions boundary.
 * @throws NoSuchEntityException
 */
export async function userPolicies(
  iamOf: IamOf,
  boundaries: UserBoundaries,
  user: UserPrincipal,
): Promise<PrincipalPolicies> {
  const iam = iamOf(user.accountId);
  const { Groups: groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName: user.userName }));
  const policies = await Promise.all([
    policiesOf(iam, "user", user.userName),
    ...groups.map(({ GroupName = "" }) => policiesOf(iam, "group", GroupName)),
  ]);
  return withBoundary(iam, policies.flat(), boundaries.of(user.userId));
}

export async function userTags(iamOf: IamOf, user: UserPrincipal): Promise<Record<string, string>> {
  const answer = await orUndefined(iamOf(user.accountId).send(new ListUserTagsCommand({ UserName: user.userName })));
  return record(answer?.Tags);
}

/** All policies of a session: the role's policies, its permissions boundary and the session policies. */
export async function sessionPolicies(iamOf: IamOf, session: RoleSession): Promise<PrincipalPolicies> {
  return { ...(await rolePolicies(iamOf, session)), sessionPolicies: ownPolicies(session) };
}

/** The session policies that limit a session. */
export function ownPolicies(session: RoleSession): readonly NamedPolicy[] {
  return session.sessionPolicies.map((document, index) => ({
    name: `session policy ${String(index + 1)}`,
    document: parseIdentityPolicy(document),
  }));
}

/** The policies of every session of a role: its inline and attached policies, and its permissions boundary. */
export async function rolePolicies(
  iamOf: IamOf,
  role: Pick<RoleSession, "accountId" | "roleName">,
): Promise<PrincipalPolicies> {
  const iam = iamOf(role.accountId);
  const [policies, about] = await Promise.all([
    policiesOf(iam, "role", role.roleName),
    iam.send(new GetRoleCommand({ RoleName: role.roleName })),
  ]);
  return withBoundary(iam, policies, about.Role?.PermissionsBoundary?.PermissionsBoundaryArn);
}

/** The default version of a managed policy, as JSON. Undefined if there is no such policy. */
export async function managedPolicyJson(iam: IAMClient, arn: string): Promise<string | undefined> {
  const policy = (await orUndefined(iam.send(new GetPolicyCommand({ PolicyArn: arn }))))?.Policy;
  if (policy === undefined) return undefined;
  const version = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy.DefaultVersionId ?? "v1" }),
  );
  return decodeURIComponent(version.PolicyVersion?.Document ?? "");
}

/** The inline and attached policies of one role, user or group. @throws NoSuchEntityException */
async function policiesOf(iam: IAMClient, kind: IdentityKind, owner: string): Promise<NamedPolicy[]> {
  const [inline, attached] = await Promise.all([inlinePolicies(iam, kind, owner), attachedPolicies(iam, kind, owner)]);
  const managed = await Promise.all(attached.map((arn) => managedPolicy(iam, arn)));
  const own = [...inline].map(([name, json]) => ({
    name: `identity policy ${name}`,
    document: parseIdentityPolicy(json),
  }));
  return [...own, ...managed];
}

async function withBoundary(
  iam: IAMClient,
  identityPolicies: readonly NamedPolicy[],
  boundaryArn: string | undefined,
): Promise<PrincipalPolicies> {
  return boundaryArn === undefined
    ? { identityPolicies }
    : { identityPolicies, permissionsBoundary: await managedPolicy(iam, boundaryArn) };
}

/** A managed policy of AWS or of the account. */
export async function managedPolicy(iam: IAMClient, arn: string): Promise<NamedPolicy> {
  const json = await managedPolicyJson(iam, arn);
  // A policy that is attached but cannot be read allows nothing.
  return json === undefined
    ? { name: arn, document: { version: "2012-10-17", statements: [] } }
    : { name: `policy ${arn}`, document: parseIdentityPolicy(json) };
}

function record(tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] = []) {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** The answer, or undefined if IAM has no such entity. */
export async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}
