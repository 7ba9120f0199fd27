/** Who may do what after a change of a resource, compared with before. */
import { isObject } from "../../../diagnostics/json";
import { comparePolicies } from "../../../iam/comparison/compare-policies";
import { MalformedPolicyDocument, parseStoredPolicy, type StoredStatement } from "../../../iam/decision/policy";
import { valueOf, type Value } from "../attributes";
import type { Place } from "../places";
import type { PlannedValues } from "../plan-json";
import type { ResourceChange } from "../resource-changes";
import { code, codes, valueText } from "../value-text";
import { policyAttributes, type PolicyAttribute } from "./policy-attributes";
import type { PolicyChange, PolicySentence } from "./policy-change";
import { sentenceOf, type AccountNames } from "./sentences";

export function policyChanges(
  { place, kind, type, label, values }: ResourceChange,
  accountName: AccountNames,
): readonly (PolicyChange & { readonly place: Place })[] {
  const resource = kind === "create" ? "created" : kind === "delete" || kind === "forget" ? "destroyed" : "changed";
  const ofPolicies = policyAttributes(type, values).map((policy) => ({
    ...{ aspect: policy.aspect, attribute: policy.attribute },
    sentences: resource === "destroyed" ? lostWith(policy, accountName) : policySentences(policy, accountName),
  }));
  return [...ofPolicies, ...listChanges(type, values, accountName)]
    .filter(({ sentences }) => sentences.length > 0)
    .map((change) => ({ place, label, type, resource, ...change }));
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

function unreadable(text: string): PolicySentence {
  return { effect: "unreadable", text, wildcard: false };
}

type ListChange = Pick<PolicyChange, "aspect" | "attribute" | "sentences">;

/** Changes of what is not a policy and grants something all the same. */
function listChanges(type: string, change: PlannedValues, accountName: AccountNames): readonly ListChange[] {
  const boundary = /^aws_iam_(role|user)$/.test(type) ? [boundaryChange(change)] : [];
  const managed = namesChange("managed_policy_arns", change, "managed policy");
  const attached = /^aws_iam_.*policy_attachment$/.test(type)
    ? [namesChange("policy_arn", change, "managed policy")]
    : [];
  const shared = type === "aws_ssm_document" ? [sharingChange(change, accountName)] : [];
  return [...boundary, ...(type === "aws_iam_role" ? [managed] : []), ...attached, ...shared];
}

function boundaryChange(change: PlannedValues): ListChange {
  const attribute = "permissions_boundary";
  const [before, after] = [valueOf(change, attribute, "before"), valueOf(change, attribute, "after")];
  const sentences = (): readonly PolicySentence[] => {
    if (isNone(after)) {
      if (isNone(before) || change.after === null) return [];
      return [{ effect: "wider", text: `Lost permissions boundary: ${valueText(before)}.`, wildcard: false }];
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    if (isNone(before)) {
      return [{ effect: "narrower", text: `New permissions boundary: ${valueText(after)}.`, wildcard: false }];
    }
    return [
      unreadable(
        `Another permissions boundary: was ${valueText(before)}, is ${valueText(after)}; the plan does not say which allows more.`,
      ),
    ];
  };
  return { aspect: "boundary", attribute, sentences: sentences() };
}

function isNone(value: Value): boolean {
  return value.kind === "absent" || (value.kind === "known" && value.value === "");
}

function namesChange(attribute: string, change: PlannedValues, noun: string): ListChange {
  const [before, after] = [valueOf(change, attribute, "before"), valueOf(change, attribute, "after")];
  const [old, now] = [namesIn(before), namesIn(after)];
  const gained = now.filter((name) => !old.includes(name));
  const lost = old.filter((name) => !now.includes(name));
  return {
    aspect: "permissions",
    attribute,
    sentences: [
      ...(after.kind === "unknown" && change.before === null
        ? [{ effect: "wider" as const, text: `Gained ${noun}: its ARN is known after the apply.`, wildcard: false }]
        : []),
      ...gained.map((name) => ({
        effect: "wider" as const,
        text: `Gained ${noun}: ${code(name)}.`,
        wildcard: /:policy\/AdministratorAccess$/.test(name),
      })),
      ...lost.map((name) => ({ effect: "narrower" as const, text: `Lost ${noun}: ${code(name)}.`, wildcard: false })),
    ],
  };
}

function namesIn(value: Value): readonly string[] {
  return value.kind !== "known" ? [] : [value.value].flat().filter((name) => typeof name === "string");
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html */
function sharingChange(change: PlannedValues, accountName: AccountNames): ListChange {
  const [old, now] = [sharedWith(change, "before"), sharedWith(change, "after")];
  const nameOf = (id: string): string => `${code(id)}${accountName(id) === undefined ? "" : ` (${accountName(id)})`}`;
  const list = (ids: readonly string[]) =>
    ids.length > 12 ? `${ids.length} accounts: ${codes(ids)}` : ids.map(nameOf).join(", ");
  const gained = now.filter((id) => !old.includes(id));
  const lost = old.filter((id) => !now.includes(id));
  const isPublic = gained.some((id) => id.toLowerCase() === "all");
  return {
    aspect: "sharing",
    attribute: "permissions",
    sentences: [
      ...(gained.length === 0
        ? []
        : [
            {
              effect: "wider" as const,
              text: isPublic ? "Shared with every AWS account (`all`)." : `Newly shared with ${list(gained)}.`,
              wildcard: isPublic,
            },
          ]),
      ...(lost.length === 0 || change.after === null
        ? []
        : [{ effect: "narrower" as const, text: `No longer shared with ${list(lost)}.`, wildcard: false }]),
    ],
  };
}

function sharedWith(change: PlannedValues, side: "before" | "after"): readonly string[] {
  const { value } = { value: undefined, ...valueOf(change, "permissions", side) };
  const ids = isObject(value) ? value["account_ids"] : undefined;
  return typeof ids === "string"
    ? ids
        .split(",")
        .map((id) => id.trim())
        .filter(Boolean)
    : [];
}
