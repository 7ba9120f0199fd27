/**
 * Rewrites a request so that moto reads the same thing as the gateway. moto searches for the action in a form, in the query
 * string, in the raw JSON body and in headers, in an order of its own.
 */
import type { AwsRequest } from "../protocol/message";
import { restOperation } from "../protocol/rest-operations";

export type PlainRequest = Pick<AwsRequest, "method" | "target" | "headers" | "body">;

/** A meaningless query string. Without one, moto searches the body of the request for parameters, and then its headers. */
const NO_QUERY = "fleetbook=";
/** Headers that no parameter is called like. */
const NO_PARAMETER =
  /^(x-amz|x-amzn|amz-sdk|accept|authorization|cache-control|content-|date$|expires$|host$|if-|range$|user-agent$)/;
const FORM = /^\s*(application\/x-www-form-urlencoded|multipart\/)/i;

export function plainRequest(request: AwsRequest): PlainRequest {
  const { method, target, headers, body, protocol } = request;
  const contentType = headers["content-type"];
  // The gateway has decoded bodies, except those for S3.
  const { "x-amz-target": jsonTarget, "content-encoding": encoding, ...plain } = headers;
  switch (protocol) {
    case "query":
    case "ec2":
      return {
        method: "POST",
        target: "/",
        headers: { ...plain, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body,
      };
    case "json-1.0":
    case "json-1.1":
      return {
        method: "POST",
        target: `/?${NO_QUERY}`,
        headers: { ...plain, "x-amz-target": jsonTarget, "content-type": `application/x-amz-${protocol}` },
        body,
      };
    case "s3":
      return {
        method,
        target,
        headers: {
          ...plain,
          ...(encoding !== undefined && { "content-encoding": encoding }),
          // moto would read a form in the body in place of the query string.
          ...(contentType !== undefined && FORM.test(contentType) && { "content-type": "binary/octet-stream" }),
        },
        body,
      };
    case "rest-json":
    case "rest-xml": {
      const sent = target.includes("?") ? { target, headers: plain, body } : withoutQuery(request, plain);
      return {
        method,
        ...sent,
        headers: {
          ...sent.headers,
          ...(contentType !== undefined && FORM.test(contentType) && { "content-type": "application/json" }),
        },
      };
    }
  }
}

/**
 * A REST request in which moto finds no other parameters than AWS would. moto cuts names off the end of the whole URI, so a
 * query string that the caller did not send is added only where the body may not be changed.
 */
function withoutQuery(
  { service, method, target, path, query, body }: AwsRequest,
  headers: PlainRequest["headers"],
): Omit<PlainRequest, "method"> {
  const isData = restOperation(service, method, path, query)?.bodyIsData === true && body.length > 0;
  const escaped = isData ? undefined : asOneWord(body);
  if (escaped === undefined) return { target: `${target}?${NO_QUERY}`, headers, body };
  const named = Object.entries(headers).filter(([name]) => NO_PARAMETER.test(name));
  return { target, headers: Object.fromEntries(named), body: escaped };
}

/** JSON in which moto cannot find a form, because its separators are escaped. Undefined if the body is not JSON. */
function asOneWord(body: Buffer): Buffer | undefined {
  if (body.length === 0) return body;
  const text = body.toString("utf8");
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return Buffer.from(text.replace(/[&=;]/g, (separator) => `\\u00${separator.charCodeAt(0).toString(16)}`));
}
