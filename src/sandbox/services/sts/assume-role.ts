/**
 * Decides AssumeRole by the role's trust policy and the caller's permissions, as AWS does. moto lets anybody assume any
 * role. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import type { Fleet } from "../../../fleet/model";
import { requesterOf } from "../../authorization/call";
import { connectionContext, decidedPrincipal, prefixed } from "../../authorization/caller-context";
import { callerContext, organizationOfResource } from "../../authorization/context";
import { tagContext } from "../../authorization/request-tags";
import type { Credentials, Principal, PrincipalTable, RoleSession } from "../../identities/principals";
import type { UserBoundaries } from "../../identities/user-boundaries";
import { decideAssumeRole, type AssumeAction } from "../../../iam/decision/assume-role";
import type { PrincipalPolicies } from "../../../iam/decision/decide";
import type { RequestContext } from "../../../iam/decision/request";
import { AwsError } from "../../protocol/aws-error";
import {
  findRole,
  orUndefined,
  sessionPolicies,
  userPolicies,
  userTags,
  type IamOf,
  type StoredRole,
} from "../../identities/stored-policies";

export interface Sts {
  readonly fleet: Fleet;
  readonly principals: PrincipalTable;
  readonly iamOf: IamOf;
  readonly boundaries: UserBoundaries;
  /** Whether the fleet has had the account and has it no more. */
  readonly isClosed: (accountId: string) => boolean;
}

/** The refusal of whatever the users and sessions of a closed account ask. */
export function closedAccount(accountId: string): AwsError {
  return new AwsError("AccessDenied", whyClosed(accountId), 403);
}

function whyClosed(accountId: string): string {
  return `The account ${accountId} is closed: the fleet file has it no more.`;
}

/** The parameters of a requested session, whose format is already checked. */
export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** The Region whose endpoint is asked. @default the fleet's home Region */
  readonly region?: string;
  /** @default one hour, as on AWS */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  /** JSON documents. */
  readonly sessionPolicies?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Keys of the tags that go along into sessions of further roles. */
  readonly transitiveTagKeys?: readonly string[];
}

export interface AssumedRole {
  readonly credentials: Required<Credentials>;
  readonly session: RoleSession;
  readonly durationSeconds: number;
}

const DEFAULT_DURATION_SECONDS = 3600;

/** A caller assumes a role. @throws AwsError AccessDenied with the reason, ValidationError. */
export async function assumeRole(sts: Sts, caller: Principal, parameters: SessionRequest): Promise<AssumedRole> {
  const role = await roleFor(sts, caller.arn, parameters.roleArn);

  const asked = continued(caller, parameters);
  const policies = await policiesOf(sts, caller);
  const requester = requesterOf(caller, asked.region ?? sts.fleet.homeRegion);
  const tags = await principalTags(sts.iamOf, caller);
  const context = {
    ...callerContext(sts.fleet, requester, "sts:AssumeRole", tags, new Date()),
    ...requestContext(sts.fleet, asked, role),
  };
  for (const action of actionsOf(asked, parameters)) {
    const decision = decideAssumeRole(decidedPrincipal(caller), policies, role, context, action);
    if (!decision.allowed) throw accessDenied(caller.arn, role.arn, decision.reason, action);
  }
  checkDuration(parameters, role, caller.type === "AssumedRole");
  return openSession(sts, role, asked);
}

/**
 * The request with what the caller's own session hands on: its source identity and its transitive tags, neither of which a
 * request can change.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
function continued(caller: Principal, asked: SessionRequest): SessionRequest {
  if (caller.type === "User") return asked;
  const { sourceIdentity = asked.sourceIdentity, transitiveTagKeys: inherited = [] } = caller;
  if (asked.sourceIdentity !== undefined && asked.sourceIdentity !== sourceIdentity) {
    const reason = `The session has the source identity ${sourceIdentity ?? ""}, which cannot be changed.`;
    throw accessDenied(caller.arn, asked.roleArn, reason, "sts:SetSourceIdentity");
  }
  const taken = Object.keys(asked.tags ?? {}).find((key) => inherited.some((other) => sameKey(other, key)));
  if (taken !== undefined) {
    throw new AwsError(
      "InvalidParameterValue",
      `The tag ${taken} is a transitive tag of the caller's session, which a request cannot override.`,
    );
  }
  const handedOn = Object.fromEntries(inherited.map((key) => [key, caller.tags[key] ?? ""]));
  return {
    ...asked,
    sourceIdentity,
    tags: { ...handedOn, ...asked.tags },
    transitiveTagKeys: [...inherited, ...(asked.transitiveTagKeys ?? [])],
  };
}

/** Keys of tags that differ in case alone are the same key. */
function sameKey(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What the caller needs: session tags that the request itself passes, and every source identity, have actions of their own. */
function actionsOf({ sourceIdentity }: SessionRequest, { tags = {} }: SessionRequest): readonly AssumeAction[] {
  return [
    "sts:AssumeRole",
    ...(Object.keys(tags).length > 0 ? (["sts:TagSession"] as const) : []),
    ...(sourceIdentity === undefined ? [] : (["sts:SetSourceIdentity"] as const)),
  ];
}

/** The condition keys that AWS sets when a service assumes a role for a resource. */
export interface ServiceContext {
  readonly "aws:SourceAccount": string;
  readonly "aws:SourceArn": string;
}

/**
 * An AWS service assumes a role for one of its resources, as Systems Manager does for an automation execution.
 * @param service the service principal, such as `ssm.amazonaws.com`
 * @throws AwsError AccessDenied with the reason.
 */
export async function assumeRoleAsService(
  sts: Sts,
  service: string,
  parameters: SessionRequest,
  context: ServiceContext,
): Promise<AssumedRole> {
  const role = await roleFor(sts, service, parameters.roleArn);
  const decision = decideAssumeRole({ kind: "service", name: service }, { identityPolicies: [] }, role, {
    ...connectionContext(new Date()),
    ...requestContext(sts.fleet, parameters, role),
    ...context,
  });
  if (!decision.allowed) throw accessDenied(service, role.arn, decision.reason);
  return openSession(sts, role, parameters);
}

/** Somebody whose token an OIDC provider has issued. */
export interface WebIdentity {
  /** ARN of the provider in the role's account. */
  readonly provider: string;
  readonly subject: string;
}

/** Assumes a role with a token that is already checked. @throws AwsError AccessDenied with the reason. */
export async function assumeRoleAsWebIdentity(
  sts: Sts,
  { provider, subject }: WebIdentity,
  parameters: SessionRequest,
  context: RequestContext,
): Promise<AssumedRole> {
  const action = "sts:AssumeRoleWithWebIdentity";
  const role = await roleFor(sts, subject, parameters.roleArn, action);
  const decision = decideAssumeRole(
    { kind: "web-identity", providerArn: provider, subject },
    { identityPolicies: [] },
    role,
    { ...connectionContext(new Date()), ...requestContext(sts.fleet, parameters, role), ...context },
    action,
  );
  if (!decision.allowed) throw accessDenied(subject, role.arn, decision.reason, action);
  checkDuration(parameters, role, false);
  return openSession(sts, role, parameters);
}

/** The role that somebody asks for. @throws AwsError AccessDenied if there is none, or its account is closed */
async function roleFor(sts: Sts, asker: string, arn: string, action?: AssumeAction): Promise<StoredRole> {
  const accountId = arn.split(":")[4] ?? "";
  if (sts.isClosed(accountId)) throw accessDenied(asker, arn, whyClosed(accountId), action);
  const role = await findRole(sts.iamOf, arn);
  if (role === undefined) throw accessDenied(asker, arn, "The role does not exist.", action);
  return role;
}

/** The caller's policies. Empty if the user or role was deleted while its credentials were in use. */
async function policiesOf({ iamOf, boundaries }: Sts, caller: Principal): Promise<PrincipalPolicies> {
  const policies = caller.type === "User" ? userPolicies(iamOf, boundaries, caller) : sessionPolicies(iamOf, caller);
  return (await orUndefined(policies)) ?? { identityPolicies: [] };
}

function requestContext(fleet: Fleet, parameters: SessionRequest, role: StoredRole): RequestContext {
  const { transitiveTagKeys = [] } = parameters;
  return {
    "aws:ResourceAccount": role.accountId,
    ...organizationOfResource(fleet, role.accountId),
    ...prefixed("aws:ResourceTag/", role.tags),
    ...prefixed("iam:ResourceTag/", role.tags),
    ...tagContext(parameters.tags ?? {}),
    ...(transitiveTagKeys.length > 0 && { "sts:TransitiveTagKeys": transitiveTagKeys }),
    "sts:RoleSessionName": parameters.sessionName,
    ...(parameters.externalId === undefined ? {} : { "sts:ExternalId": parameters.externalId }),
    ...(parameters.sourceIdentity === undefined ? {} : { "sts:SourceIdentity": parameters.sourceIdentity }),
  };
}

/** The tags of the user or role, and those of the session. */
async function principalTags(iamOf: IamOf, caller: Principal): Promise<Readonly<Record<string, string>>> {
  if (caller.type === "User") return userTags(iamOf, caller);
  const role = await findRole(iamOf, caller.roleArn);
  return { ...role?.tags, ...caller.tags };
}

function checkDuration(parameters: SessionRequest, role: StoredRole, isChained: boolean): void {
  const seconds = parameters.durationSeconds ?? DEFAULT_DURATION_SECONDS;
  if (isChained && seconds > DEFAULT_DURATION_SECONDS) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
}

function openSession(sts: Sts, role: StoredRole, parameters: SessionRequest): AssumedRole {
  const session: RoleSession = {
    type: "AssumedRole",
    accountId: role.accountId,
    arn: `arn:${sts.fleet.partition}:sts::${role.accountId}:assumed-role/${role.name}/${parameters.sessionName}`,
    roleName: role.name,
    roleArn: role.arn,
    roleId: role.id,
    sessionName: parameters.sessionName,
    sessionPolicies: parameters.sessionPolicies ?? [],
    tags: parameters.tags ?? {},
    transitiveTagKeys: parameters.transitiveTagKeys ?? [],
    sourceIdentity: parameters.sourceIdentity,
  };
  return {
    credentials: sts.principals.issue(session),
    session,
    durationSeconds: parameters.durationSeconds ?? DEFAULT_DURATION_SECONDS,
  };
}

function accessDenied(who: string, roleArn: string, reason: string, action: AssumeAction = "sts:AssumeRole"): AwsError {
  return new AwsError(
    "AccessDenied",
    `User: ${who} is not authorized to perform: ${action} on resource: ${roleArn}. ${reason}`,
    403,
  );
}
