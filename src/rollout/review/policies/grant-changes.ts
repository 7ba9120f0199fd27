/** Changes of what is no policy and grants or limits all the same: attached policies, boundaries, documents that are shared. */
import { isObject } from "../../../diagnostics/json";
import { valueOf, type Value } from "../attributes";
import type { PlannedValues } from "../plan-json";
import { code, codes, valueText } from "../value-text";
import { unreadable, type PolicyChange, type PolicySentence } from "./policy-change";
import type { AccountNames } from "./sentences";

type Grant = Pick<PolicyChange, "aspect" | "attribute" | "sentences">;

/** @param changed names of the attributes that change */
export function grantChanges(
  type: string,
  change: PlannedValues,
  changed: ReadonlySet<string>,
  accountName: AccountNames,
): readonly Grant[] {
  const grants = grantsOf(type, change, accountName);
  return grants.map((grant) => {
    const { kind } = valueOf(change, grant.attribute, "after");
    if (!changed.has(grant.attribute) || change.after === null) return grant;
    const why = HIDDEN[kind];
    return why === undefined ? grant : { ...grant, sentences: [unreadable(`It ${why}, so it cannot be reviewed.`)] };
  });
}

const HIDDEN: Readonly<Partial<Record<Value["kind"], string>>> = {
  sensitive: "is marked as sensitive",
  unknown: "is known only after the apply",
};

function grantsOf(type: string, change: PlannedValues, accountName: AccountNames): readonly Grant[] {
  const boundary = /^aws_iam_(role|user)$/.test(type) ? [boundaryChange(change)] : [];
  const managed = namesChange("managed_policy_arns", change, "managed policy");
  const attached = /^aws_iam_.*policy_attachment$/.test(type)
    ? [namesChange("policy_arn", change, "managed policy")]
    : [];
  const shared = type === "aws_ssm_document" ? [sharingChange(change, accountName)] : [];
  return [...boundary, ...(type === "aws_iam_role" ? [managed] : []), ...attached, ...shared];
}

function boundaryChange(change: PlannedValues): Grant {
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

function namesChange(attribute: string, change: PlannedValues, noun: string): Grant {
  const [before, after] = [valueOf(change, attribute, "before"), valueOf(change, attribute, "after")];
  const [old, now] = [namesIn(before), namesIn(after)];
  const gained = now.filter((name) => !old.includes(name));
  const lost = old.filter((name) => !now.includes(name));
  return {
    aspect: "permissions",
    attribute,
    sentences: [
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
function sharingChange(change: PlannedValues, accountName: AccountNames): Grant {
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
