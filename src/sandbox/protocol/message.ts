/**
 * A request and a response as they pass through the gateway: read once from HTTP, so that everything behind works with
 * names (service, operation, caller) and not with headers.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Principal } from "../identities/principals";
import type { Input } from "./input";
import type { Protocol } from "./protocol";

export interface AwsRequest {
  readonly method: string;
  /** Path and query string as they were sent, percent-encoded. */
  readonly target: string;
  /** The path alone, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: IncomingHttpHeaders;
  /** As moto gets it: in the query protocols the form, also where the parameters came in the query string. */
  readonly body: Buffer;
  readonly protocol: Protocol;
  /** The name that requests are signed with: `ssm`, `iam`, `organizations`. */
  readonly service: string;
  readonly region: string;
  /** Undefined in a request that is not signed. */
  readonly accessKeyId: string | undefined;
  /** AWS's name of the operation; method and path where a REST operation has no known name. */
  readonly operation: string;
  /**
   * What the operation is asked to do, decoded once: the members of a JSON body; the parameters of a form with their
   * structure; query string, JSON body and path of a REST request; bucket, key and source of a request to S3.
   */
  readonly input: Input;
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

/** Hands a request on to moto in the name of an account. */
export type SendAs = (accountId: string, request: AwsRequest) => Promise<AwsResponse>;

export type Handler = (request: CallerRequest) => Promise<AwsResponse>;

/** One service's share in the gateway: answers a request itself, or hands it on to moto with `next`. */
export type ServiceLayer = (request: CallerRequest, next: Handler) => Promise<AwsResponse>;
