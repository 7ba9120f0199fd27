/** What somebody changed outside Terraform since its last apply. The plan may change it back. */
import { isList, isObject } from "../../diagnostics/json";
import { changedAttributes, topLevel, valueOf } from "./attributes";
import type { Place } from "./places";
import { planChange, type ShownAttribute } from "./plan-changes";
import { policyChanges } from "./policies/policy-changes";
import type { PolicySentence } from "./policies/policy-change";
import type { AccountNames } from "./policies/sentences";
import type { ResourceChange, RolePolicies } from "./resource-changes";
import { documentSentencesOf } from "./runbooks/runbook-change";
import { code } from "./value-text";

export interface Drift {
  readonly label: string;
  /** What happened, in the words of the domain; each a sentence. */
  readonly sentences: readonly string[];
  readonly policies: readonly PolicySentence[];
  /** The other attributes that differ. */
  readonly attributes: readonly ShownAttribute[];
  /** Whether the plan changes the resource, for example back. */
  readonly isPlanned: boolean;
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

interface Surroundings {
  readonly accountName: AccountNames;
  /** Policies that are resources of their own, and so no drift of their role. */
  readonly rolePolicies: RolePolicies;
  /** Addresses of the resources that the plan changes. */
  readonly planned: ReadonlySet<string>;
}

export function driftOf(
  drifted: ResourceChange,
  { accountName, rolePolicies, planned }: Surroundings,
): readonly (Drift & { readonly place: Place })[] {
  const change = drifted.type === "aws_iam_role" ? withoutOwnResources(drifted, rolePolicies) : drifted;
  const { place, kind, label, type, values } = change;
  const isPlanned = planned.has(place.address);
  if (kind === "delete") {
    const text = "It was deleted outside Terraform.";
    return [{ place, label, sentences: [text], policies: [], attributes: [], isPlanned }];
  }
  const policies = policyChanges(change, accountName);
  const told = new Set([
    ...policies.map(({ attribute }) => attribute.replace(/ .*$/s, "")),
    ...(COMPUTED[type] ?? []),
    ...(type === "aws_ssm_document" ? ["content"] : []),
  ]);
  const sentences = type === "aws_ssm_document" ? documentDrift(change) : [];
  const attributes = planChange(change).attributes.filter(({ path }) => !told.has(topLevel(path)));
  const found = {
    place,
    label,
    sentences,
    policies: policies.flatMap((each) => each.sentences),
    attributes,
    isPlanned,
  };
  const isEmpty = [sentences, found.policies, attributes].every(({ length }) => length === 0);
  if (isEmpty || !isObject(values.after)) return [];
  return [found];
}

/** The role without the policies that the plan knows as resources: a role shows them as soon as they exist. */
function withoutOwnResources(change: ResourceChange, rolePolicies: RolePolicies): ResourceChange {
  const role = valueOf(change.values, "name", "after");
  const name = role.kind === "known" ? String(role.value) : "";
  const own = (value: unknown): boolean =>
    rolePolicies.has(name, isObject(value) ? String(value["name"]) : String(value));
  const without = (side: unknown): unknown => {
    if (!isObject(side)) return side;
    const lists = ["inline_policy", "managed_policy_arns"].map((attribute) => {
      const value = side[attribute];
      return [attribute, isList(value) ? value.filter((item) => !own(item)) : value];
    });
    return { ...side, ...Object.fromEntries(lists) };
  };
  const { before, after } = change.values;
  const values = { ...change.values, before: without(before), after: without(after) };
  const attributes = changedAttributes(values);
  const changed = new Set(attributes.map(({ path }) => topLevel(path)));
  return { ...change, values, attributes, changed };
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
