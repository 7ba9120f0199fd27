/** A request in the terms of IAM: prefix of the service, operation and input. */
import { requestPrefix } from "../../iam/actions/call-actions";
import type { Location } from "../../engine/ports";
import type { Principal } from "../identities/principals";
import type { Input } from "../protocol/input";
import type { CallerRequest } from "../protocol/message";

/** The caller of a request, and its location. */
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
  readonly input: Input;
  readonly request: CallerRequest;
}

export function callOf(request: CallerRequest): Call {
  const { caller } = request;
  return {
    ...requesterOf(caller, request.region),
    prefix: requestPrefix(request.service),
    // A REST operation without a name has method and path in its place.
    operation: request.operation.includes(" ") ? undefined : request.operation,
    input: request.input,
    request,
  };
}

export function requesterOf(caller: Principal, region: string): Requester {
  const partition = caller.arn.split(":")[1] ?? "aws";
  return { caller, location: { partition, accountId: caller.accountId, region } };
}
