/** AWS's API as a node calls it: with the credentials of the role in its instance profile. */
import type { AwsApi } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import type { Python } from "../../python/start";
import { assumeRoleAsService, type Sts } from "../../services/sts/assume-role";
import { readAgentRole } from "./agent-permissions";
import type { ManagedNode } from "./managed-nodes";

/** @throws AwsError AccessDenied if the instance profile has no role, or EC2 cannot assume it */
export function nodeApi(
  sts: Sts,
  python: Pick<Python, "api">,
): (location: Location, node: Pick<ManagedNode, "instance">) => Promise<AwsApi> {
  return async ({ partition, accountId, region }, { instance: { id, profileArn } }) => {
    const found = profileArn === undefined ? undefined : await readAgentRole(sts.iamOf, profileArn);
    if (found === undefined) throw new AwsError("AccessDenied", `The instance profile of ${id} has no role.`);
    const service = partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
    const asked = { roleArn: found.role.arn, sessionName: id };
    const { credentials } = await assumeRoleAsService(sts, service, asked, {
      "aws:SourceAccount": accountId,
      "aws:SourceArn": `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`,
    });
    return python.api({ credentials, region });
  };
}
