/** A run's progress as text: one line, or a few that a terminal draws anew. */
import { counted } from "../../diagnostics/counted";
import { printable } from "../../diagnostics/printable";
import { fitted } from "../../diagnostics/text/width";
import { hasEnded } from "../collect/records";
import type { CarryOutHooks } from "./carry-out";
import { shareDone, sumOf, type Counts, type FailedTarget, type Progress } from "./progress";

/** Accounts and failures that are shown of many. */
const ACCOUNTS = 8;
const FAILURES = 3;
/** Milliseconds between two lines where the output is no terminal. */
const LINE_INTERVAL = 2_000;

/** Says how far a run is: a line whenever something has changed, with the time before it. */
export class ProgressLines {
  readonly #say: (line: string) => void;
  #last = "";
  #lastAt = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  show(progress: Progress, now: Date): void {
    const line = progressLine(progress, now);
    const isUnchanged = withoutTimeLeft(line) === withoutTimeLeft(this.#last);
    if (isUnchanged || (!progress.ended && now.getTime() - this.#lastAt < LINE_INTERVAL)) return;
    this.#last = line;
    this.#lastAt = now.getTime();
    this.#say(`${now.toISOString().slice(11, 19)}  ${line}`);
  }
}

/** Says which waves have started, and which have held. */
export function waveLines(say: (line: string) => void): Required<Pick<CarryOutHooks, "onStarted" | "onHeld">> {
  return {
    onStarted: (wave, ids) => say(`started${wave === "all" ? "" : ` wave ${wave}`}: ${ids.join(", ")}`),
    onHeld: (wave) => say(`wave ${wave} has held`),
  };
}

/** `2 of 3 accounts and Regions; 5 instances: 3 Success, 2 InProgress (CheckNTP 2); about 1 min left` */
export function progressLine(progress: Progress, now: Date): string {
  const { places, status, ended } = progress;
  const done = places.filter((place) => hasEnded(place.status)).length;
  const instances = sumOf(places.map((place) => place.instances));
  const steps = countsText(sumOf(places.map((place) => place.steps)));
  const total = Object.values(instances).reduce((sum, count) => sum + count, 0);
  const parts = [
    `${status}: ${done} of ${places.length === 1 ? "1 account" : `${places.length} accounts and Regions`}`,
    `${counted(total, "instance")}${total === 0 ? "" : `: ${countsText(instances)}`}${steps === "" ? "" : ` (${steps})`}`,
    ...(ended ? [] : [timeLeft(progress, now)]),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** The line, the accounts in which something runs, and the last failures. @param nameOf the name of an account */
export function progressBlock(
  progress: Progress,
  now: Date,
  nameOf: (accountId: string) => string,
  columns: number,
): readonly string[] {
  const running = progress.places.filter(({ status }) => !hasEnded(status) && status !== "Pending");
  const failures = progress.places.flatMap((place) => place.failures);
  const lines = [
    progressLine(progress, now),
    ...running.slice(0, ACCOUNTS).map((place) => {
      const { accountId, region, instances, expected, steps, unread } = place;
      const ended = Object.entries(instances).reduce((sum, [each, count]) => sum + (hasEnded(each) ? count : 0), 0);
      const of = expected === undefined ? "" : ` of ${expected}`;
      const what = unread === undefined ? `${ended}${of} ended  ${countsText(steps)}` : `cannot be read: ${unread}`;
      return `  ${nameOf(accountId)} ${region}  ${what}`;
    }),
    ...(running.length > ACCOUNTS ? [`  and ${running.length - ACCOUNTS} more`] : []),
    ...failures.slice(-FAILURES).map((failure) => `  ${failureText(failure, nameOf)}`),
  ];
  return lines.map((line) => fitted(printable(line), columns - 1));
}

function failureText(
  { accountId, region, target, status, message }: FailedTarget,
  nameOf: (accountId: string) => string,
): string {
  const where = [nameOf(accountId), region, ...(target === undefined ? [] : [target])].join(" ");
  return `${status}  ${where}  ${message.replace(/\s+/g, " ")}`;
}

function countsText(counts: Counts): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}

function withoutTimeLeft(line: string): string {
  return line.replace(/; about .*/, "");
}

/** From the time that the share so far has taken. */
function timeLeft(progress: Progress, now: Date): string {
  const share = shareDone(progress);
  if (progress.startTime === undefined || share < 0.05 || share >= 1) return "";
  const seconds = Math.round((((now.getTime() - progress.startTime.getTime()) / 1000) * (1 - share)) / share);
  return seconds < 60 ? `about ${Math.max(1, seconds)} s left` : `about ${Math.round(seconds / 60)} min left`;
}
