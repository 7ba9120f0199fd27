/**
 * A request in the one form in which moto reads what the gateway has read. moto finds the action in a form, in the query
 * string, in the text of a JSON body and in headers, whichever it looks at first.
 */
import type { AwsRequest } from "../protocol/message";

export type PlainRequest = Pick<AwsRequest, "method" | "target" | "headers" | "body">;

/** A query string that says nothing: moto searches the body of a request that has none for parameters. */
const NO_QUERY = "fleetbook=";
const FORM = /^\s*(application\/x-www-form-urlencoded|multipart\/)/i;

export function plainRequest({ method, target, headers, body, protocol }: AwsRequest): PlainRequest {
  const contentType = headers["content-type"];
  // Bodies outside of S3 have been decoded.
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
          // A form in a body would be read in place of the query string.
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
