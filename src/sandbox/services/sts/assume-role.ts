/**
 * AssumeRole, decided: moto lets anybody assume anything, here the role's trust policy and the caller's permissions have a
 * say as on AWS.
 */
import type { Fleet } from "../../../fleet/model";
import { connectionContext, decidedPrincipal, organizationContext, prefixed } from "../../authorization/caller-context";
import type { Credentials, Principal, PrincipalTable, RoleSession } from "../../identities/principals";
import { decideAssumeRole } from "../../../iam/decision/assume-role";
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

/** What AssumeRole works with. */
export interface Sts {
  readonly fleet: Fleet;
  readonly principals: PrincipalTable;
  readonly iamOf: IamOf;
}

/** What a session is asked for with, checked for its form already. */
export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Undefined: AWS's default, an hour. */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  /** JSON documents. */
  readonly sessionPolicies?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface AssumedRole {
  readonly credentials: Required<Credentials>;
  readonly session: RoleSession;
  readonly durationSeconds: number;
}

const DEFAULT_DURATION_SECONDS = 3600;

/** A caller assumes a role. @throws AwsError AccessDenied with the reason, ValidationError. */
export async function assumeRole(sts: Sts, caller: Principal, asked: SessionRequest): Promise<AssumedRole> {
  const role = await findRole(sts.iamOf, asked.roleArn);
  if (role === undefined) throw accessDenied(caller.arn, asked.roleArn, "The role does not exist.");

  const policies = await policiesOf(sts.iamOf, caller);
  const decision = decideAssumeRole(decidedPrincipal(caller), policies, role, {
    ...requestContext(asked, role),
    ...organizationContext(sts.fleet, caller.accountId),
    ...(await principalTags(sts.iamOf, caller)),
    ...(sourceIdentityOf(caller) === undefined ? {} : { "aws:SourceIdentity": sourceIdentityOf(caller) ?? "" }),
  });
  if (!decision.allowed) throw accessDenied(caller.arn, role.arn, decision.reason);
  checkDuration(asked, role, caller.type === "AssumedRole");
  return openSession(sts, role, asked);
}

/** The keys that AWS sends with a role assumption that one of its services makes for a resource. */
export interface ServiceContext {
  readonly "aws:SourceAccount": string;
  readonly "aws:SourceArn": string;
}

/**
 * An AWS service assumes a role for a resource of its own, as Systems Manager does for an automation execution.
 * @param service its principal: `ssm.amazonaws.com`
 * @throws AwsError AccessDenied with the reason.
 */
export async function assumeRoleAsService(
  sts: Sts,
  service: string,
  asked: SessionRequest,
  context: ServiceContext,
): Promise<AssumedRole> {
  const role = await findRole(sts.iamOf, asked.roleArn);
  if (role === undefined) throw accessDenied(service, asked.roleArn, "The role does not exist.");
  const decision = decideAssumeRole({ kind: "service", name: service }, { identityPolicies: [] }, role, {
    ...requestContext(asked, role),
    ...context,
  });
  if (!decision.allowed) throw accessDenied(service, role.arn, decision.reason);
  return openSession(sts, role, asked);
}

/** None, if the user or role has been deleted while its credentials were in use. */
async function policiesOf(iamOf: IamOf, caller: Principal): Promise<PrincipalPolicies> {
  const policies = caller.type === "User" ? userPolicies(iamOf, caller) : sessionPolicies(iamOf, caller);
  return (await orUndefined(policies)) ?? { identityPolicies: [] };
}

function requestContext(asked: SessionRequest, role: StoredRole): RequestContext {
  return {
    ...connectionContext(new Date()),
    "aws:ResourceAccount": role.accountId,
    ...prefixed("aws:ResourceTag/", role.tags),
    ...prefixed("aws:RequestTag/", asked.tags ?? {}),
    "sts:RoleSessionName": asked.sessionName,
    ...(asked.externalId === undefined ? {} : { "sts:ExternalId": asked.externalId }),
    ...(asked.sourceIdentity === undefined ? {} : { "sts:SourceIdentity": asked.sourceIdentity }),
  };
}

async function principalTags(iamOf: IamOf, caller: Principal): Promise<RequestContext> {
  if (caller.type === "User") return prefixed("aws:PrincipalTag/", await userTags(iamOf, caller));
  const role = await findRole(iamOf, caller.roleArn);
  return prefixed("aws:PrincipalTag/", { ...role?.tags, ...caller.tags });
}

function sourceIdentityOf(caller: Principal): string | undefined {
  return caller.type === "AssumedRole" ? caller.sourceIdentity : undefined;
}

function checkDuration(asked: SessionRequest, role: StoredRole, isChained: boolean): void {
  const seconds = asked.durationSeconds ?? DEFAULT_DURATION_SECONDS;
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

function openSession(sts: Sts, role: StoredRole, asked: SessionRequest): AssumedRole {
  const session: RoleSession = {
    type: "AssumedRole",
    accountId: role.accountId,
    arn: `arn:${sts.fleet.partition}:sts::${role.accountId}:assumed-role/${role.name}/${asked.sessionName}`,
    roleName: role.name,
    roleArn: role.arn,
    roleId: role.id,
    sessionName: asked.sessionName,
    sessionPolicies: asked.sessionPolicies ?? [],
    tags: asked.tags ?? {},
    sourceIdentity: asked.sourceIdentity,
  };
  return {
    credentials: sts.principals.issue(session),
    session,
    durationSeconds: asked.durationSeconds ?? DEFAULT_DURATION_SECONDS,
  };
}

function accessDenied(who: string, roleArn: string, reason: string): AwsError {
  return new AwsError(
    "AccessDenied",
    `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}. ${reason}`,
    403,
  );
}
