/** Groups of instances: those that answered a step alike, and those that failed for the same reason. */
import { rowName, type Place, type ReportStep, type Row } from "./report";
import type { Tone } from "./tones";

interface Group {
  readonly rows: readonly Row[];
}

/** Instances with the same answer to a step. */
export interface AnswerGroup extends Group {
  /** Number of the output; undefined if the step answered nothing. */
  readonly output: number | undefined;
  readonly tone: Tone;
}

/** Groups of a column, the smallest first: what differs is seen before what is usual. */
export function answerGroups(rows: readonly Row[], column: number): readonly AnswerGroup[] {
  const groups = new Map<string, { output: number | undefined; tone: Tone; rows: Row[] }>();
  for (const row of rows) {
    const step = row.cells[column]?.shown;
    if (step === undefined) continue;
    const output = step.output?.output;
    // Without an answer, the status is what differs.
    const key = output === undefined ? step.tone : `${output}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { output, tone: step.tone, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()].sort((a, b) => a.rows.length - b.rows.length);
}

/** The output that most instances of a column have, if more than half of them do. */
export function usualOutput(rows: readonly Row[], column: number): number | undefined {
  const largest = answerGroups(rows, column).at(-1);
  const answered = rows.filter((row) => row.cells[column] !== undefined).length;
  return largest !== undefined && largest.rows.length * 2 > answered ? largest.output : undefined;
}

export interface FailureGroup extends Group {
  readonly reason: string;
  /** Names of the steps that failed; empty if no step had run. */
  readonly steps: readonly string[];
  readonly tone: Tone;
  /** Accounts and Regions in which no instance was reached. */
  readonly places: readonly Place[];
}

const FAILED: ReadonlySet<Tone> = new Set(["failed", "timed-out", "cancelled"]);

interface Failed {
  readonly text: string;
  readonly tone: Tone;
  readonly step?: string;
  readonly row?: Row;
  readonly place?: Place;
}

/** Failures by reason, the most frequent first; accounts in which nothing ran are failures of their own. */
export function failureGroups(rows: readonly Row[], places: readonly Place[]): readonly FailureGroup[] {
  const groups = new Map<string, { first: Failed; steps: Set<string>; rows: Set<Row>; places: Set<Place> }>();
  for (const failed of [...rows.flatMap(failuresOfRow), ...places.flatMap(failuresOfPlace)]) {
    const key = `${failed.tone} ${reasonOf(failed.text)}`;
    const group = groups.get(key) ?? { first: failed, steps: new Set(), rows: new Set(), places: new Set() };
    groups.set(key, group);
    if (failed.step !== undefined) group.steps.add(failed.step);
    if (failed.row !== undefined) group.rows.add(failed.row);
    if (failed.place !== undefined) group.places.add(failed.place);
  }
  return [...groups.values()]
    .map(({ first, steps, rows: own, places: without }) => ({
      // A text that is alone stays as it is.
      reason: own.size + without.size > 1 ? reasonOf(first.text) : first.text,
      tone: first.tone,
      steps: [...steps],
      rows: [...own],
      places: [...without],
    }))
    .sort((a, b) => b.rows.length + b.places.length - (a.rows.length + a.places.length));
}

function failuresOfRow(row: Row): readonly Failed[] {
  const steps = failedSteps(row);
  if (steps.length > 0) return steps.map((step) => ({ text: textOf(step), tone: step.tone, step: step.step, row }));
  return FAILED.has(row.tone) ? [{ text: textOf(row), tone: row.tone, row }] : [];
}

function failuresOfPlace(place: Place): readonly Failed[] {
  return place.executions
    .filter(({ tone }) => place.rows.length === 0 && FAILED.has(tone))
    .map((execution) => ({ text: textOf(execution), tone: execution.tone, place }));
}

function failedSteps(row: Row): readonly ReportStep[] {
  return row.cells.flatMap((cell) => (cell !== undefined && FAILED.has(cell.shown.tone) ? [cell.shown] : []));
}

function textOf({ failure, status }: Pick<ReportStep, "failure" | "status">): string {
  return failure?.cause ?? failure?.message ?? status;
}

/** The text without what differs between instances: ids, ARNs' accounts, times. */
function reasonOf(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "…")
    .replace(/\b(m?i|vol|ami|snap|eni)-[0-9a-f]{8,17}\b/g, "$1-…")
    .replace(/\b\d{12}\b/g, "…");
}

/** Members of a group in one account and Region. */
export interface Members {
  readonly place: Place;
  readonly rows: readonly Row[];
  /** Whether they are all instances of the place. */
  readonly all: boolean;
}

export function membersOf(rows: readonly Row[]): readonly Members[] {
  const byPlace = new Map<Place, Row[]>();
  for (const row of rows) {
    const members = byPlace.get(row.place);
    if (members === undefined) byPlace.set(row.place, [row]);
    else members.push(row);
  }
  return [...byPlace].map(([place, members]) => ({ place, rows: members, all: members.length === place.rows.length }));
}

/** Names of instances, as many as fit. */
export function namesOf(rows: readonly Row[], most: number): string {
  const names = rows.slice(0, most).map(rowName).join(", ");
  return rows.length > most ? `${names} and ${rows.length - most} more` : names;
}
