/** A request in the terms of IAM: prefix of the service, operation, and its parameters as plain data, whatever the protocol. */
import { isObject } from "../../document/json";
import type { Location } from "../../engine/ports";
import type { Principal } from "../identities/principals";
import type { CallerRequest } from "../protocol/message";
import { nestedParameters } from "../protocol/nested-parameters";
import { restOperation } from "../protocol/rest-operations";

/** Whoever makes a request, and where. */
export interface Requester {
  readonly caller: Principal;
  /** The caller's account, and the Region that the request goes to. */
  readonly location: Location;
}

export interface Call extends Requester {
  /** IAM's prefix of the service: `ec2`, `states`. */
  readonly prefix: string;
  /** AWS's name of the operation; undefined for a REST operation that the sandbox has no name for. */
  readonly operation: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly request: CallerRequest;
}

/** Services whose signatures have another name than their IAM actions. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["email", "ses"],
  ["monitoring", "cloudwatch"],
  ["tagging", "tag"],
]);

export function callOf(request: CallerRequest): Call {
  const { caller } = request;
  const common = {
    ...requesterOf(caller, request.region),
    prefix: PREFIXES.get(request.service) ?? request.service,
    request,
  };
  switch (request.protocol) {
    case "json-1.0":
    case "json-1.1":
      return { ...common, operation: request.operation, input: jsonBody(request) };
    case "query":
    case "ec2":
      return { ...common, operation: request.operation, input: nestedParameters(request.parameters) };
    case "s3":
      return { ...common, operation: request.operation, input: {} };
    case "rest-json":
    case "rest-xml": {
      const rest = restOperation(common.prefix, request);
      const query = Object.fromEntries(request.query);
      return { ...common, operation: rest?.name, input: { ...query, ...jsonBody(request), ...rest?.parameters } };
    }
  }
}

export function requesterOf(caller: Principal, region: string): Requester {
  const partition = caller.arn.split(":")[1] ?? "aws";
  return { caller, location: { partition, accountId: caller.accountId, region } };
}

/** Nothing, where the body is not JSON: the service will say so, and until then no resource is named. */
function jsonBody(request: CallerRequest): Readonly<Record<string, unknown>> {
  if (request.body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(request.body.toString());
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
