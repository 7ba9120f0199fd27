/**
 * A request and a response as they pass through the gateway: read once from HTTP, so that everything behind works with
 * names (service, operation, caller) and not with headers.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Protocol } from "./protocol";
import type { Principal } from "../identities/principals";

export interface AwsRequest {
  readonly method: string;
  /** Path and query string as they were sent, percent-encoded. */
  readonly target: string;
  /** The path alone, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly protocol: Protocol;
  /** The name that requests are signed with: `ssm`, `iam`, `organizations`. */
  readonly service: string;
  readonly region: string;
  /** Undefined in a request that is not signed. */
  readonly accessKeyId: string | undefined;
  /** AWS's name of the operation; method and path where a REST operation has no known name. */
  readonly operation: string;
  /** Parameters of the query protocols; empty in the others. */
  readonly parameters: URLSearchParams;
}

/** A request whose caller is known. */
export interface CallerRequest extends AwsRequest {
  readonly caller: Principal;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

export type Handler = (request: CallerRequest) => Promise<AwsResponse>;

/** One service's share in the gateway: answers a request itself, or hands it on to moto with `next`. */
export type ServiceLayer = (request: CallerRequest, next: Handler) => Promise<AwsResponse>;
