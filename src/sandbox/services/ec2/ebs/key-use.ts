/**
 * Whether an account may use the key that another account's snapshots are encrypted with: its policies and the key's have
 * to allow it. AWS finds out while the volume or the copy is made, so that the instance ends at once or the copy fails; here
 * the request itself is refused.
 */
import type { Fleet } from "../../../../fleet/model";
import { ec2ViaService } from "../../../../fleet/names";
import type { Authorizer } from "../../../authorization/authorizer";
import { connectionContext, decidedPrincipal, organizationContext } from "../../../authorization/caller-context";
import type { Principal } from "../../../identities/principals";
import { decideTrust } from "../../../../iam/decision/decide";
import { MalformedPolicyDocument, parseKeyPolicy, type TrustPolicy } from "../../../../iam/decision/policy";
import { AwsError } from "../../../protocol/aws-error";
import type { EbsKeys } from "./keys";

/** What a volume or a copy of a shared snapshot needs of its key. (EC2 User Guide, "Allow organizations and OUs to use a KMS key") */
const ACTIONS = ["kms:DescribeKey", "kms:CreateGrant", "kms:Decrypt", "kms:ReEncryptFrom"];

export interface KeyUseOptions {
  readonly fleet: Fleet;
  readonly keys: Pick<EbsKeys, "policy">;
  readonly authorizer: Pick<Authorizer, "require">;
}

/** @throws AwsError AccessDeniedException in the words of KMS */
export type RequireKeyUse = (caller: Principal, keyArn: string) => Promise<void>;

export function keyUse({ fleet, keys, authorizer }: KeyUseOptions): RequireKeyUse {
  return async (caller, keyArn) => {
    const [, , , region = "", accountId = ""] = keyArn.split(":");
    const text = await keys.policy({ accountId, region }, keyArn);
    const policy = text === undefined ? undefined : readPolicy(text);
    const context = {
      ...connectionContext(new Date()),
      ...organizationContext(fleet, caller.accountId),
      "kms:CallerAccount": caller.accountId,
      "kms:ViaService": ec2ViaService(fleet, region),
      "kms:GrantIsForAWSResource": "true",
    };
    for (const action of ACTIONS) {
      const request = { principal: decidedPrincipal(caller), action, resource: keyArn, context };
      if (policy === undefined || decideTrust(request, policy).outcome !== "allowed") {
        throw new AwsError(
          "AccessDeniedException",
          `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${keyArn} because no resource-based policy allows the ${action} action`,
        );
      }
      await authorizer.require(caller, action, keyArn, { region, extra: context });
    }
  };
}

/** Undefined for a policy that is none: it allows nothing. moto takes any text. */
function readPolicy(text: string): TrustPolicy | undefined {
  try {
    return parseKeyPolicy(text);
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return undefined;
    throw error;
  }
}
