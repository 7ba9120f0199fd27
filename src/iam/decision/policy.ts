/**
 * Parses policy documents into a typed model that the rest of this folder works on. A document that IAM would not store
 * is refused with IAM's own error.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { z } from "zod";
import { matchesAction } from "./patterns";

/** Version of the policy language, not of the policy. Only the newer one has policy variables. */
export type LanguageVersion = "2008-10-17" | "2012-10-17";

/** `Action`, `NotAction`, `Resource` or `NotResource`. `not` is true for the second of each pair. */
export interface PatternElement {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly not: boolean;
  /** True for `"*"` and for `"AWS": "*"`, which means the same. */
  readonly anyone: boolean;
  /** Account ids and ARNs of accounts, users, roles and sessions. */
  readonly aws: readonly string[];
  /** `ssm.amazonaws.com` */
  readonly services: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUsers: readonly string[];
}

/** One key under one operator of a `Condition` block. */
export interface Condition {
  /** As written, prefix and suffix included: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  /** Position in the document, from 1. */
  readonly number: number;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly actions: PatternElement;
  /** Undefined in a trust policy: the resource is the role that has it. */
  readonly resources: PatternElement | undefined;
  readonly conditions: readonly Condition[];
}

/** An identity policy, a permissions boundary or a session policy. */
export interface PolicyDocument {
  readonly version: LanguageVersion;
  readonly statements: readonly Statement[];
}

interface TrustStatement extends Statement {
  readonly principals: PrincipalElement;
}

export interface TrustPolicy extends PolicyDocument {
  readonly statements: readonly TrustStatement[];
}

/** IAM's error of this name. The message begins as IAM's own does and adds where the fault is. */
export class MalformedPolicyDocument extends Error {
  override readonly name = "MalformedPolicyDocument";
}

const oneOrMore = <T extends z.ZodType>(value: T) =>
  z.union([value, z.array(value)]).transform((given) => [given].flat());

const strings = oneOrMore(z.string());
// IAM accepts numbers and booleans without quotes in conditions and compares them as strings.
const conditionValues = oneOrMore(z.union([z.string(), z.number(), z.boolean()]).transform(String));
const principalSchema = z.union([
  z.literal("*"),
  z.strictObject({
    AWS: strings.optional(),
    Service: strings.optional(),
    Federated: strings.optional(),
    CanonicalUser: strings.optional(),
  }),
]);
// IAM accepts "allow" for "Allow".
const effectSchema = z
  .string()
  .transform((effect) => effect.toLowerCase())
  .pipe(z.enum(["allow", "deny"], "expected Allow or Deny"));

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: effectSchema,
  Principal: principalSchema.optional(),
  NotPrincipal: principalSchema.optional(),
  Action: strings.optional(),
  NotAction: strings.optional(),
  Resource: strings.optional(),
  NotResource: strings.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});

const documentSchema = z.strictObject({
  Version: z.enum(["2008-10-17", "2012-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: oneOrMore(statementSchema),
});

type RawStatement = z.output<typeof statementSchema>;
type NamedPrincipals = Exclude<NonNullable<RawStatement["Principal"]>, "*">;

/**
 * Reads an identity policy, a permissions boundary or a session policy.
 * @param document a JSON string or a parsed object
 * @throws MalformedPolicyDocument
 */
export function parseIdentityPolicy(document: unknown): PolicyDocument {
  const { version, statements } = parse(document);
  return {
    version,
    statements: statements.map((raw, index) => {
      if (raw.Principal !== undefined || raw.NotPrincipal !== undefined) {
        throw new MalformedPolicyDocument("Policy document should not specify a principal.");
      }
      if ((raw.Resource ?? raw.NotResource ?? []).length === 0) {
        throw new MalformedPolicyDocument("Policy statement must contain resources.");
      }
      return toStatement(raw, index + 1);
    }),
  };
}

/**
 * Reads the trust policy of a role.
 * @param document a JSON string or a parsed object
 * @throws MalformedPolicyDocument
 */
export function parseTrustPolicy(document: unknown): TrustPolicy {
  const { version, statements } = parse(document);
  return {
    version,
    statements: statements.map((raw, index) => {
      for (const field of ["Resource", "NotResource"] as const) {
        if (raw[field] !== undefined) {
          throw new MalformedPolicyDocument(`Has prohibited field ${field}`);
        }
      }
      checkTrustActions(raw.Action ?? raw.NotAction ?? []);
      return { ...toStatement(raw, index + 1), principals: toTrustedPrincipals(raw) };
    }),
  };
}

/**
 * Reads the policy of a KMS key or a bucket: principals as in a trust policy, and resources. `*` is the key itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @param document a JSON string or a parsed object
 * @throws MalformedPolicyDocument
 */
export function parseResourcePolicy(document: unknown): TrustPolicy {
  const { version, statements } = parse(document);
  return {
    version,
    statements: statements.map((raw, index) => ({
      ...toStatement(raw, index + 1),
      principals: toTrustedPrincipals(raw),
    })),
  };
}

/** A statement of a policy of any kind. */
export interface StoredStatement extends Statement {
  /** Undefined in a policy of an identity: whoever has the policy. */
  readonly principals: PrincipalElement | undefined;
}

/**
 * Reads a policy of any kind as AWS stores it, for a comparison. Its principals are not checked: IAM keeps the unique id of a
 * principal that was deleted, and resources have principals that a role has not.
 * @param document a JSON string or a parsed object
 * @throws MalformedPolicyDocument
 */
export function parseStoredPolicy(document: unknown): { readonly statements: readonly StoredStatement[] } {
  const { statements } = parse(document);
  return {
    statements: statements.map((raw, index) => ({ ...toStatement(raw, index + 1), principals: storedPrincipals(raw) })),
  };
}

/** The rules that every kind of policy follows. */
function parse(document: unknown): { version: LanguageVersion; statements: readonly RawStatement[] } {
  const parsed = documentSchema.safeParse(typeof document === "string" ? readJson(document) : document);
  if (!parsed.success) {
    throw syntaxError(parsed.error.issues.map((issue) => [...issue.path, issue.message].join(": ")).join("; "));
  }
  const { Version: version = "2008-10-17", Statement: statements } = parsed.data;
  if (statements.length === 0) {
    throw syntaxError("Statement is empty");
  }
  statements.forEach(checkElements);
  const sids = statements.flatMap(({ Sid: sid }) => (sid === undefined || sid === "" ? [] : [sid]));
  if (new Set(sids).size < sids.length) {
    throw new MalformedPolicyDocument("Statement IDs (SID) in a single policy must be unique.");
  }
  return { version, statements };
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw syntaxError(error instanceof Error ? error.message : "not JSON");
  }
}

function syntaxError(detail: string): MalformedPolicyDocument {
  return new MalformedPolicyDocument(`Syntax errors in policy. (${detail})`);
}

function checkElements(statement: RawStatement): void {
  for (const element of ["Principal", "Action", "Resource"] as const) {
    if (statement[element] !== undefined && statement[`Not${element}`] !== undefined) {
      throw syntaxError(`a statement has both ${element} and Not${element}`);
    }
  }
  if ((statement.Action ?? statement.NotAction ?? []).length === 0) {
    throw new MalformedPolicyDocument("Policy statement must contain actions.");
  }
}

const accountId = /^\d{12}$/;
// AWS: "You cannot use a wildcard to match part of a principal name or ARN."
const principalArn = /^arn:[a-z-]+:(iam|sts)::\d{12}:[^*?]+$/;
const uniqueId = /^(AIDA|AROA)[A-Z0-9]+$/;

/** Whether a principal is the unique id of a user or role, which is what IAM shows of one that has been deleted. */
export function isUniqueId(principal: string): boolean {
  return uniqueId.test(principal);
}

/** The principals as they are written; undefined if the statement has neither Principal nor NotPrincipal. */
function storedPrincipals({ Principal, NotPrincipal }: RawStatement): PrincipalElement | undefined {
  const raw = Principal ?? NotPrincipal;
  if (raw === undefined) return undefined;
  const { AWS: aws = [], Service, Federated, CanonicalUser }: NamedPrincipals = raw === "*" ? { AWS: ["*"] } : raw;
  return {
    not: NotPrincipal !== undefined,
    anyone: aws.includes("*"),
    aws: aws.filter((value) => value !== "*"),
    services: Service ?? [],
    federated: Federated ?? [],
    canonicalUsers: CanonicalUser ?? [],
  };
}

function toTrustedPrincipals(statement: RawStatement): PrincipalElement {
  const element = storedPrincipals(statement);
  if (element === undefined) {
    throw new MalformedPolicyDocument("Missing required field Principal");
  }
  const { anyone, aws, services, federated, canonicalUsers } = element;
  if (!anyone && [aws, services, federated, canonicalUsers].flat().length === 0) {
    throw new MalformedPolicyDocument(
      "Invalid principal in policy: The passed in policy has a statement with no principals!",
    );
  }
  const wrong = element.aws.find((value) => !accountId.test(value) && !principalArn.test(value) && !isUniqueId(value));
  if (wrong !== undefined) {
    throw new MalformedPolicyDocument(`Invalid principal in policy: "AWS":"${wrong}"`);
  }
  return element;
}

const trustActions = [
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:SetContext",
  "sts:SetSourceIdentity",
  "sts:TagSession",
];

function checkTrustActions(patterns: readonly string[]): void {
  const isTrustAction = (pattern: string) =>
    /^sts:/i.test(pattern) && trustActions.some((action) => matchesAction(pattern, action));
  if (!patterns.every(isTrustAction)) {
    throw new MalformedPolicyDocument("AssumeRole policy may only specify STS AssumeRole actions.");
  }
}

function toStatement(raw: RawStatement, number: number): Statement {
  const resources = raw.Resource ?? raw.NotResource;
  return {
    number,
    sid: raw.Sid === "" ? undefined : raw.Sid,
    effect: raw.Effect === "allow" ? "Allow" : "Deny",
    actions: { not: raw.NotAction !== undefined, patterns: raw.Action ?? raw.NotAction ?? [] },
    resources: resources && { not: raw.NotResource !== undefined, patterns: resources },
    conditions: Object.entries(raw.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    ),
  };
}
