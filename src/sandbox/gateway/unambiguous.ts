/**
 * Refuses requests that the gateway and moto could read differently. The gateway authorizes a request as it has read it,
 * and moto reads it again in its own way. With a path that moto normalizes, a repeated parameter or an action in another
 * case, the gateway could authorize one operation and moto perform another.
 */
import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as ssm from "@aws-sdk/client-ssm";
import { isObject } from "../../document/json";
import { decoded, rpcOperation } from "../protocol/rest-operations";
import { AwsError, notImplemented } from "../protocol/aws-error";
import type { SentRequest } from "./read-request";
import { xmlTexts } from "../protocol/xml";
import { S3_SUBRESOURCES } from "../protocol/s3-operation";

/** Paths that moto answers itself for every service, and that of S3 Control, whose requests are signed as S3. */
const NOT_A_SERVICE = /^\/(moto-api|latest\/(meta-data|api)|v20180820|favicon\.ico)/;
/** Bucket names from before 2018 may have capital letters and underscores. */
const BUCKET = /^[A-Za-z0-9._-]{3,255}$/;
const REGION = /^([a-z]{2,8}(-[a-z]+)+-\d{1,2}|aws-global)$/;
/** moto treats every service with `s3` in its name as S3, except these. */
const WITH_S3_IN_NAME = new Set(["s3", "s3tables", "s3vectors"]);

/** Services whose operation names are checked, because moto accepts them in any case and AWS does not. */
const OPERATIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["ec2", operationsOf(ec2)],
  ["iam", operationsOf(iam)],
  ["ssm", operationsOf(ssm)],
]);

/** Checks the path and the signature's credential scope before they are used. @throws AwsError */
export function checkTarget(request: SentRequest): void {
  const { target, path, service, region } = request;
  // An absolute URL, a fragment or a backslash.
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

/** Checks the parameters and the body. @throws AwsError with the error of the request's protocol */
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
      if (rpcOperation(request.method, request.path) !== undefined) {
        throw new AwsError("UnknownOperationException", "The path and X-Amz-Target both name an operation.");
      }
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
  // A request to EC2 without an action has no operation name, but method and path.
  const isName = /^[A-Za-z][A-Za-z0-9]*$/.test(operation) || (protocol === "ec2" && operation.includes(" "));
  const known = OPERATIONS.get(service);
  if (!isName || known?.has(operation) === false) throw new AwsError(code, message);
}

/** Requires that each name occurs once, and that no name has both a value and members. */
function checkParameters(parameters: URLSearchParams): void {
  const names = [...parameters.keys()];
  const unique = new Set(names);
  const doubled =
    names.length > unique.size
      ? names.find((name, index) => names.indexOf(name) !== index)
      : names.find((name) => parentsOf(name).some((parent) => unique.has(parent)));
  if (doubled !== undefined) {
    throw new AwsError("MalformedQueryString", `The parameter ${doubled} occurs more than once.`);
  }
}

/** `A` and `A.B` for `A.B.C`. */
function parentsOf(name: string): readonly string[] {
  const parts = name.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

function checkS3({ path, query, headers, operation, body }: SentRequest): void {
  const bucket = path.split("/")[1] ?? "";
  if (bucket !== "" && !BUCKET.test(bucket)) {
    throw new AwsError("InvalidBucketName", "The specified bucket is not valid.");
  }
  // moto ends the key there. SDKs encode the semicolon.
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

/** Requires that every element that moto could read as a key is one that the gateway reads. */
function checkKeys(document: string): void {
  const isPlain = !/<!|<\?(?!xml )|<\w+:/.test(document);
  const openingTags = document.match(/<\s*Key\b/g)?.length ?? 0;
  if (!isPlain || openingTags === 0 || openingTags !== xmlTexts(document, "Key").length) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
}

/** moto searches for a parameter in the query string, then in the body, then in the path. It may be in only one of them. */
function checkRest({ query, json }: SentRequest): void {
  const names = [...query.keys()];
  const inBody = isObject(json) ? json : {};
  const doubled = names.find((name, index) => names.indexOf(name) !== index || Object.hasOwn(inBody, name));
  if (doubled !== undefined) {
    throw new AwsError("ValidationException", `The parameter ${doubled} occurs more than once.`);
  }
}

function operationsOf(client: object): ReadonlySet<string> {
  return new Set(Object.keys(client).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []));
}
