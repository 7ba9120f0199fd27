/** A run as Markdown, for a ticket and for the summary of a GitHub Actions job. Nothing that machines said becomes markup. */
import { counted } from "../../diagnostics/counted";
import { printable } from "../../diagnostics/printable";
import type { AnswerGroup } from "../fold/answer-groups";
import { outputNotes } from "../fold/output-text";
import { fenced, inline } from "../../diagnostics/text/markdown-text";
import { unreadGroups } from "../fold/unread-groups";
import { againText, answersCount, duration, endsOf, statusCounts, stepRows } from "./facts";
import type { Report, StepAnswers } from "./report";
import { idOf } from "../results/schema";

/** Lines and characters that are shown of an answer, and places of a group. */
const SHOWN_LINES = 20;
const SHOWN_CHARACTERS = 4_000;
const SHOWN_PLACES = 20;
/** Groups of answers that are shown of one step. */
const SHOWN_GROUPS = 20;

export function showAsMarkdown(report: Report): string {
  return [
    ...head(report),
    ...failed(report),
    ...unread(report),
    ...steps(report),
    ...report.answers.flatMap((each) => answers(each, report)),
  ]
    .join("\n")
    .concat("\n");
}

function head({ view, totals, where }: Report): readonly string[] {
  const { run } = view;
  const again = againText(view);
  const took = duration(run);
  const rows = statusCounts(totals).map(([status, count]) => [inline(status), String(count)]);
  const account = `${inline(where.accountName(run.accountId))} (${run.accountId}), ${inline(run.region)}`;
  return [
    `## ${totals.succeeded ? "✅" : "❌"} ${inline(run.document)}`,
    "",
    `${run.runId === undefined ? "Execution" : "Run"} \`${idOf(run)}\` in ${account}: **${inline(run.status)}**${took === "" ? "" : ` in ${took}`}.`,
    ...(run.complete ? [] : ["", "Not complete: executions still run, or something could not be read yet."]),
    ...(again === "" ? [] : ["", inline(again)]),
    "",
    ...table([`${counted(totals.instances, "instance")} in ${counted(totals.accounts, "account")}`, "instances"], rows),
  ];
}

function failed({ failures, where }: Report): readonly string[] {
  if (failures.length === 0) return [];
  const rows = failures.map(({ step, status, reason, cause, members }) => [
    inline(step ?? ""),
    inline(status),
    inline(cause === undefined ? reason : `${reason} — true cause: ${cause}`),
    places([
      ...where.of(members.flatMap(({ instance }) => instance ?? [])),
      ...members.flatMap(({ instance, accountId }) => (instance === undefined ? [where.accountName(accountId)] : [])),
    ]),
  ]);
  return ["", "### What failed", "", ...table(["step", "status", "reason", "where"], rows)];
}

function unread({ view, where }: Report): readonly string[] {
  if (view.unread.length === 0) return [];
  const rows = unreadGroups(view.unread).map(({ what, reason, message, remedy, members }) => [
    what,
    inline(reason.replaceAll("-", " ")),
    inline(`${message} ${remedy}`),
    places([...new Set(members.map(({ accountId }) => where.accountName(accountId)))]),
  ]);
  return ["", "### What could not be read", "", ...table(["what", "reason", "message", "where"], rows)];
}

function steps({ view }: Report): readonly string[] {
  const rows = stepRows(view).map(({ step, statuses, answers: different }) => [
    inline(step),
    inline(
      Object.entries(statuses)
        .map(([status, count]) => `${count} ${status}`)
        .join(", "),
    ),
    String(different),
  ]);
  return rows.length === 0 ? [] : ["", "### Steps", "", ...table(["step", "statuses", "different answers"], rows)];
}

function answers({ step, groups }: StepAnswers, { where, patterns }: Report): readonly string[] {
  const { shown, last, hidden } = endsOf(groups, SHOWN_GROUPS);
  const all = (some: readonly AnswerGroup[]) => some.flatMap((group) => answer(group, where.of(group.instances)));
  return [
    "",
    `### ${inline(step)}: ${answersCount(groups)}`,
    ...(patterns.length === 0 ? [] : ["", `Normalized: ${patterns.map((name) => `\`<${name}>\``).join(", ")}.`]),
    ...all(shown),
    ...(hidden > 0 ? ["", `… ${hidden} more different answers.`] : []),
    ...all(last),
  ];
}

function answer({ instances, answer: given }: AnswerGroup, where: readonly string[]): readonly string[] {
  const title = `**${counted(instances.length, "instance")}**: ${places(where)}`;
  if (given === undefined) return ["", title, "", "No answer."];
  const text = printable(given.text.replaceAll("\r\n", "\n")).replace(/\n+$/, "");
  const shown = text.slice(0, SHOWN_CHARACTERS).split("\n").slice(0, SHOWN_LINES).join("\n");
  const notes = outputNotes(given.output).flatMap((note) => ["", inline(note)]);
  const more = shown.length < text.length ? ["", `… ${text.length - shown.length} more characters.`] : [];
  return ["", title, ...notes, "", ...fenced(shown, "text"), ...more];
}

function places(all: readonly string[]): string {
  const more = all.length - SHOWN_PLACES;
  return `${inline(all.slice(0, SHOWN_PLACES).join(", "))}${more > 0 ? `, and ${more} more` : ""}`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)];
}
