/** A request in IAM's terms: the service's prefix, the operation and its input. */
import { requestPrefix } from "../../iam/actions/call-actions";
import type { Location } from "../../iam/location";
import type { Principal } from "../identities/principals";
import type { Input } from "../protocol/input";
import type { CallerRequest } from "../protocol/message";
import { locationOf } from "../protocol/location";

/** The caller of a request, and the account and Region of the request. */
export interface Requester {
  readonly caller: Principal;
  /** The caller's account and the request's Region. */
  readonly location: Location;
}

export interface Call extends Requester {
  /** IAM's prefix of the service: `ec2`, `states`. */
  readonly prefix: string;
  /** AWS's name of the operation. Undefined for a REST request that calls no operation, or not certainly one. */
  readonly operation: string | undefined;
  readonly input: Input;
  readonly request: CallerRequest;
}

export function callOf(request: CallerRequest): Call {
  const { caller } = request;
  return {
    ...requesterOf(caller, request.region),
    prefix: requestPrefix(request.service),
    // For a REST operation with an unknown name, this is method and path.
    operation: request.operation.includes(" ") ? undefined : request.operation,
    input: request.input,
    request,
  };
}

export function requesterOf(caller: Principal, region: string): Requester {
  return { caller, location: locationOf({ caller, region }) };
}
