/** Registers the access keys that IAM creates with the gateway, and takes over their status. */
import { GetUserCommand } from "@aws-sdk/client-iam";
import type { PrincipalTable } from "../../identities/principals";
import type { IamOf } from "../../identities/stored-policies";
import { userIdOf } from "../../identities/user-ids";
import { stringOf } from "../../protocol/input";
import type { AwsResponse, CallerRequest, ServiceLayer } from "../../protocol/message";
import { xmlText } from "../../protocol/xml";

export function accessKeys(principals: PrincipalTable, iamOf: IamOf): ServiceLayer {
  return async (request, next) => {
    const response = await next(request);
    const accessKeyId = stringOf(request.input, "AccessKeyId");
    if (response.status !== 200) return response;
    if (request.operation === "CreateAccessKey") await learn(request, response, principals, iamOf);
    if (accessKeyId === undefined) return response;
    if (request.operation === "DeleteAccessKey") principals.removeAccessKey(accessKeyId);
    if (request.operation === "UpdateAccessKey") {
      principals.setActive(accessKeyId, stringOf(request.input, "Status") === "Active");
    }
    return response;
  };
}

async function learn(
  request: CallerRequest,
  response: AwsResponse,
  principals: PrincipalTable,
  iamOf: IamOf,
): Promise<void> {
  const body = response.body.toString();
  const accessKeyId = xmlText(body, "AccessKeyId");
  const userName = xmlText(body, "UserName");
  if (accessKeyId === undefined || userName === undefined) return;
  const { accountId } = request.caller;
  const { User: user } = await iamOf(accountId).send(new GetUserCommand({ UserName: userName }));
  principals.addAccessKey(accessKeyId, {
    type: "User",
    accountId,
    arn: user?.Arn ?? "",
    userName,
    userId: userIdOf(user?.UserId),
  });
}
