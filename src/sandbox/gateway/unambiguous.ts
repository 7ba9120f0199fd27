/**
 * Refuses what two readers could read differently. The gateway decides by what it has read, and moto reads a request again
 * in its own way: a path that moto merges, a parameter that is there twice or an action in another case would be allowed
 * as one thing and done as another.
 */
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as ssm from "@aws-sdk/client-ssm";
import { isObject } from "../../document/json";
import { decoded } from "../protocol/rest-operations";
import { AwsError, notImplemented } from "../protocol/aws-error";
import type { SentRequest } from "./read-request";
import { xmlTexts } from "../protocol/xml";
import { S3_SUBRESOURCES } from "../protocol/s3-operation";

/** moto's own pages, behind every service, and S3 Control's, which is signed as S3. */
const NOT_A_SERVICE = /^\/(moto-api|latest\/(meta-data|api)|v20180820|favicon\.ico)/;
/** Bucket names of before 2018 may have capital letters and underscores. */
const BUCKET = /^[A-Za-z0-9._-]{3,255}$/;
const REGION = /^([a-z]{2,8}(-[a-z]+)+-\d{1,2}|aws-global)$/;
/** moto takes every service that has `s3` in its name for S3, but for these. */
const WITH_S3_IN_NAME = new Set(["s3", "s3tables", "s3vectors"]);

/** The services whose operations are told apart here by their names. moto takes these in any case, AWS in one. */
const OPERATIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["ec2", operationsOf(ec2)],
  ["iam", operationsOf(iam)],
  ["ssm", operationsOf(ssm)],
]);

/** The path and the scope of the signature; before anything is made of them. @throws AwsError */
export function checkTarget(request: SentRequest): void {
  const { target, path, service, region } = request;
  // An absolute address, and what a browser would cut off.
  if (!target.startsWith("/") || /[#\\]/.test(target))
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.");
  if (path.startsWith("//")) throw new AwsError("InvalidBucketName", "The specified bucket is not valid.");
  if (NOT_A_SERVICE.test(decoded(path))) throw notImplemented(service, `${request.method} ${path}`);
  if (!/^[a-z0-9-]+$/.test(service) || (service.includes("s3") && !WITH_S3_IN_NAME.has(service))) {
    throw notImplemented(service, request.operation);
  }
  if (!REGION.test(region)) {
    throw new AwsError("SignatureDoesNotMatch", `Credential should be scoped to a valid region, not '${region}'.`, 403);
  }
}

/** The parameters and the body. @throws AwsError in the words of the request's protocol */
export function checkContent(request: SentRequest): void {
  switch (request.protocol) {
    case "query":
    case "ec2":
      checkOperation(request, "InvalidAction", `The action ${request.operation} is not valid for this web service.`);
      checkParameters(request.form);
      break;
    case "json-1.0":
    case "json-1.1":
      checkOperation(request, "UnknownOperationException", `The operation ${request.operation} is not known.`);
      break;
    case "s3":
      checkS3(request);
      break;
    case "rest-json":
    case "rest-xml":
      checkRest(request);
  }
}

function checkOperation({ service, operation, protocol }: SentRequest, code: string, message: string): void {
  // EC2 without an action is not called anything.
  const isName = /^[A-Za-z][A-Za-z0-9]*$/.test(operation) || (protocol === "ec2" && operation.includes(" "));
  const known = OPERATIONS.get(service);
  if (!isName || known?.has(operation) === false) throw new AwsError(code, message);
}

/** Each name once, and none that is a string and has members as well. */
function checkParameters(parameters: URLSearchParams): void {
  const names = [...parameters.keys()];
  const unique = new Set(names);
  const doubled =
    names.length > unique.size
      ? names.find((name, index) => names.indexOf(name) !== index)
      : names.find((name) => parentsOf(name).some((parent) => unique.has(parent)));
  if (doubled !== undefined) {
    throw new AwsError("MalformedQueryString", `The parameter ${doubled} is there more than once.`);
  }
}

/** `A`, `A.B` of `A.B.C`. */
function parentsOf(name: string): readonly string[] {
  const parts = name.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

function checkS3({ path, query, headers, operation, body }: SentRequest): void {
  const bucket = path.split("/")[1] ?? "";
  if (bucket !== "" && !BUCKET.test(bucket)) {
    throw new AwsError("InvalidBucketName", "The specified bucket is not valid.");
  }
  // moto cuts it off; SDKs encode it.
  if (path.includes(";")) throw new AwsError("InvalidURI", "Write ; in a key as %3B.");
  const subresources = [...new Set(query.keys())].filter((name) => S3_SUBRESOURCES.has(name));
  if (subresources.length > 1) {
    throw new AwsError("InvalidArgument", `Conflicting query string parameters: ${subresources.join(", ")}`);
  }
  const source = headers["x-amz-copy-source"];
  if (source !== undefined && !isPlainSource(source)) {
    throw new AwsError("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
  if (operation === "DeleteObjects") checkKeys(body.toString());
}

function isPlainSource(source: string | string[]): boolean {
  if (typeof source !== "string" || /[;#]/.test(source)) return false;
  const [bucket = "", key = ""] = decoded(source.split("?")[0] ?? "")
    .replace(/^\//, "")
    .split("/");
  return BUCKET.test(bucket) && key !== "";
}

/** Every element that any reader takes for a key is one that we read. */
function checkKeys(document: string): void {
  const isPlain = !/<!|<\?(?!xml )|<\w+:/.test(document);
  const begun = document.match(/<\s*Key\b/g)?.length ?? 0;
  if (!isPlain || begun === 0 || begun !== xmlTexts(document, "Key").length) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
}

/** moto looks for a parameter in the query string first, then in the body and last in the path: it must be in one alone. */
function checkRest({ query, json }: SentRequest): void {
  const names = [...query.keys()];
  const inBody = isObject(json) ? json : {};
  const doubled = names.find((name, index) => names.indexOf(name) !== index || Object.hasOwn(inBody, name));
  if (doubled !== undefined) {
    throw new AwsError("ValidationException", `The parameter ${doubled} is there more than once.`);
  }
}

function operationsOf(client: object): ReadonlySet<string> {
  return new Set(Object.keys(client).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []));
}
