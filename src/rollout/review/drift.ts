/** What somebody changed outside Terraform since its last apply. The plan may change it back. */
import { isObject } from "../../diagnostics/json";
import { changedAttributes, valueOf } from "./attributes";
import type { Place } from "./places";
import { planChange, type ShownAttribute } from "./plan-changes";
import { policyChanges } from "./policies/policy-changes";
import type { PolicySentence } from "./policies/policy-change";
import type { AccountNames } from "./policies/sentences";
import type { ResourceChange } from "./resource-changes";
import { documentSentencesOf } from "./runbooks/runbook-change";
import { code } from "./value-text";

export interface Drift {
  readonly label: string;
  /** What happened, in the words of the domain; each a sentence. */
  readonly sentences: readonly string[];
  readonly policies: readonly PolicySentence[];
  /** The other attributes that differ. */
  readonly attributes: readonly ShownAttribute[];
}

/** Attributes that AWS computes from others, so that they say nothing by themselves. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  aws_ssm_document: [
    "document_version",
    "latest_version",
    "hash",
    "schema_version",
    "status",
    "parameter",
    "default_version",
  ],
};

export function driftOf(
  change: ResourceChange,
  accountName: AccountNames,
): readonly (Drift & { readonly place: Place })[] {
  const { place, kind, label, type, values } = change;
  if (kind === "delete") {
    const text = "It was deleted outside Terraform.";
    return [{ place, label, sentences: [text], policies: [], attributes: [] }];
  }
  const policies = policyChanges(change, accountName);
  const told = new Set([
    ...policies.map(({ attribute }) => attribute),
    ...(COMPUTED[type] ?? []),
    ...(type === "aws_ssm_document" ? ["content"] : []),
  ]);
  const sentences = type === "aws_ssm_document" ? documentDrift(change) : [];
  const attributes = planChange(change).attributes.filter(({ path }) => !told.has(path.replace(/[.[].*$/, "")));
  const found = { place, label, sentences, policies: policies.flatMap((each) => each.sentences), attributes };
  const isEmpty = [sentences, found.policies, attributes].every(({ length }) => length === 0);
  return isEmpty || !isObject(values.after) || changedAttributes(values).length === 0 ? [] : [found];
}

function documentDrift(change: ResourceChange): readonly string[] {
  const { values } = change;
  const versionOf = (side: "before" | "after") => {
    const value = valueOf(values, "default_version", side);
    return value.kind === "known" ? String(value.value) : undefined;
  };
  const [was, is] = [versionOf("before"), versionOf("after")];
  const moved = was !== undefined && is !== undefined && was !== is;
  return [
    ...(moved ? [`Its default version was moved from ${code(was)} to ${code(is)}.`] : []),
    ...documentSentencesOf(change),
  ];
}
