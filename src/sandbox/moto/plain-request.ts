/**
 * Rewrites a request so that moto reads the same thing as the gateway. moto searches for the action in a form, in the query
 * string, in the raw JSON body and in headers, in an order of its own.
 */
import type { AwsRequest } from "../protocol/message";

export type PlainRequest = Pick<AwsRequest, "method" | "target" | "headers" | "body">;

/** A meaningless query string. Without one, moto searches the body of the request for parameters. */
const NO_QUERY = "fleetbook=";
const FORM = /^\s*(application\/x-www-form-urlencoded|multipart\/)/i;

export function plainRequest({ method, target, headers, body, protocol }: AwsRequest): PlainRequest {
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
    case "rest-xml":
      return {
        method,
        target: target.includes("?") ? target : `${target}?${NO_QUERY}`,
        headers: {
          ...plain,
          ...(contentType !== undefined && FORM.test(contentType) && { "content-type": "application/json" }),
        },
        body,
      };
  }
}
