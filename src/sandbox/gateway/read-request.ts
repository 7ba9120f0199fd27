/** Reads an HTTP request once: its body up to a limit, its service, Region, operation and input. */
import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { isObject } from "../../document/json";
import { AwsError } from "../protocol/aws-error";
import { nested } from "../protocol/form";
import type { AwsRequest } from "../protocol/message";
import { protocolOf } from "../protocol/protocol";
import { restOperation, rpcOperation } from "../protocol/rest-operations";
import { s3Input } from "../protocol/s3-input";
import { s3Operation } from "../protocol/s3-operation";
import type { Signature } from "./signature";

/** In bytes. S3 clients send larger objects in parts of 5 to 8 MiB. */
export const MAXIMUM_BODY_BYTES = 64 * 1024 * 1024;

/** The whole body. @throws AwsError EntityTooLarge beyond the limit. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BODY_BYTES) {
      throw new AwsError(
        "EntityTooLarge",
        `The sandbox accepts bodies of up to ${String(MAXIMUM_BODY_BYTES)} bytes. Upload in parts.`,
        413,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body decompressed, because SDKs compress large ones. S3 stores bodies as they are sent. @throws AwsError */
export function decodedBody({ headers }: RequestHead, body: Buffer, service: string | undefined): Buffer {
  const encoding = headers["content-encoding"];
  if (encoding === undefined || encoding === "" || service === "s3") return body;
  if (encoding.toLowerCase() !== "gzip") {
    throw new AwsError("UnsupportedMediaType", `The sandbox does not read the Content-Encoding ${encoding}.`, 415);
  }
  try {
    return gunzipSync(body, { maxOutputLength: MAXIMUM_BODY_BYTES });
  } catch (error) {
    throw new AwsError("SerializationException", `The body is not gzip as its Content-Encoding says: ${String(error)}`);
  }
}

/** A request as it was sent, with its operation and its parts, before its input is decoded. */
export interface SentRequest extends Omit<AwsRequest, "input"> {
  /** All parameters of a query protocol, including repeated ones. Empty in other protocols. */
  readonly form: URLSearchParams;
  /** The parsed JSON body. Undefined if it is not JSON or not part of the operation's input. */
  readonly json: unknown;
  /** The parameters in the path of a REST operation. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The request line and the headers. */
export type RequestHead = Pick<AwsRequest, "method" | "target" | "path" | "query" | "headers">;

export function readHead({ method = "GET", url: target = "/", headers }: IncomingMessage): RequestHead {
  const [path = "/", ...search] = target.split("?");
  return { method, target, path, query: new URLSearchParams(search.join("?")), headers };
}

/** Finds the service and operation of a request. Without a signature, they follow from its headers and path. */
export function readRequest(head: RequestHead, body: Buffer, signature: Signature | undefined): SentRequest {
  const { method, path, query, headers } = head;
  const form = formOf(head, body);
  const protocol = protocolOf(signature?.service, headers, form);
  const service = signature?.service ?? (protocol === "s3" ? "s3" : "unknown");
  const isRest = protocol === "rest-json" || protocol === "rest-xml";
  const rest = isRest ? restOperation(service, method, path, query) : undefined;
  const operation =
    named(headers, form) ?? rest?.name ?? (isRest ? rpcOperation(method, path) : undefined) ?? unnamed(head, service);
  const hasJson = protocol.startsWith("json") || (isRest && rest?.bodyIsData !== true);
  return {
    ...head,
    body,
    protocol,
    service,
    region: signature?.region ?? "us-east-1",
    accessKeyId: signature?.accessKeyId,
    operation,
    form,
    json: hasJson ? parsed(body) : undefined,
    pathParameters: rest?.parameters ?? {},
  };
}

/**
 * The request with its input. unambiguous.ts has ensured that moto and the gateway read the same input.
 * @throws AwsError SerializationException if the body of a JSON protocol is not a JSON structure
 */
export function withDecodedInput({ form, json, pathParameters, ...request }: SentRequest): AwsRequest {
  switch (request.protocol) {
    case "json-1.0":
    case "json-1.1":
      if (request.body.length === 0) return { ...request, input: {} };
      if (!isObject(json)) throw new AwsError("SerializationException", "The request is not a JSON structure.");
      return { ...request, input: json };
    case "query":
    case "ec2":
      return { ...request, body: Buffer.from(form.toString()), input: nested(form) };
    case "s3":
      return { ...request, input: s3Input(request) };
    case "rest-json":
    case "rest-xml":
      return {
        ...request,
        input: { ...Object.fromEntries(request.query), ...(isObject(json) && json), ...pathParameters },
      };
  }
}

/** The query protocols send a form in the body, or in the query string of a GET. */
function formOf({ headers, query }: RequestHead, body: Buffer): URLSearchParams {
  const isForm = /^application\/x-www-form-urlencoded/i.test(headers["content-type"] ?? "");
  if (isForm && body.length > 0) {
    const form = new URLSearchParams(body.toString());
    if (form.has("Action")) return form;
  }
  return query.has("Action") ? query : new URLSearchParams();
}

function parsed(body: Buffer): unknown {
  try {
    return body.length === 0 ? undefined : JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function named(headers: RequestHead["headers"], form: URLSearchParams): string | undefined {
  const target = headers["x-amz-target"];
  return typeof target === "string" ? target.split(".").at(-1) : (form.get("Action") ?? undefined);
}

function unnamed({ method, path, query, headers }: RequestHead, service: string): string {
  return service === "s3" ? s3Operation(method, path, query, "x-amz-copy-source" in headers) : `${method} ${path}`;
}
