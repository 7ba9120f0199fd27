/** Reads users and roles with their policies from the sandbox's IAM. */
import type { Principal, RoleSession, UserPrincipal } from "../identities/principals";
import type { UserBoundaries } from "../identities/user-boundaries";
import { MalformedPolicyDocument } from "../../iam/decision/policy";
import {
  findRole,
  managedPolicy,
  orUndefined,
  rolePolicies,
  userPolicies,
  userTags,
  type IamOf,
} from "../identities/stored-policies";
import type { ReadIdentity, StoredIdentity } from "./permissions";

/** State Manager uses a role that AWS creates in every account. Here it need not exist in IAM, because its policy is AWS's. */
const SERVICE_LINKED_ROLES =
  /^arn:([^:]+):iam::\d+:role\/aws-service-role\/ssm\.amazonaws\.com\/AWSServiceRoleForAmazonSSM$/;

export function storedIdentities(iamOf: IamOf, boundaries: UserBoundaries): ReadIdentity {
  return async (caller) => {
    try {
      return caller.type === "User" ? await storedUser(iamOf, boundaries, caller) : await storedRole(iamOf, caller);
    } catch (error) {
      // It may contain a Deny, so nothing is allowed until it can be read.
      if (error instanceof MalformedPolicyDocument) {
        return nothing(`A policy of ${nameOf(caller)} cannot be read, so nothing is allowed: ${error.message}`);
      }
      throw error;
    }
  };
}

async function storedUser(iamOf: IamOf, boundaries: UserBoundaries, user: UserPrincipal): Promise<StoredIdentity> {
  const policies = await orUndefined(userPolicies(iamOf, boundaries, user));
  if (policies === undefined) return nothing(`The user ${user.arn} has been deleted.`);
  return { policies, tags: await userTags(iamOf, user) };
}

async function storedRole(iamOf: IamOf, session: RoleSession): Promise<StoredIdentity> {
  const serviceLinked = SERVICE_LINKED_ROLES.exec(session.roleArn);
  if (serviceLinked !== null) {
    const policyArn = `arn:${serviceLinked[1] ?? "aws"}:iam::aws:policy/aws-service-role/AmazonSSMServiceRolePolicy`;
    return { policies: { identityPolicies: [await managedPolicy(iamOf(session.accountId), policyArn)] }, tags: {} };
  }
  const role = await findRole(iamOf, session.roleArn);
  if (role === undefined) return nothing(`The role ${session.roleArn} has been deleted.`);
  // A role of the same name that was created later is another role.
  if (role.id !== session.roleId) {
    return nothing(`The role ${session.roleArn} has been deleted and recreated since the session was created.`);
  }
  const policies = await orUndefined(rolePolicies(iamOf, session));
  return policies === undefined
    ? nothing(`The role ${session.roleArn} has been deleted.`)
    : { policies, tags: role.tags };
}

function nothing(note: string): StoredIdentity {
  return { policies: { identityPolicies: [] }, tags: {}, note };
}

function nameOf(caller: Principal): string {
  return caller.type === "User" ? caller.arn : caller.roleArn;
}
