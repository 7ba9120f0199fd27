/** What a review says first: the gravest in a sentence each. */
import { counted } from "../../diagnostics/counted";
import type { Grouped } from "./places";
import { isAboutTrust, isWider, type PolicyChange } from "./policies/policy-change";
import type { Findings } from "./findings";
import type { Failure } from "./policy-problems";

/** One to four sentences, the gravest first. */
export function verdictOf(review: Findings, failures: readonly Failure[]): readonly string[] {
  const { counts, unplanned } = review;
  const sentences = [
    ...(failures.length > 0 ? [`The review policy refuses ${counted(failures.length, "change")}.`] : []),
    ...widened(review.policies.filter(isAboutTrust), "Wider trust"),
    ...widened(
      review.policies.filter((change) => !isAboutTrust(change)),
      "Wider permissions",
    ),
    ...destroyed(review),
    ...(counts.unplanned > 0
      ? [
          `${counted(counts.unplanned, "stack")} could not be planned: ${unplanned.map(({ where }) => where).join(", ")}.`,
        ]
      : []),
  ];
  return [...sentences, ...(sentences.length === 0 ? [harmless(review)] : []), ...drifted(review)];
}

/** The first widening in full, the others by their number. What comes with new resources counts by itself: it is what was asked for. */
function widened(changes: readonly (PolicyChange & Grouped)[], title: string): readonly string[] {
  const wider = changes.filter(isWider);
  const [existing, created] = [
    wider.filter(({ resource }) => resource !== "created").sort((one, other) => weight(other) - weight(one)),
    wider.filter(({ resource }) => resource === "created"),
  ];
  const [first] = existing;
  const others = existing.length - 1;
  const more = others > 0 ? ` (and ${counted(others, "more change")} of this kind)` : "";
  return [
    ...(first === undefined ? [] : [`${title} in ${first.where}: ${first.label}: ${gravest(first)}${more}`]),
    ...newWithWildcard(created, title),
  ];
}

function newWithWildcard(created: readonly (PolicyChange & Grouped)[], title: string): readonly string[] {
  if (title !== "Wider trust") return [];
  const open = created.find(({ sentences }) => sentences.some(({ wildcard }) => wildcard));
  return open === undefined ? [] : [`A new resource is open in ${open.where}: ${open.label}: ${gravest(open)}`];
}

function weight({ sentences }: PolicyChange): number {
  return sentences.some(({ wildcard }) => wildcard) ? 1 : 0;
}

function gravest({ sentences }: Pick<PolicyChange, "sentences">): string {
  const wider = sentences.filter(({ effect }) => effect === "wider" || effect === "unreadable");
  return (wider.find(({ wildcard }) => wildcard) ?? wider[0])?.text ?? "";
}

function destroyed({ counts, destructions }: Findings): readonly string[] {
  const parts = [
    ...(counts.delete > 0 ? [`${counted(counts.delete, "resource")} destroyed`] : []),
    ...(counts.replace > 0 ? [`${counted(counts.replace, "resource")} replaced`] : []),
    ...(counts.forget > 0 ? [`${counted(counts.forget, "resource")} no longer managed`] : []),
  ];
  if (parts.length === 0) return [];
  const places = [...new Set(destructions.map(({ where }) => where))];
  const where = places.length > 3 ? `${places.slice(0, 3).join("; ")}; and more` : places.join("; ");
  return [`${parts.join(", ")} in ${where}.`];
}

/** What was widened outside Terraform in full, else only that there is something. */
function drifted({ drift }: Findings): readonly string[] {
  const wider = drift.find((each) => isWider({ sentences: each.policies }));
  const [first] = drift;
  if (first === undefined) return [];
  const others = drift.length - 1;
  const more = others > 0 ? ` (and ${counted(others, "more change")})` : "";
  const { where, label } = wider ?? first;
  const what = wider === undefined ? label : `${label}: ${gravest({ sentences: wider.policies })}`;
  return [`Changed outside Terraform in ${where}: ${what}${/\.$/.test(what) ? "" : "."}${more}`];
}

function harmless({ counts, policies }: Findings): string {
  const { create, update } = counts;
  if (create + update + counts.import + counts.move === 0) return "Nothing changes.";
  const what = [
    ...(create > 0 ? [`${counted(create, "resource")} created`] : []),
    ...(update > 0 ? [`${counted(update, "resource")} changed in place`] : []),
    ...(counts.import > 0 ? [`${counted(counts.import, "resource")} imported`] : []),
    ...(counts.move > 0 ? [`${counted(counts.move, "resource")} moved`] : []),
  ].join(", ");
  const widerOnlyNew = policies.some(isWider);
  return `${what}. Nothing is destroyed or replaced${widerOnlyNew ? "" : ", and nobody may do more than before"}.`;
}
