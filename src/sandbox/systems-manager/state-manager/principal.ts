/**
 * The principal of State Manager: the service-linked role of Systems Manager in each account.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/using-service-linked-roles.html
 */
import type { Location } from "../../../iam/location";
import type { RoleSession } from "../../identities/principals";

const ROLE_NAME = "AWSServiceRoleForAmazonSSM";
const SESSION_NAME = "StateManagerService";

/**
 * State Manager's principal in one account. The role need not exist in IAM: authorization/stored-identities.ts has the
 * permissions of its AWS managed policy.
 */
export function stateManagerPrincipal({ partition, accountId }: Location): RoleSession {
  return {
    type: "AssumedRole",
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${ROLE_NAME}/${SESSION_NAME}`,
    roleName: ROLE_NAME,
    roleArn: `arn:${partition}:iam::${accountId}:role/aws-service-role/ssm.amazonaws.com/${ROLE_NAME}`,
    roleId: "AROASTATEMANAGER00001",
    sessionName: SESSION_NAME,
    sessionPolicies: [],
    tags: {},
    sourceIdentity: undefined,
  };
}
