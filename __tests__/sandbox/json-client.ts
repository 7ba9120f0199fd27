// Calls a service layer as a client of Systems Manager would, without HTTP in between.
import type { UserPrincipal } from "../../src/sandbox/identities/principals";
import { requestFor } from "../../src/sandbox/protocol/ask";
import { AwsError } from "../../src/sandbox/protocol/aws-error";
import type { CallerRequest, Handler, ServiceLayer } from "../../src/sandbox/protocol/message";
import { HOME_REGION, MANAGEMENT_ID } from "./example-fleet";

/** @returns the answer as JSON; `Output` is what the test expects it to be */
export type JsonClient = <Output = Readonly<Record<string, unknown>>>(
  operation: string,
  input?: object,
) => Promise<Output>;

export function userOf(accountId: string): UserPrincipal {
  return { type: "User", accountId, arn: `arn:aws:iam::${accountId}:user/dev`, userName: "dev", userId: "AIDADEV" };
}

export function jsonRequest(
  operation: string,
  input: object,
  caller = userOf(MANAGEMENT_ID),
  region = HOME_REGION,
): CallerRequest {
  return { ...requestFor({ service: "ssm", region, operation, input: { ...input } }), caller };
}

/** @param next what the layer hands on to; by default that fails the call with the code `HandedOn` */
export function jsonClient(
  layer: ServiceLayer,
  {
    accountId = MANAGEMENT_ID,
    region = HOME_REGION,
    next = handedOn,
  }: {
    accountId?: string;
    region?: string;
    next?: Handler;
  } = {},
): JsonClient {
  return async <Output>(operation: string, input = {}) => {
    const { status, body } = await layer(jsonRequest(operation, input, userOf(accountId), region), next);
    const answer = JSON.parse(body.toString() || "{}") as { __type?: string; message?: string };
    if (status === 200) return answer as Output;
    throw new AwsError(answer.__type ?? "", answer.message ?? "", status);
  };
}

function handedOn(request: CallerRequest): Promise<never> {
  throw new AwsError("HandedOn", request.operation);
}
