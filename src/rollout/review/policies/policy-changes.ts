/** Who may do what after a change of a resource, compared with before. */
import { comparePolicies } from "../../../iam/comparison/compare-policies";
import { MalformedPolicyDocument, parseStoredPolicy, type StoredStatement } from "../../../iam/decision/policy";
import type { Value } from "../attributes";
import type { Place } from "../places";
import type { ResourceChange } from "../resource-changes";
import { grantChanges } from "./grant-changes";
import { guardChanges } from "./guard-changes";
import { policyAttributes, type PolicyAttribute } from "./policy-attributes";
import { unreadable, type PolicyChange, type PolicySentence } from "./policy-change";
import { sentenceOf, type AccountNames } from "./sentences";

export function policyChanges(
  { place, kind, type, label, values, changed, ofImported }: ResourceChange,
  accountName: AccountNames,
): readonly (PolicyChange & { readonly place: Place })[] {
  const resource: PolicyChange["resource"] =
    kind === "create" && !ofImported ? "created" : kind === "delete" || kind === "forget" ? "destroyed" : "changed";
  const ofPolicies = policyAttributes(type, values, changed).map((policy) => ({
    ...{ aspect: policy.aspect, attribute: policy.attribute },
    sentences: resource === "destroyed" ? lostWith(policy, accountName) : policySentences(policy, accountName),
  }));
  return [...ofPolicies, ...grantChanges(type, values, changed, accountName), ...guardChanges(type, values)]
    .map((change) => {
      // What goes with a destroyed resource is no news, unless it was a limit.
      const told = change.sentences.filter(({ effect }) => resource !== "destroyed" || effect === "wider");
      return { place, label, type, resource, ...change, sentences: told };
    })
    .filter(({ sentences }) => sentences.length > 0);
}

function policySentences(
  { before, after, aspect }: PolicyAttribute,
  accountName: AccountNames,
): readonly PolicySentence[] {
  if (after.kind === "sensitive") {
    return [unreadable("The policy is marked as sensitive, so it is not shown and cannot be reviewed.")];
  }
  if (after.kind === "unknown")
    return [unreadable("The policy is known only after the apply, so it cannot be reviewed.")];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [statementsOf(before), statementsOf(after)];
  if (old === undefined || now === undefined) {
    return [
      unreadable(
        `The ${old === undefined ? "policy of before" : "new policy"} is not one that IAM accepts, so it cannot be compared.`,
      ),
    ];
  }
  const differences = comparePolicies(old, now);
  if (differences.length === 0) return [{ effect: "same", text: "Same policy in another spelling.", wildcard: false }];
  return differences.map((difference) => sentenceOf(difference, aspect, accountName));
}

/** What is lost with the resource; only what it denied is worth a sentence each. */
function lostWith({ before, aspect }: PolicyAttribute, accountName: AccountNames): readonly PolicySentence[] {
  const statements = statementsOf(before) ?? [];
  const denials = comparePolicies(
    statements.filter(({ effect }) => effect === "Deny"),
    [],
  );
  return denials.map((difference) => sentenceOf(difference, aspect, accountName));
}

/** Undefined if it is not a policy. */
function statementsOf(value: Value): readonly StoredStatement[] | undefined {
  if (value.kind !== "known" || value.value === "")
    return value.kind === "absent" || value.kind === "known" ? [] : undefined;
  try {
    return parseStoredPolicy(value.value).statements;
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return undefined;
    throw error;
  }
}
