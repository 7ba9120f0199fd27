/** STS, which the gateway implements itself: the caller's identity, and sessions of roles and users. */
import { GetUserCommand } from "@aws-sdk/client-iam";
import type { Credentials, Principal } from "../../identities/principals";
import { AwsError, notImplemented } from "../../protocol/aws-error";
import { stringOf, type Input } from "../../protocol/input";
import type { AwsRequest, AwsResponse, CallerRequest, ServiceLayer } from "../../protocol/message";
import { requestId, xmlEscape, xmlResponse } from "../../protocol/xml";
import { assumeRole, type AssumedRole, type Sts } from "./assume-role";
import { orUndefined } from "../../identities/stored-policies";
import { readSessionParameters } from "./session-parameters";
import { assumeRoleWithToken } from "./web-identity";

export const WEB_IDENTITY_OPERATION = "AssumeRoleWithWebIdentity";

const DEFAULT_SESSION_TOKEN_SECONDS = 43_200;

/** XML elements by name. A nested record is an element with children. */
interface Elements {
  readonly [name: string]: string | Elements | undefined;
}

export function stsService(sts: Sts): ServiceLayer {
  const operations = new Map(
    Object.entries<(request: CallerRequest) => Promise<Elements> | Elements>({
      GetCallerIdentity: async ({ caller }) => ({
        UserId: await userId(sts, caller),
        Account: caller.accountId,
        Arn: caller.arn,
      }),
      AssumeRole: (request) => assume(sts, request),
      [WEB_IDENTITY_OPERATION]: (request) => assumeWithToken(sts, request),
      GetSessionToken: ({ caller, input }) => sessionToken(sts, caller, input),
      GetAccessKeyInfo: ({ input }) => accessKeyInfo(sts, input),
    }),
  );
  return async (request) => {
    const operation = operations.get(request.operation);
    if (operation === undefined) throw notImplemented("sts", request.operation);
    return answer(request.operation, await operation(request));
  };
}

/** Answers AssumeRoleWithWebIdentity, the one request that nobody signs: the token says who asks. */
export function webIdentityService(sts: Sts): (request: AwsRequest) => Promise<AwsResponse> {
  return async (request) => answer(WEB_IDENTITY_OPERATION, await assumeWithToken(sts, request));
}

async function assumeWithToken(sts: Sts, { input, region }: AwsRequest): Promise<Elements> {
  const assumed = await assumeRoleWithToken(sts, input, region);
  return {
    Credentials: credentialElements(assumed.credentials, assumed.durationSeconds),
    SubjectFromWebIdentityToken: assumed.subject,
    AssumedRoleUser: assumedRoleUser(assumed),
    Provider: assumed.provider,
    Audience: assumed.audience,
  };
}

async function assume(sts: Sts, request: CallerRequest): Promise<Elements> {
  const { caller, input, region } = request;
  const parameters = await readSessionParameters(input, sts.iamOf(caller.accountId));
  const assumed = await assumeRole(sts, caller, { ...parameters, region });
  const { credentials, session, durationSeconds } = assumed;
  return {
    Credentials: credentialElements(credentials, durationSeconds),
    AssumedRoleUser: assumedRoleUser(assumed),
    ...(session.sessionPolicies.length > 0 ? { PackedPolicySize: "1" } : {}),
    SourceIdentity: session.sourceIdentity,
  };
}

function assumedRoleUser({ session }: AssumedRole): Elements {
  return { AssumedRoleId: `${session.roleId}:${session.sessionName}`, Arn: session.arn };
}

function sessionToken(sts: Sts, caller: Principal, input: Input): Elements {
  if (caller.type !== "User") {
    throw new AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
  }
  const seconds = Number(stringOf(input, "DurationSeconds") ?? DEFAULT_SESSION_TOKEN_SECONDS);
  return { Credentials: credentialElements(sts.principals.issue(caller), seconds) };
}

function accessKeyInfo(sts: Sts, input: Input): Elements {
  const accessKeyId = stringOf(input, "AccessKeyId") ?? "";
  const owner = sts.principals.owner(accessKeyId);
  if (owner === undefined)
    throw new AwsError("ValidationError", `Invalid value for parameter AccessKeyId: ${accessKeyId}`);
  return { Account: owner.accountId };
}

async function userId(sts: Sts, caller: Principal): Promise<string> {
  if (caller.type === "AssumedRole") return `${caller.roleId}:${caller.sessionName}`;
  const answer = await orUndefined(sts.iamOf(caller.accountId).send(new GetUserCommand({ UserName: caller.userName })));
  if (answer === undefined) {
    throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  }
  return caller.userId;
}

/** The expiration follows the request, because SDKs refresh credentials by it. The sandbox does not enforce it. */
function credentialElements(credentials: Required<Credentials>, durationSeconds: number): Elements {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(Date.now() + durationSeconds * 1000).toISOString(),
  };
}

function answer(operation: string, result: Elements): AwsResponse {
  return xmlResponse(
    200,
    `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${write(result)}</${operation}Result>` +
      `<ResponseMetadata><RequestId>${requestId()}</RequestId></ResponseMetadata></${operation}Response>`,
  );
}

function write(elements: Elements): string {
  return Object.entries(elements)
    .map(([name, value]) => {
      if (value === undefined) return "";
      return `<${name}>${typeof value === "string" ? xmlEscape(value) : write(value)}</${name}>`;
    })
    .join("");
}
