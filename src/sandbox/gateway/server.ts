/**
 * The gateway: reads a request, authenticates and authorizes its caller, and passes it to the service that answers it.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { AwsError } from "../protocol/aws-error";
import { errorResponse } from "../protocol/error-response";
import type { AwsRequest, AwsResponse, CallerRequest, Handler } from "../protocol/message";
import { protocolOf } from "../protocol/protocol";
import { authenticate } from "./authenticate";
import type { PrincipalTable } from "../identities/principals";
import { decodedBody, readBody, readHead, readRequest, withDecodedInput } from "./read-request";
import { readSignature } from "./signature";
import { checkContent, checkTarget } from "./unambiguous";

export interface GatewayOptions {
  readonly principals: PrincipalTable;
  /** Decides whether the caller may make the request. @throws AwsError if not */
  readonly authorize: (request: CallerRequest) => Promise<void>;
  /** Answers allowed requests. */
  readonly serve: Handler;
  /** Answers requests that nobody signs, by operation. Every other unsigned request is refused. */
  readonly unsigned: ReadonlyMap<string, (request: AwsRequest) => Promise<AwsResponse>>;
  /** Answers requests to paths below `/_fleetbook/`, which are the sandbox's own. */
  readonly control: (message: IncomingMessage) => Promise<AwsResponse>;
  readonly log: (line: string) => void;
}

/** Answers the requests of an HTTP server. */
export function gatewayListener(options: GatewayOptions): RequestListener {
  return (message, response) => {
    answer(message, options)
      .then((answered) => {
        write(response, answered);
      })
      .catch((error: unknown) => {
        options.log(`gateway: ${message.method ?? ""} ${message.url ?? ""}: ${String(error)}`);
        response.destroy();
      });
  };
}

async function answer(message: IncomingMessage, options: GatewayOptions): Promise<AwsResponse> {
  if (!isLoopback(message.headers.host)) return refusedHost(message.headers.host);
  if (message.url?.startsWith("/_fleetbook/") === true) return options.control(message);

  const head = readHead(message);
  const { method, headers, query } = head;
  // An error is answered in the request's protocol, or in the one that its headers suggest while it is being read.
  let protocol = protocolOf(undefined, headers, query);
  let name = `${method} ${head.path}`;
  try {
    const signature = readSignature(headers, query);
    protocol = protocolOf(signature?.service, headers, query);
    const body = decodedBody(head, await readBody(message), signature?.service);
    const sent = readRequest(head, body, signature);
    protocol = sent.protocol;
    name = `${sent.service}:${sent.operation}`;
    const unsigned = signature === undefined && protocol === "query" ? options.unsigned.get(sent.operation) : undefined;
    if (unsigned !== undefined) {
      checkContent(sent);
      return await unsigned(withDecodedInput(sent));
    }
    const caller = authenticate(protocol, signature, options.principals);
    checkTarget(sent);
    checkContent(sent);
    const request = { ...withDecodedInput(sent), caller, connection: message.socket };
    await options.authorize(request);
    return await options.serve(request);
  } catch (error) {
    if (error instanceof AwsError) return errorResponse(protocol, error, method);
    options.log(`gateway: ${name}: ${(error as Error).stack ?? String(error)}`);
    const failure = new AwsError("SandboxFailure", `Fleetbook's sandbox failed in ${name}: ${String(error)}`, 501);
    return errorResponse(protocol, failure, method);
  }
}

/**
 * A web page can make its own host name resolve to 127.0.0.1 and then talk to this port (DNS rebinding), but it cannot
 * forge the Host header. Clients of S3 Control put an account's id before it.
 */
function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|(\d{12}\.)?localhost|\[::1\])(:\d+)?$/i.test(host);
}

function refusedHost(host: string | undefined): AwsResponse {
  return {
    status: 403,
    headers: { "content-type": "text/plain" },
    body: Buffer.from(`Fleetbook's sandbox answers to 127.0.0.1 and localhost, not to the host "${host ?? ""}".\n`),
  };
}

function write(response: ServerResponse, answered: AwsResponse): void {
  // The client is still sending a body that was refused. Closing the connection is the only way to stop it.
  if (answered.status === 413) response.shouldKeepAlive = false;
  response.writeHead(answered.status, {
    ...(answered.headers["content-length"] === undefined && answered.status !== 204
      ? { "content-length": String(answered.body.length) }
      : {}),
    ...answered.headers,
  });
  response.end(answered.body);
}
