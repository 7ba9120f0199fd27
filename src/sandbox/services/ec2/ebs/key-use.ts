/**
 * Whether an account may use the key of another account's encrypted snapshots: its own policies and the key policy must
 * allow it. AWS checks this while it creates the volume or the copy, so the instance terminates or the copy fails. Here the
 * request itself is refused.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
import type { Fleet } from "../../../../fleet/model";
import { viaService } from "../../../../iam/resources/implied-calls";
import type { Authorizer } from "../../../authorization/authorizer";
import { connectionContext, decidedPrincipal, organizationContext } from "../../../authorization/caller-context";
import type { Principal } from "../../../identities/principals";
import { decideTrust } from "../../../../iam/decision/decide";
import { readResourcePolicy } from "../../../identities/resource-policy";
import { AwsError } from "../../../protocol/aws-error";
import type { EbsKeys } from "./keys";

/** The actions on the key that a volume or copy of a shared snapshot needs. */
const ACTIONS = ["kms:DescribeKey", "kms:CreateGrant", "kms:Decrypt", "kms:ReEncryptFrom"];

export interface KeyUseOptions {
  readonly fleet: Fleet;
  readonly keys: Pick<EbsKeys, "policy">;
  readonly authorizer: Pick<Authorizer, "require">;
}

/** @throws AwsError AccessDeniedException with the message of KMS */
export type RequireKeyUse = (caller: Principal, keyArn: string) => Promise<void>;

export function keyUse({ fleet, keys, authorizer }: KeyUseOptions): RequireKeyUse {
  return async (caller, keyArn) => {
    const [, partition = "", , region = "", accountId = ""] = keyArn.split(":");
    const json = await keys.policy({ partition, accountId, region }, keyArn);
    const policy = json === undefined ? undefined : readResourcePolicy(json);
    const context = {
      ...connectionContext(new Date()),
      ...organizationContext(fleet, caller.accountId),
      "kms:CallerAccount": caller.accountId,
      "kms:ViaService": viaService("ec2", { partition, region }),
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
