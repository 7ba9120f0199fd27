/** What somebody changed outside Terraform since its last apply. The plan may change it back. */
import { isObject } from "../../diagnostics/json";
import { changedAttributes, topLevel, valueOf } from "./attributes";
import { withoutMirrored, type PlanResources } from "./mirrored";
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
  /** Those of the plan: what they are is no drift of another resource that shows it. */
  readonly resources: PlanResources;
  /** Addresses of the resources that the plan changes. */
  readonly planned: ReadonlySet<string>;
}

export function driftOf(
  drifted: ResourceChange,
  { accountName, resources, planned }: Surroundings,
): readonly (Drift & { readonly place: Place })[] {
  const change = ofItself(drifted, resources);
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

/** The change without what the resource shows of others, which are reviewed by themselves. */
function ofItself(change: ResourceChange, resources: PlanResources): ResourceChange {
  const { before, after } = change.values;
  const values = {
    ...change.values,
    before: withoutMirrored(change.type, before, resources),
    after: withoutMirrored(change.type, after, resources),
  };
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
