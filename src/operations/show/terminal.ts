/** A run for a terminal: its totals, what failed and why, what could not be read, and answers of steps. */
import { counted } from "../../diagnostics/counted";
import { colorsFor, type Colors } from "../../diagnostics/colors";
import { printable } from "../../diagnostics/printable";
import type { AnswerGroup } from "../fold/answer-groups";
import { outputNotes } from "../fold/output-text";
import { isSuccess } from "../fold/run-view";
import { idOf, type UnreadRecord } from "../results/schema";
import { unreadGroups } from "../fold/unread-groups";
import { againText, answersCount, duration, endsOf, statusCounts, stepRows } from "./facts";
import type { Report } from "./report";
import { columnsOf, fitted, wrapped } from "../../diagnostics/text/width";

export interface TerminalFormat {
  /** Whether to use colours. */
  readonly colored: boolean;
  /** Columns of the terminal; undefined: no terminal, and lines are as long as they are. */
  readonly columns: number | undefined;
  /** Whether to show whole answers and every instance. */
  readonly full: boolean;
}

/** Lines that are shown of an answer, and places of a group. */
const SHOWN_LINES = 12;
const SHOWN_PLACES = 8;
/** Groups of answers that are shown of one step. */
const SHOWN_GROUPS = 20;

export function showInTerminal(report: Report, format: TerminalFormat): string {
  return new Terminal(report, format).text();
}

class Terminal {
  readonly #report: Report;
  readonly #format: TerminalFormat;
  readonly #colors: Colors;
  readonly #lines: string[] = [];

  constructor(report: Report, format: TerminalFormat) {
    this.#report = report;
    this.#format = format;
    this.#colors = colorsFor(format.colored);
  }

  text(): string {
    this.#head();
    this.#failures();
    this.#unread();
    if (this.#report.answers.length === 0) this.#steps();
    else this.#answers();
    return this.#lines.join("\n");
  }

  #head(): void {
    const { view, totals, where } = this.#report;
    const { run } = view;
    const { bold } = this.#colors;
    const took = duration(run);
    const status =
      isSuccess(run.status) && !totals.succeeded ? this.#colors.yellow(run.status) : this.#status(run.status);
    this.#lines.push(`${bold(printable(run.document))} ${idOf(run)}  ${status}${took === "" ? "" : `  ${took}`}`);
    this.#line(
      `${where.accountName(run.accountId)} (${run.accountId}), ${run.region}${run.startTime === undefined ? "" : `, started ${minute(run.startTime)}`}${run.startedBy === undefined ? "" : ` by ${run.startedBy}`}`,
    );
    if (!run.complete) this.#line("Not complete: executions still run, or something could not be read yet.");
    const counts = statusCounts(totals).map(([name, count]) => `${count} ${this.#status(name)}`);
    this.#lines.push(
      `${counted(totals.accounts, "account")}, ${counted(totals.instances, "instance")}: ${counts.join(", ") || "none"}`,
    );
    const again = againText(view);
    if (again !== "") this.#line(again);
    if (totals.failedAccounts > 0) {
      this.#lines.push(this.#colors.red(`${counted(totals.failedAccounts, "account")} in which nothing was started`));
    }
  }

  #failures(): void {
    const { failures, where } = this.#report;
    if (failures.length === 0) return;
    this.#title("What failed");
    for (const { step, status, reason, cause, members } of failures) {
      const instances = members.flatMap(({ instance }) => instance ?? []);
      const accounts = members.filter(({ instance }) => instance === undefined);
      const number = instances.length > 0 ? counted(instances.length, "instance") : counted(accounts.length, "account");
      this.#lines.push(
        `${number}  ${this.#colors.bold(printable(step ?? ""))}${step === undefined ? "" : " "}${this.#status(status)}`,
      );
      this.#indented(reason);
      if (cause !== undefined) this.#indented(`True cause: ${cause}`);
      this.#places([
        ...where.of(instances),
        ...accounts.map(({ accountId, region }) => `${where.accountName(accountId)} (${accountId}), ${region}`),
      ]);
    }
  }

  #unread(): void {
    const { view, where } = this.#report;
    if (view.unread.length === 0) return;
    this.#title("What could not be read");
    for (const { reason, what, message, remedy, members } of unreadGroups(view.unread)) {
      this.#lines.push(`${this.#colors.yellow(reason.replaceAll("-", " "))}: ${WHAT[what]}`);
      this.#indented(message);
      this.#indented(remedy);
      this.#places([...new Set(members.map((each) => placeOf(each, where.accountName(each.accountId))))]);
    }
  }

  #steps(): void {
    const rows = stepRows(this.#report.view);
    if (rows.length === 0) return;
    this.#title("Steps");
    const width = Math.max(...rows.map(({ step }) => columnsOf(printable(step))));
    for (const { step, statuses, answers } of rows) {
      const shown = Object.entries(statuses).map(([status, number]) => `${number} ${this.#status(status)}`);
      const name = printable(step);
      const different = answers === 0 ? "" : `  ${counted(answers, "different answer")}`;
      this.#lines.push(`  ${name}${" ".repeat(width - columnsOf(name))}  ${shown.join(", ")}${different}`);
    }
    this.#line("--step NAME shows the answers of a step; --step all those of every step.");
  }

  #answers(): void {
    const { answers, patterns } = this.#report;
    for (const { step, groups } of answers) {
      this.#title(`${printable(step)}: ${answersCount(groups)}`);
      if (patterns.length > 0) this.#line(`Normalized: ${patterns.map((name) => `<${name}>`).join(", ")}.`);
      const { shown, last, hidden } = endsOf(groups, this.#format.full ? Infinity : SHOWN_GROUPS);
      for (const group of shown) this.#group(group);
      if (hidden > 0) this.#line(`… ${counted(hidden, "more different answer")}; --full shows them`);
      for (const group of last) this.#group(group);
    }
  }

  #group({ instances, statuses, answer }: AnswerGroup): void {
    const shown = Object.keys(statuses).map((status) => this.#status(status));
    this.#lines.push(`${this.#colors.bold(counted(instances.length, "instance"))}  ${shown.join(", ")}`);
    this.#places(this.#report.where.of(instances));
    if (answer === undefined) {
      this.#indented("no answer");
      return;
    }
    for (const note of outputNotes(answer.output)) this.#indented(note);
    const all = printable(answer.text.replaceAll("\r\n", "\n")).replace(/\n+$/, "").split("\n");
    const lines = this.#format.full ? all : all.slice(0, SHOWN_LINES);
    for (const line of lines) {
      const { columns, full } = this.#format;
      const parts = columns === undefined ? [line] : full ? wrapped(line, columns - 4) : [fitted(line, columns - 4)];
      this.#lines.push(...parts.map((part) => `  ${this.#colors.dim("│")} ${part}`.trimEnd()));
    }
    if (lines.length < all.length) {
      this.#lines.push(
        `  ${this.#colors.dim("│")} … ${counted(all.length - lines.length, "more line")}; --full shows them`,
      );
    }
  }

  #places(places: readonly string[]): void {
    const shown = this.#format.full ? places : places.slice(0, SHOWN_PLACES);
    const more = places.length - shown.length;
    this.#indented(`${shown.join(", ")}${more > 0 ? `, and ${more} more` : ""}`);
  }

  #title(text: string): void {
    this.#lines.push("", this.#colors.bold(text));
  }

  #line(text: string): void {
    const safe = printable(text);
    const { columns } = this.#format;
    this.#lines.push(...(columns === undefined ? [safe] : wrapped(safe, columns)));
  }

  #indented(text: string): void {
    const safe = printable(text);
    const { columns } = this.#format;
    const lines = columns === undefined ? safe.split("\n") : wrapped(safe, columns - 2);
    this.#lines.push(...lines.map((line) => `  ${line}`));
  }

  #status(status: string): string {
    const { green, red, yellow } = this.#colors;
    const safe = printable(status);
    if (isSuccess(status)) return green(safe);
    return ["Failed", "TimedOut", "Cancelled", "Rejected", "CompletedWithFailure"].includes(status)
      ? red(safe)
      : yellow(safe);
  }
}

const WHAT: Readonly<Record<UnreadRecord["what"], string>> = {
  account: "results of an account",
  steps: "steps of an execution",
  output: "the output of a step",
  names: "names of instances",
};

function placeOf({ accountId, region, instance, step }: UnreadRecord, account: string): string {
  const parts = [`${account} (${accountId})`, region, instance, step];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** `2026-11-29 14:05Z` */
function minute(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")}Z`;
}
