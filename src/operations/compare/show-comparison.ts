/** A comparison for a terminal, and as Markdown. */
import { counted } from "../../diagnostics/counted";
import { colorsFor } from "../../diagnostics/colors";
import { printable } from "../../diagnostics/printable";
import { fenced, inline } from "../../diagnostics/text/markdown-text";
import type { TerminalFormat } from "../show/terminal";
import { fitted } from "../../diagnostics/text/width";
import { isDifferent, type AnswerChange, type Comparison } from "./compare";
import { lineDiff } from "../../diagnostics/text/line-diff";
import { idOf } from "../results/schema";

/** Lines of a difference that are shown. */
const SHOWN_LINES = 20;

export function comparisonInTerminal(comparison: Comparison, { colored, columns, full }: TerminalFormat): string {
  const { bold, red, green, dim } = colorsFor(colored);
  const { where } = comparison;
  const colors = { "-": red, "+": green, " ": String, "…": dim };
  const line = (text: string): string => (columns === undefined || full ? text : fitted(text, columns));
  const change = (each: AnswerChange): readonly string[] => {
    const lines = differencesOf(each);
    const shown = full ? lines : lines.slice(0, SHOWN_LINES);
    const more = lines.length - shown.length;
    return [
      `${bold(counted(each.instances.length, "instance"))}  ${line(printable(where.of(each.instances).join(", ")))}`,
      ...shown.map(({ kind, text }) => `  ${colors[kind](line(`${kind} ${text}`))}`),
      ...(more > 0 ? [`  … ${more} more lines; --full shows them`] : []),
    ];
  };
  return [
    bold(printable(titleOf(comparison))),
    summaryOf(comparison),
    ...placesOf(comparison).flatMap(([title, places]) => [
      "",
      bold(title),
      ...places.map((place) => line(`  ${printable(place)}`)),
    ]),
    ...stepsOf(comparison).flatMap(([step, changes]) => [
      "",
      bold(`Answers to ${printable(step)}`),
      ...changes.flatMap(change),
    ]),
  ].join("\n");
}

export function comparisonAsMarkdown(comparison: Comparison): string {
  const { where } = comparison;
  const change = (each: AnswerChange): readonly string[] => {
    const lines = differencesOf(each);
    const more = lines.length - SHOWN_LINES;
    const shown = lines.slice(0, SHOWN_LINES).map(({ kind, text }) => `${kind} ${text}`);
    return [
      "",
      `**${counted(each.instances.length, "instance")}**: ${inline(where.of(each.instances).join(", "))}`,
      "",
      ...fenced(shown.join("\n"), "diff"),
      ...(more > 0 ? ["", `… ${more} more lines.`] : []),
    ];
  };
  const parts = [
    `## ${inline(titleOf(comparison))}`,
    "",
    inline(summaryOf(comparison)),
    ...placesOf(comparison).flatMap(([title, places]) => [
      "",
      `### ${title}`,
      "",
      ...places.map((place) => `- ${inline(place)}`),
    ]),
    ...stepsOf(comparison).flatMap(([step, changes]) => [
      "",
      `### Answers to ${inline(step)}`,
      ...changes.flatMap(change),
    ]),
  ];
  return `${parts.join("\n")}\n`;
}

function titleOf({ before, after }: Comparison): string {
  return `${after.document}: ${idOf(before)} compared with ${idOf(after)}`;
}

function summaryOf(comparison: Comparison): string {
  const { same, patterns } = comparison;
  const normalized = patterns.length === 0 ? "" : ` Normalized: ${patterns.map((name) => `<${name}>`).join(", ")}.`;
  return `${isDifferent(comparison) ? "" : "No difference. "}${counted(same, "instance")} unchanged.${normalized}`;
}

/** The parts of a comparison that name instances and no answers. */
function placesOf({
  appeared,
  gone,
  unknown,
  statuses,
  where,
}: Comparison): readonly (readonly [string, readonly string[]])[] {
  const changes = statuses.map(
    ({ before, after, instances }) => `${before} → ${after}: ${where.of(instances).join(", ")}`,
  );
  const parts = [
    ["New instances", where.of(appeared)],
    ["Instances that are gone", where.of(gone)],
    ["In one run only, because the other could not be read there", where.of(unknown)],
    ["Statuses", changes],
  ] as const;
  return parts.filter(([, places]) => places.length > 0);
}

function stepsOf({ answers }: Comparison): readonly (readonly [string, readonly AnswerChange[]])[] {
  const steps = [...new Set(answers.map(({ step }) => step))];
  return steps.map((step) => [step, answers.filter((each) => each.step === step)]);
}

function differencesOf({ before, after }: AnswerChange) {
  const none = "(no answer)";
  return lineDiff(before ?? none, after ?? none).map(({ kind, text }) => ({ kind, text: printable(text) }));
}
