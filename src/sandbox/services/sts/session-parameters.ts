/**
 * Reads and checks the parameters of AssumeRole, with the error messages of STS.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import type { IAMClient } from "@aws-sdk/client-iam";
import { MalformedPolicyDocument, parseIdentityPolicy } from "../../../iam/decision/policy";
import { AwsError } from "../../protocol/aws-error";
import { objectsOf, stringOf, type Input } from "../../protocol/input";
import type { SessionRequest } from "./assume-role";
import { managedPolicyJson } from "../../identities/stored-policies";

const NAME_PATTERN = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID_PATTERN = /^[\w+=,.@:/\-\\]{2,1224}$/;
const ROLE_ARN_PATTERN = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;
const SHORTEST_SESSION_SECONDS = 900;
const LONGEST_SESSION_SECONDS = 43_200;
const LONGEST_POLICY = 2048;
const MAXIMUM_TAGS = 50;

/**
 * @param iam an IAM client of the caller's account, which reads managed session policies
 * @throws AwsError ValidationError, MalformedPolicyDocument, PackedPolicyTooLarge
 */
export async function readSessionParameters(input: Input, iam: IAMClient): Promise<SessionRequest> {
  const roleArn = required(input, "RoleArn");
  if (!ROLE_ARN_PATTERN.test(roleArn)) throw new AwsError("ValidationError", `${roleArn} is invalid`);
  return {
    roleArn,
    sessionName: matching(required(input, "RoleSessionName"), "roleSessionName", NAME_PATTERN),
    durationSeconds: duration(input),
    externalId: optional(input, "ExternalId", EXTERNAL_ID_PATTERN),
    sourceIdentity: optional(input, "SourceIdentity", NAME_PATTERN),
    sessionPolicies: await policies(input, iam),
    tags: tags(input),
  };
}

function required(input: Input, name: string): string {
  const value = stringOf(input, name);
  if (value === undefined) {
    throw constraint("null", lowerFirst(name), "Member must not be null");
  }
  return value;
}

function optional(input: Input, name: string, pattern: RegExp): string | undefined {
  const value = input[name];
  return typeof value !== "string" ? undefined : matching(value, lowerFirst(name), pattern);
}

function matching(value: string, member: string, pattern: RegExp): string {
  if (pattern.test(value)) return value;
  throw constraint(`'${value}'`, member, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

function duration(input: Input): number | undefined {
  const value = input["DurationSeconds"];
  if (typeof value !== "string") return undefined;
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < SHORTEST_SESSION_SECONDS) {
    const bound = `Member must have value greater than or equal to ${String(SHORTEST_SESSION_SECONDS)}`;
    throw constraint(`'${value}'`, "durationSeconds", bound);
  }
  if (seconds > LONGEST_SESSION_SECONDS) {
    const bound = `Member must have value less than or equal to ${String(LONGEST_SESSION_SECONDS)}`;
    throw constraint(`'${value}'`, "durationSeconds", bound);
  }
  return seconds;
}

async function policies(input: Input, iam: IAMClient): Promise<string[]> {
  const inline = typeof input["Policy"] === "string" ? input["Policy"] : undefined;
  if (inline !== undefined && inline.length > LONGEST_POLICY) {
    throw new AwsError(
      "PackedPolicyTooLarge",
      `The session policy has more than ${String(LONGEST_POLICY)} characters.`,
    );
  }
  const managed = objectsOf(input, "PolicyArns").map(async (policy) => {
    const arn = stringOf(policy, "arn") ?? "";
    const json = await managedPolicyJson(iam, arn);
    if (json === undefined) throw new AwsError("ValidationError", `The managed policy ${arn} does not exist.`);
    return json;
  });
  const documents = [...(inline === undefined ? [] : [inline]), ...(await Promise.all(managed))];
  try {
    documents.forEach(parseIdentityPolicy);
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) throw new AwsError("MalformedPolicyDocument", error.message);
    throw error;
  }
  return documents;
}

function tags(input: Input): Record<string, string> {
  const list = objectsOf(input, "Tags");
  if (list.length > MAXIMUM_TAGS) {
    throw constraint("…", "tags", `Member must have length less than or equal to ${String(MAXIMUM_TAGS)}`);
  }
  return Object.fromEntries(list.map((tag) => [stringOf(tag, "Key") ?? "", stringOf(tag, "Value") ?? ""]));
}

function constraint(value: string, member: string, rule: string): AwsError {
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
