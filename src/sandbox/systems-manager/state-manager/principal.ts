/** Who State Manager is: the service-linked role of Systems Manager, in each account. */
import type { Location } from "../../../engine/ports";
import type { RoleSession } from "../../identities/principals";

const ROLE_NAME = "AWSServiceRoleForAmazonSSM";
const SESSION_NAME = "StateManagerService";

/**
 * State Manager in one account. The role need not exist in IAM: authorization/stored-identities.ts knows what AWS's policy of
 * it allows.
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
