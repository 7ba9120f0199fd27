/** A review as titles and entries, in the order in which people read it. markdown.ts and terminal.ts show the same sections. */
import { counted } from "../../diagnostics/counted";
import type { Grouped } from "./places";
import type { PlanChange, ShownAttribute } from "./plan-changes";
import { isAboutTrust, isWider, type PolicyChange, type PolicySentence } from "./policies/policy-change";
import type { Review } from "./review";
import { code } from "./value-text";
import { groupBy } from "../../diagnostics/group-by";

export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Whether it is of interest only to those who ask. */
  readonly folded: boolean;
}

/** Text has what comes from a plan between backticks; titles and places are plain. */
export interface Entry {
  readonly title: string;
  readonly where: string;
  readonly lines: readonly Line[];
  readonly blocks: readonly CodeBlock[];
}

export interface Line {
  readonly mark: "bad" | "good" | "none";
  readonly text: string;
}

export interface CodeBlock {
  readonly summary: string;
  readonly language: "mermaid" | "diff";
  readonly lines: readonly string[];
}

export function sectionsOf(review: Review): readonly Section[] {
  const { policies } = review;
  const shown = policies.filter((change) => !isSame(change));
  const existing = shown.filter(({ resource }) => resource !== "created").sort(byWeight);
  const created = shown.filter(({ resource }) => resource === "created").sort(byWeight);
  const open = created.filter(({ sentences }) => sentences.some(({ wildcard }) => wildcard));
  const ordinary = created.filter((change) => !open.includes(change));
  return [
    section(
      "Refused by the review policy",
      review.failures.map(({ rule, message, where }) => entry(rule, where, [bad(message)])),
    ),
    section(
      "Not planned",
      review.unplanned.map(({ reason, where }) => entry("", where, [bad(reason)])),
    ),
    section(
      "Notes",
      review.notes.map(({ reason, where }) => entry("", where, [plain(reason)])),
    ),
    section("Destroyed and replaced", destructionEntries(review.destructions)),
    section(
      "Who may act: trust, sharing, policies of resources",
      [...existing, ...open].filter(isAboutTrust).map(policy),
    ),
    section(
      "What they may do: permissions",
      [...existing, ...open].filter((change) => !isAboutTrust(change)).map(policy),
    ),
    section("Runbooks", review.runbooks.map(runbook)),
    section("Changed outside Terraform", review.drift.map(drift)),
    section("Policies of new resources", ordinary.map(policy), true),
    section("Policies with the same meaning", policies.filter(isSame).map(policy), true),
    section("Full plan", review.changes.map(fullChange), true),
    section(
      "Stacks without changes",
      review.unchanged.length === 0 ? [] : [entry("", review.unchanged.join(", "), [])],
      true,
    ),
  ].filter(({ entries }) => entries.length > 0);
}

function section(title: string, entries: readonly Entry[], folded = false): Section {
  return { title, entries, folded };
}

function entry(title: string, where: string, lines: readonly Line[], blocks: readonly CodeBlock[] = []): Entry {
  return { title, where, lines, blocks };
}

const plain = (text: string): Line => ({ mark: "none", text });
const bad = (text: string): Line => ({ mark: "bad", text });

function isSame({ sentences }: PolicyChange): boolean {
  return sentences.every(({ effect }) => effect === "same");
}

/** What widens with a `*` first, then what widens. */
function byWeight(one: PolicyChange, other: PolicyChange): number {
  const weight = (change: PolicyChange) =>
    (isWider(change) ? 2 : 0) + (change.sentences.some(({ wildcard }) => wildcard) ? 1 : 0);
  return weight(other) - weight(one);
}

const DESTROYS = {
  delete: "destroyed",
  replace: "replaced",
  forget: "no longer managed, and left where it is",
} as const;

/** What is replaced, each with what forces it; then what is destroyed in the same places for the same reason, as one list. */
function destructionEntries(destructions: Review["destructions"]): readonly Entry[] {
  const lists = groupBy(
    destructions.filter(({ kind }) => kind !== "replace"),
    ({ kind, where, reason }) => JSON.stringify([kind, where, reason]),
  );
  return [
    ...destructions.filter(({ kind }) => kind === "replace").map(replacement),
    ...[...lists.values()].map((list) => {
      const [{ kind, where, reason = "" }] = list as [Review["destructions"][number]];
      const labels = list.map(({ label }) => bad(code(label)));
      const title = `${counted(list.length, "resource")} ${DESTROYS[kind]}`;
      return entry(title, where, [...labels, ...(reason === "" ? [] : [plain(inPlural(reason, list.length))])]);
    }),
  ];
}

/** Terraform's reasons speak of one resource. */
function inPlural(reason: string, count: number): string {
  return count === 1 ? reason : reason.replace(/^It is /, "They are ");
}

function replacement({ kind, label, where, forcedBy, reason }: Review["destructions"][number]): Entry {
  const forcing = forcedBy.map(({ path, before, after }) =>
    bad(`Forced by ${code(path)}: was ${before}, is ${after}.`),
  );
  const lines = [...forcing, ...(reason === undefined ? [] : [plain(reason)])];
  return entry(`${code(label)}: ${DESTROYS[kind]}`, where, lines);
}

function policy({ label, attribute, where, resource, sentences }: PolicyChange & Grouped): Entry {
  const of = resource === "changed" ? "" : ` (${resource})`;
  return entry(`${code(label)} ${attribute}${of}`, where, sentences.map(sentenceLine));
}

function sentenceLine({ effect, text }: PolicySentence): Line {
  return { mark: effect === "same" ? "none" : effect === "narrower" ? "good" : "bad", text };
}

function runbook({ name, where, resource, sentences, permissions, diff, graph }: Review["runbooks"][number]): Entry {
  const graphs = (["before", "after"] as const).flatMap((side): readonly CodeBlock[] => {
    const lines = graph[side]?.trimEnd().split("\n");
    return lines === undefined ? [] : [{ summary: `Graph ${side}`, language: "mermaid", lines }];
  });
  const changed: readonly CodeBlock[] =
    diff.length === 0 ? [] : [{ summary: "Changed lines of the document", language: "diff", lines: diff }];
  return entry(
    `${code(name)}${resource === "changed" ? "" : ` (${resource})`}`,
    where,
    [
      ...sentences.map(plain),
      ...permissions.map(({ effect, text }) => ({
        ...sentenceLine({ effect, text, wildcard: false }),
        text: `Needs: ${text}`,
      })),
    ],
    [...graphs, ...changed],
  );
}

function drift({ label, where, sentences, policies, attributes, isPlanned }: Review["drift"][number]): Entry {
  return entry(code(label), where, [
    ...sentences.map(plain),
    ...policies.map(sentenceLine),
    ...attributes.map(attributeLine),
    plain(isPlanned ? "The plan changes this resource." : "The plan leaves it as it is."),
  ]);
}

function attributeLine({ path, before, after }: ShownAttribute): Line {
  return plain(`${code(path)}: was ${before}, is ${after}.`);
}

const SIGNS: Readonly<Record<PlanChange["kind"], string>> = {
  ...{ create: "+ create", update: "! update", replace: "- replace", delete: "- destroy" },
  ...{ forget: "- forget", import: "+ import", move: "! move" },
};

function fullChange({ kind, address, where, attributes, folded }: PlanChange & Grouped): Entry {
  const withoutTicks = (text: string) => text.replaceAll("`", "");
  const lines = attributes.map(({ path, before, after, forcesReplacement }) => {
    const forces = forcesReplacement ? "  # forces replacement" : "";
    if (kind === "create") return `+ ${path} = ${withoutTicks(after)}${forces}`;
    if (kind === "delete") return `- ${path} = ${withoutTicks(before)}`;
    return `! ${path} = ${withoutTicks(before)} -> ${withoutTicks(after)}${forces}`;
  });
  const noise = folded.length === 0 ? [] : [`  # and computed: ${folded.join(", ")}`];
  const block: CodeBlock = { summary: "", language: "diff", lines: [`${SIGNS[kind]} ${address}`, ...lines, ...noise] };
  return entry("", where, [], [block]);
}
