/**
 * A request and a response as they pass through the gateway. A request is read once from HTTP, so everything behind the
 * gateway works with service, operation, caller and input, and not with headers.
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
  /** The body that moto gets. In the query protocols it is the form, even if the parameters came in the query string. */
  readonly body: Buffer;
  readonly protocol: Protocol;
  /** The service's signing name: `ssm`, `iam`, `organizations`. */
  readonly service: string;
  readonly region: string;
  /** Undefined in a request that is not signed. */
  readonly accessKeyId: string | undefined;
  /** AWS's name of the operation. Method and path if the name of a REST operation is unknown. */
  readonly operation: string;
  /**
   * The operation's input, decoded once: the members of a JSON body; the nested parameters of a form; query string, JSON
   * body and path parameters of a REST request; bucket, key and copy source of a request to S3.
   */
  readonly input: Input;
  /** What the client has sent it by. Undefined in a request that the sandbox makes itself. */
  readonly connection?: object | undefined;
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

/** Passes a request to moto on behalf of an account. */
export type SendAs = (accountId: string, request: AwsRequest) => Promise<AwsResponse>;

export type Handler = (request: CallerRequest) => Promise<AwsResponse>;

/** A layer of one service: answers a request itself, or passes it on with `next`. */
export type ServiceLayer = (request: CallerRequest, next: Handler) => Promise<AwsResponse>;
