/** Reads an HTTP request into the gateway's own terms: body within a bound, service, Region, operation, protocol. */
import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { AwsError } from "../protocol/aws-error";
import type { AwsRequest } from "../protocol/message";
import { protocolOf } from "../protocol/protocol";
import { s3Operation } from "../protocol/s3-operation";
import type { Signature } from "./signature";

/** Bytes; S3 clients send larger objects in parts of 5 to 8 MiB. */
export const MAXIMUM_BODY_BYTES = 64 * 1024 * 1024;

/** The whole body. @throws AwsError EntityTooLarge beyond the bound. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BODY_BYTES) {
      throw new AwsError(
        "EntityTooLarge",
        `The sandbox takes bodies of up to ${String(MAXIMUM_BODY_BYTES)} bytes. Upload in parts.`,
        413,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body as it was before it was compressed, which SDKs do to large ones. S3 keeps objects as they come. @throws AwsError */
export function decodedBody(message: IncomingMessage, body: Buffer, service: string | undefined): Buffer {
  const encoding = message.headers["content-encoding"];
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

/** Names what a request asks for. Without a signature the service is taken from what the request looks like. */
export function describeRequest(message: IncomingMessage, body: Buffer, signature: Signature | undefined): AwsRequest {
  const target = message.url ?? "/";
  const [path = "/", ...search] = target.split("?");
  const query = new URLSearchParams(search.join("?"));
  const method = message.method ?? "GET";
  const parameters = queryParameters(message, body, query);
  const protocol = protocolOf(signature?.service, message.headers, parameters);
  const service = signature?.service ?? (protocol === "s3" ? "s3" : "unknown");
  return {
    method,
    target,
    path,
    query,
    headers: message.headers,
    body,
    protocol,
    service,
    region: signature?.region ?? "us-east-1",
    accessKeyId: signature?.accessKeyId,
    operation: operationName(message, service, path, query, parameters),
    parameters,
  };
}

/** The query protocols send a form, or, in a GET, the query string. */
function queryParameters(message: IncomingMessage, body: Buffer, query: URLSearchParams): URLSearchParams {
  const isForm = /^application\/x-www-form-urlencoded/i.test(message.headers["content-type"] ?? "");
  if (isForm && body.length > 0) {
    const form = new URLSearchParams(body.toString());
    if (form.has("Action")) return form;
  }
  return query.has("Action") ? query : new URLSearchParams();
}

function operationName(
  message: IncomingMessage,
  service: string,
  path: string,
  query: URLSearchParams,
  parameters: URLSearchParams,
): string {
  const jsonTarget = message.headers["x-amz-target"];
  if (typeof jsonTarget === "string") return jsonTarget.split(".").at(-1) ?? jsonTarget;
  const action = parameters.get("Action");
  if (action !== null) return action;
  const method = message.method ?? "GET";
  if (service === "s3") return s3Operation(method, path, query, "x-amz-copy-source" in message.headers);
  return `${method} ${path}`;
}
