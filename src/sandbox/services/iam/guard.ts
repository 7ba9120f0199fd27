/**
 * Adds to moto's IAM: a trust policy that names a nonexistent user or role is refused, and access keys that IAM creates are
 * registered with the gateway.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { GetUserCommand } from "@aws-sdk/client-iam";
import type { PrincipalTable } from "../../identities/principals";
import { MalformedPolicyDocument, parseTrustPolicy } from "../../../iam/decision/policy";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { AwsResponse, CallerRequest, ServiceLayer } from "../../protocol/message";
import { xmlText } from "../../protocol/xml";
import { principalExists, type IamOf } from "../../identities/stored-policies";

export interface IamGuardOptions {
  readonly principals: PrincipalTable;
  readonly iamOf: IamOf;
  /** The sandbox's accounts. Principals of other accounts are unknown and assumed to exist. */
  readonly accountIds: ReadonlySet<string>;
}

export function iamGuard(options: IamGuardOptions): ServiceLayer {
  return async (request, next) => {
    switch (request.operation) {
      case "CreateRole":
        await checkTrustPolicy(request.input["AssumeRolePolicyDocument"], options);
        return next(request);
      case "UpdateAssumeRolePolicy":
        await checkTrustPolicy(request.input["PolicyDocument"], options);
        return next(request);
      case "CreateAccessKey":
        return learnAccessKey(request, await next(request), options);
      case "DeleteAccessKey":
        return forgetAccessKey(request, await next(request), options.principals);
      default:
        return next(request);
    }
  };
}

/** @throws AwsError MalformedPolicyDocument for a principal that does not exist. */
async function checkTrustPolicy(document: unknown, { iamOf, accountIds }: IamGuardOptions): Promise<void> {
  if (typeof document !== "string") return;
  const principals = namedPrincipals(document);
  for (const arn of principals) {
    const [, , , , accountId = "", resource = ""] = arn.split(":");
    if (resource === "root" || !accountIds.has(accountId)) continue;
    if (!(await principalExists(iamOf, roleOfSession(arn)))) {
      throw new AwsError("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"${arn}"`);
    }
  }
}

function namedPrincipals(json: string): string[] {
  try {
    return parseTrustPolicy(json)
      .statements.flatMap(({ principals }) => principals.aws)
      .filter((principal) => principal.startsWith("arn:"));
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) throw new AwsError("MalformedPolicyDocument", error.message);
    throw error;
  }
}

/** `arn:aws:sts::…:assumed-role/name/session` is valid if the role exists. That ARN does not contain the role's path. */
function roleOfSession(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return session === null ? arn : `arn:${session[1] ?? ""}:iam::${session[2] ?? ""}:role/${session[3] ?? ""}`;
}

async function learnAccessKey(
  request: CallerRequest,
  response: AwsResponse,
  { iamOf, principals }: IamGuardOptions,
): Promise<AwsResponse> {
  const body = response.body.toString();
  const accessKeyId = xmlText(body, "AccessKeyId");
  const userName = xmlText(body, "UserName");
  if (response.status === 200 && accessKeyId !== undefined && userName !== undefined) {
    const { accountId } = request.caller;
    const { User: user } = await iamOf(accountId).send(new GetUserCommand({ UserName: userName }));
    principals.addAccessKey(accessKeyId, { type: "User", accountId, arn: user?.Arn ?? "", userName });
  }
  return response;
}

function forgetAccessKey(request: CallerRequest, response: AwsResponse, principals: PrincipalTable): AwsResponse {
  const accessKeyId = stringOf(request.input, "AccessKeyId");
  if (response.status === 200 && accessKeyId !== undefined) principals.removeAccessKey(accessKeyId);
  return response;
}
