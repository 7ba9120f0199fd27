/** Groups of the rows that are shown: those that answered a step alike, and those that failed for the same reason. */
import { failureGroups as foldFailures, type FailureGroup as FoldedFailures } from "../../../fold/failure-groups";
import type { FailureView, InstanceView } from "../../../fold/run-view";
import { rowName, type Place, type ReportExecution, type ReportStep, type Row } from "./report";
import type { Tone } from "./tones";

/** Instances with the same answer to a step. */
export interface AnswerGroup {
  readonly rows: readonly Row[];
  /** Number of the output; undefined if the step answered nothing. */
  readonly output: number | undefined;
  /** The normalized answer; undefined if it was not normalized. */
  readonly text: string | undefined;
  readonly tone: Tone;
}

/** The normalized answer of a row; undefined if it is not known. */
export type Normalized = (row: Row, output: number) => string | undefined;

/** Groups of a column, the smallest first: what differs is seen before what is usual. */
export function answerGroups(
  rows: readonly Row[],
  column: number,
  normalized: Normalized = () => undefined,
): readonly AnswerGroup[] {
  const groups = new Map<string, Omit<AnswerGroup, "rows"> & { rows: Row[] }>();
  for (const row of rows) {
    const step = row.cells[column]?.shown;
    if (step === undefined) continue;
    const { tone } = step;
    const output = step.output?.output;
    const text = output === undefined ? undefined : normalized(row, output);
    // Without an answer, the status is what differs.
    const key = text !== undefined ? `text ${text}` : output === undefined ? tone : `${output}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { output, text, tone, rows: [row] });
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

export interface FailureGroup extends FoldedFailures {
  readonly tone: Tone;
  readonly rows: readonly Row[];
  /** Accounts and Regions in which no instance was reached. */
  readonly places: readonly Place[];
}

const FAILED: ReadonlySet<Tone> = new Set(["failed", "timed-out", "cancelled"]);

interface Failed {
  readonly view: FailureView;
  readonly tone: Tone;
  readonly row?: Row;
  readonly place?: Place;
}

/**
 * Failures by step and reason, the most frequent first; accounts in which nothing ran are failures of their own.
 * @param hasEnded whether the run has ended: what is still pending then was not reached
 */
export function failureGroups(
  rows: readonly Row[],
  places: readonly Place[],
  hasEnded: boolean,
): readonly FailureGroup[] {
  const all = [
    ...places.flatMap((place) => failuresOfPlace(place, hasEnded)),
    ...rows.flatMap((row) => failuresOfRow(row, hasEnded)),
  ];
  const byView = new Map(all.map((failed) => [failed.view, failed]));
  return foldFailures([...byView.keys()]).map((group) => {
    const members = group.members.flatMap((view) => byView.get(view) ?? []);
    return {
      ...group,
      tone: members[0]?.tone ?? "failed",
      rows: [...new Set(members.flatMap(({ row }) => row ?? []))],
      places: [...new Set(members.flatMap(({ place }) => place ?? []))],
    };
  });
}

function failuresOfRow(row: Row, hasEnded: boolean): readonly Failed[] {
  const instance = instanceView(row);
  const steps = row.cells.flatMap((cell) => (cell !== undefined && FAILED.has(cell.shown.tone) ? [cell.shown] : []));
  if (steps.length > 0) {
    return steps.map((step) => ({
      view: { ...failureView(row.place, step), instance, step: step.step },
      tone: step.tone,
      row,
    }));
  }
  if (!hasFailed(row, hasEnded)) return [];
  return [{ view: { ...failureView(row.place, row), instance }, tone: row.tone, row }];
}

function failuresOfPlace(place: Place, hasEnded: boolean): readonly Failed[] {
  return place.executions
    .filter((execution) => place.rows.length === 0 && hasFailed(execution, hasEnded))
    .map((execution) => ({ view: failureView(place, execution), tone: execution.tone, place }));
}

function hasFailed({ tone, status }: ReportExecution, hasEnded: boolean): boolean {
  return FAILED.has(tone) || (hasEnded && status === "Pending");
}

function failureView(
  { accountId, region }: Place,
  { status, failure }: Pick<ReportStep, "status" | "failure">,
): FailureView {
  if (failure === undefined) return { accountId, region, status };
  const { message, cause } = failure;
  return { accountId, region, status, failure: { message, ...(cause !== undefined && { cause }) } };
}

const views = new WeakMap<Row, InstanceView>();

/** The row as the rest of Fleetbook sees an instance. */
export function instanceView(row: Row): InstanceView {
  const known = views.get(row);
  if (known !== undefined) return known;
  const { place, instance, hostName, executionId, status } = row;
  const { accountId, region } = place;
  const id = instance ?? executionId ?? "";
  const view: InstanceView = {
    ...{ key: `${accountId}/${region}/${id}`, accountId, region, instance: id, name: rowName(row), status },
    ...(hostName !== undefined && { hostName }),
    ...(executionId !== undefined && { executionId }),
  };
  views.set(row, view);
  return view;
}
