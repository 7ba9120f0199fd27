/**
 * Policies and roles that IAM refuses and moto takes: too large, too many, with operators that do not exist, for services that
 * do not, with sessions that are too long. The numbers are AWS's default quotas; white space does not count.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
import type { IAMClient } from "@aws-sdk/client-iam";
import { isConditionOperator } from "../../../iam/decision/operators";
import {
  parseIdentityPolicy,
  parseTrustPolicy,
  type PolicyDocument,
  type TrustPolicy,
} from "../../../iam/decision/policy";
import { attachedPolicies, inlinePolicies, type IdentityKind } from "../../identities/own-policies";
import { orUndefined, type IamOf } from "../../identities/stored-policies";
import { AwsError } from "../../protocol/aws-error";
import { stringOf, type Input } from "../../protocol/input";
import { malformedPolicy, orMalformed } from "../../protocol/malformed-policy";
import type { ServiceLayer } from "../../protocol/message";

const LARGEST_TRUST_POLICY = 2048;
const LARGEST_MANAGED_POLICY = 6144;
const MOST_MANAGED_POLICIES = 10;
const SHORTEST_SESSION_SECONDS = 3600;
const LONGEST_SESSION_SECONDS = 43_200;

/** Characters of all inline policies of one identity together. */
const LARGEST_INLINE_POLICIES: Readonly<Record<IdentityKind, number>> = { role: 10_240, user: 2048, group: 5120 };

export function policyLimits(iamOf: IamOf): ServiceLayer {
  return async (request, next) => {
    await check(request.operation, request.input, iamOf(request.caller.accountId));
    return next(request);
  };
}

/** @throws AwsError as IAM refuses */
async function check(operation: string, input: Input, iam: IAMClient): Promise<void> {
  switch (operation) {
    case "CreateRole":
      checkSession(input);
      return checkTrust(stringOf(input, "AssumeRolePolicyDocument"));
    case "UpdateRole":
      return checkSession(input);
    case "UpdateAssumeRolePolicy":
      return checkTrust(stringOf(input, "PolicyDocument"));
    case "CreatePolicy":
    case "CreatePolicyVersion": {
      const document = checkIdentity(input);
      if (sizeOf(document) > LARGEST_MANAGED_POLICY) throw exceeded(`PolicySize: ${LARGEST_MANAGED_POLICY}`);
      return;
    }
  }
  const [, verb, name] = /^(Put|Attach)(Role|User|Group)Policy$/.exec(operation) ?? [];
  if (name === undefined) return;
  const kind = name.toLowerCase() as IdentityKind;
  const owner = stringOf(input, `${name}Name`) ?? "";
  // moto answers for an identity that does not exist.
  if (verb === "Put") {
    const document = checkIdentity(input);
    const stored = await orUndefined(inlinePolicies(iam, kind, owner));
    if (stored !== undefined) checkInline(document, stringOf(input, "PolicyName") ?? "", stored, kind, owner);
  } else {
    const stored = await orUndefined(attachedPolicies(iam, kind, owner));
    if (stored !== undefined) checkAttached(stringOf(input, "PolicyArn") ?? "", stored, name);
  }
}

function checkTrust(document = ""): void {
  const policy = orMalformed(() => parseTrustPolicy(document));
  checkOperators(policy);
  checkServices(policy);
  if (sizeOf(document) > LARGEST_TRUST_POLICY) throw exceeded(`ACLSizePerRole: ${LARGEST_TRUST_POLICY}`);
}

function checkIdentity(input: Input): string {
  const document = stringOf(input, "PolicyDocument") ?? "";
  checkOperators(orMalformed(() => parseIdentityPolicy(document)));
  return document;
}

function checkInline(
  document: string,
  policyName: string,
  stored: ReadonlyMap<string, string>,
  kind: IdentityKind,
  owner: string,
): void {
  const all = new Map(stored).set(policyName, document);
  const size = [...all.values()].reduce((sum, each) => sum + sizeOf(each), 0);
  const most = LARGEST_INLINE_POLICIES[kind];
  if (size <= most) return;
  throw new AwsError("LimitExceeded", `Maximum policy size of ${most} bytes exceeded for ${kind} ${owner}`, 409);
}

function checkAttached(arn: string, stored: readonly string[], name: string): void {
  if (stored.includes(arn) || stored.length < MOST_MANAGED_POLICIES) return;
  throw exceeded(`PoliciesPer${name}: ${MOST_MANAGED_POLICIES}`);
}

function checkSession(input: Input): void {
  const given = stringOf(input, "MaxSessionDuration");
  const seconds = Number(given ?? SHORTEST_SESSION_SECONDS);
  const bound =
    seconds < SHORTEST_SESSION_SECONDS
      ? `greater than or equal to ${SHORTEST_SESSION_SECONDS}`
      : seconds > LONGEST_SESSION_SECONDS
        ? `less than or equal to ${LONGEST_SESSION_SECONDS}`
        : undefined;
  if (bound === undefined) return;
  throw new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${given ?? ""}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function checkOperators({ statements }: PolicyDocument): void {
  const unknown = statements
    .flatMap(({ conditions }) => conditions)
    .find(({ operator }) => !isConditionOperator(operator));
  if (unknown === undefined) return;
  throw malformedPolicy(`Syntax errors in policy. (${unknown.operator} is not a condition operator)`);
}

/** AWS has no list of its services' principals. Their names end like this, so that a name which is cut or misspelt there is noticed. */
const SERVICE_PRINCIPAL = /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal)$/;

function checkServices({ statements }: TrustPolicy): void {
  const wrong = statements
    .flatMap(({ principals }) => principals.services)
    .find((name) => !SERVICE_PRINCIPAL.test(name));
  if (wrong !== undefined) throw malformedPolicy(`Invalid principal in policy: "SERVICE":"${wrong}"`);
}

/** Characters that count. */
function sizeOf(document: string): number {
  return document.replace(/\s/g, "").length;
}

function exceeded(quota: string): AwsError {
  return new AwsError("LimitExceeded", `Cannot exceed quota for ${quota}`, 409);
}
