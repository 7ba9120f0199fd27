/**
 * Decides AssumeRole by the role's trust policy and the caller's permissions, as AWS does. moto lets anybody assume any
 * role. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
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

export interface Sts {
  readonly fleet: Fleet;
  readonly principals: PrincipalTable;
  readonly iamOf: IamOf;
}

/** The parameters of a requested session, whose format is already checked. */
export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** @default one hour, as on AWS */
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
export async function assumeRole(sts: Sts, caller: Principal, parameters: SessionRequest): Promise<AssumedRole> {
  const role = await findRole(sts.iamOf, parameters.roleArn);
  if (role === undefined) throw accessDenied(caller.arn, parameters.roleArn, "The role does not exist.");

  const policies = await policiesOf(sts.iamOf, caller);
  const decision = decideAssumeRole(decidedPrincipal(caller), policies, role, {
    ...requestContext(parameters, role),
    ...organizationContext(sts.fleet, caller.accountId),
    ...(await principalTags(sts.iamOf, caller)),
    ...(sourceIdentityOf(caller) === undefined ? {} : { "aws:SourceIdentity": sourceIdentityOf(caller) ?? "" }),
  });
  if (!decision.allowed) throw accessDenied(caller.arn, role.arn, decision.reason);
  checkDuration(parameters, role, caller.type === "AssumedRole");
  return openSession(sts, role, parameters);
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
  const role = await findRole(sts.iamOf, parameters.roleArn);
  if (role === undefined) throw accessDenied(service, parameters.roleArn, "The role does not exist.");
  const decision = decideAssumeRole({ kind: "service", name: service }, { identityPolicies: [] }, role, {
    ...requestContext(parameters, role),
    ...context,
  });
  if (!decision.allowed) throw accessDenied(service, role.arn, decision.reason);
  return openSession(sts, role, parameters);
}

/** The caller's policies. Empty if the user or role was deleted while its credentials were in use. */
async function policiesOf(iamOf: IamOf, caller: Principal): Promise<PrincipalPolicies> {
  const policies = caller.type === "User" ? userPolicies(iamOf, caller) : sessionPolicies(iamOf, caller);
  return (await orUndefined(policies)) ?? { identityPolicies: [] };
}

function requestContext(parameters: SessionRequest, role: StoredRole): RequestContext {
  return {
    ...connectionContext(new Date()),
    "aws:ResourceAccount": role.accountId,
    ...prefixed("aws:ResourceTag/", role.tags),
    ...prefixed("aws:RequestTag/", parameters.tags ?? {}),
    "sts:RoleSessionName": parameters.sessionName,
    ...(parameters.externalId === undefined ? {} : { "sts:ExternalId": parameters.externalId }),
    ...(parameters.sourceIdentity === undefined ? {} : { "sts:SourceIdentity": parameters.sourceIdentity }),
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
    sourceIdentity: parameters.sourceIdentity,
  };
  return {
    credentials: sts.principals.issue(session),
    session,
    durationSeconds: parameters.durationSeconds ?? DEFAULT_DURATION_SECONDS,
  };
}

function accessDenied(who: string, roleArn: string, reason: string): AwsError {
  return new AwsError(
    "AccessDenied",
    `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}. ${reason}`,
    403,
  );
}
