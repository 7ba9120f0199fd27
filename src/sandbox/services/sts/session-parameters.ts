/**
 * Reads and checks the parameters of AssumeRole, with the error messages of STS.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import type { IAMClient } from "@aws-sdk/client-iam";
import { parseIdentityPolicy } from "../../../iam/decision/policy";
import { AwsError } from "../../protocol/aws-error";
import { objectsOf, stringOf, stringsOf, type Input } from "../../protocol/input";
import { orMalformed } from "../../protocol/malformed-policy";
import type { SessionRequest } from "./assume-role";
import { managedPolicyJson } from "../../identities/stored-policies";

const NAME_PATTERN = /^[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID_PATTERN = /^[\w+=,.@:/\-\\]{2,1224}$/;
const ROLE_ARN_PATTERN = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;
const SHORTEST_SESSION_SECONDS = 900;
const LONGEST_SESSION_SECONDS = 43_200;
const LONGEST_POLICY = 2048;
const MAXIMUM_TAGS = 50;
const TAG_KEY_PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE_PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/**
 * @param iam an IAM client of the caller's account, which reads managed session policies
 * @throws AwsError ValidationError, MalformedPolicyDocument, PackedPolicyTooLarge
 */
export async function readSessionParameters(input: Input, iam: IAMClient): Promise<SessionRequest> {
  const roleArn = required(input, "RoleArn");
  if (!ROLE_ARN_PATTERN.test(roleArn)) throw new AwsError("ValidationError", `${roleArn} is invalid`);
  const given = tags(input);
  return {
    roleArn,
    sessionName: matching(required(input, "RoleSessionName"), "roleSessionName", NAME_PATTERN),
    durationSeconds: duration(input),
    externalId: optional(input, "ExternalId", EXTERNAL_ID_PATTERN),
    sourceIdentity: optional(input, "SourceIdentity", NAME_PATTERN),
    sessionPolicies: await policies(input, iam),
    tags: given,
    transitiveTagKeys: transitiveTagKeys(input, given),
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
  throw constraint(`'${value}'`, member, patternRule(pattern));
}

function patternRule({ source }: RegExp): string {
  return `Member must satisfy regular expression pattern: ${source}`;
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
  orMalformed(() => documents.forEach(parseIdentityPolicy));
  return documents;
}

function tags(input: Input): Record<string, string> {
  const list = objectsOf(input, "Tags");
  if (list.length > MAXIMUM_TAGS) {
    throw constraint("…", "tags", `Member must have length less than or equal to ${String(MAXIMUM_TAGS)}`);
  }
  const pairs = list.map((tag) => [stringOf(tag, "Key") ?? "", stringOf(tag, "Value") ?? ""] as const);
  for (const [key, value] of pairs) {
    if (!TAG_KEY_PATTERN.test(key)) throw constraint(`'${key}'`, "tags.member.key", patternRule(TAG_KEY_PATTERN));
    if (!TAG_VALUE_PATTERN.test(value)) {
      throw constraint(`'${value}'`, "tags.member.value", patternRule(TAG_VALUE_PATTERN));
    }
    if (/^aws:/i.test(key)) {
      throw new AwsError("ValidationError", `System tags cannot be added/updated by requester: ${key}`);
    }
  }
  const keys = pairs.map(([key]) => key.toLowerCase());
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  if (twice !== undefined) {
    throw new AwsError(
      "InvalidInput",
      `Duplicate tag keys found. Please note that Tag keys are case insensitive: ${twice}`,
    );
  }
  return Object.fromEntries(pairs);
}

function transitiveTagKeys(input: Input, given: Readonly<Record<string, string>>): readonly string[] {
  const keys = stringsOf(input, "TransitiveTagKeys");
  const missing = keys.find((key) => !Object.hasOwn(given, key));
  if (missing === undefined) return keys;
  throw new AwsError("ValidationError", `The transitive tag key ${missing} is not the key of a session tag.`);
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
