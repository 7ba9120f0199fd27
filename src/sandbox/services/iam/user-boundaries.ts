/**
 * Permissions boundaries of users, which moto does not have: CreateUser, Put- and DeleteUserPermissionsBoundary, and GetUser,
 * which shows them. The boundaries of roles are moto's own.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html
 */
import { GetUserCommand } from "@aws-sdk/client-iam";
import type { UserBoundaries } from "../../identities/user-boundaries";
import { managedPolicyJson, orUndefined, type IamOf } from "../../identities/stored-policies";
import { userIdOf } from "../../identities/user-ids";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { AwsResponse, CallerRequest, ServiceLayer } from "../../protocol/message";
import { requestId, xmlEscape, xmlResponse, xmlText } from "../../protocol/xml";

export function userBoundaries(boundaries: UserBoundaries, iamOf: IamOf): ServiceLayer {
  return async (request, next) => {
    const { operation, input } = request;
    const boundary = stringOf(input, "PermissionsBoundary");
    switch (operation) {
      case "CreateUser": {
        if (boundary !== undefined) await checkPolicy(request, boundary, iamOf);
        const response = await next(request);
        if (response.status !== 200) return response;
        boundaries.set(idIn(response), boundary);
        return withBoundary(response, boundaries);
      }
      case "GetUser":
        return withBoundary(await next(request), boundaries);
      case "PutUserPermissionsBoundary":
        await checkPolicy(request, boundary ?? "", iamOf);
        boundaries.set(await idOf(request, iamOf), boundary);
        return empty(operation);
      case "DeleteUserPermissionsBoundary":
        boundaries.set(await idOf(request, iamOf), undefined);
        return empty(operation);
      default:
        return next(request);
    }
  };
}

async function checkPolicy({ caller }: CallerRequest, arn: string, iamOf: IamOf): Promise<void> {
  if ((await managedPolicyJson(iamOf(caller.accountId), arn)) !== undefined) return;
  throw new AwsError("NoSuchEntity", `Scope ARN: ${arn} does not exist or is not attachable.`, 404);
}

/** The unique id of the user in the request. @throws AwsError NoSuchEntity */
async function idOf({ caller, input }: CallerRequest, iamOf: IamOf): Promise<string> {
  const name = stringOf(input, "UserName") ?? "";
  const found = await orUndefined(iamOf(caller.accountId).send(new GetUserCommand({ UserName: name })));
  if (found?.User !== undefined) return userIdOf(found.User.UserId);
  throw new AwsError("NoSuchEntity", `The user with name ${name} cannot be found.`, 404);
}

function idIn(response: AwsResponse): string {
  return xmlText(response.body.toString(), "UserId") ?? "";
}

function withBoundary(response: AwsResponse, boundaries: UserBoundaries): AwsResponse {
  const arn = response.status === 200 ? boundaries.of(idIn(response)) : undefined;
  if (arn === undefined) return response;
  const members =
    "<PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType>" +
    `<PermissionsBoundaryArn>${xmlEscape(arn)}</PermissionsBoundaryArn>`;
  const element = `<PermissionsBoundary>${members}</PermissionsBoundary></User>`;
  return { ...response, body: Buffer.from(response.body.toString().replace("</User>", element)) };
}

function empty(operation: string): AwsResponse {
  const metadata = `<ResponseMetadata><RequestId>${requestId()}</RequestId></ResponseMetadata>`;
  return xmlResponse(
    200,
    `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${metadata}</${operation}Response>`,
  );
}
