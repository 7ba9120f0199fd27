/**
 * The protocols of AWS services, and how the protocol of a request is found. An error in another protocol would make SDKs
 * report a parse error in place of the message.
 */
import type { IncomingHttpHeaders } from "node:http";

export type Protocol = "json-1.0" | "json-1.1" | "query" | "ec2" | "s3" | "rest-xml" | "rest-json";

const REST_XML_SERVICES = new Set(["route53", "cloudfront", "s3-control"]);

/** The protocol of a request. `service` is undefined if the request is not signed. */
export function protocolOf(
  service: string | undefined,
  headers: IncomingHttpHeaders,
  parameters: URLSearchParams,
): Protocol {
  if (headers["x-amz-target"] !== undefined) {
    return headers["content-type"]?.includes("json-1.0") === true ? "json-1.0" : "json-1.1";
  }
  if (service === "ec2") return "ec2";
  if (parameters.has("Action")) return "query";
  if (service === undefined || service === "s3") return "s3";
  return REST_XML_SERVICES.has(service) ? "rest-xml" : "rest-json";
}
