/** A run's progress as text: one line, or a few that a terminal draws anew. */
import { counted } from "../../diagnostics/counted";
import { printable } from "../../diagnostics/printable";
import { fitted } from "../../diagnostics/text/width";
import { hasEnded } from "../collect/records";
import { shareDone, sumOf, type Counts, type FailedTarget, type Progress } from "./progress";

/** Accounts and failures that are shown of many. */
const ACCOUNTS = 8;
const FAILURES = 3;

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

/** From the time that the share so far has taken. */
function timeLeft(progress: Progress, now: Date): string {
  const share = shareDone(progress);
  if (progress.startTime === undefined || share < 0.05 || share >= 1) return "";
  const seconds = Math.round((((now.getTime() - progress.startTime.getTime()) / 1000) * (1 - share)) / share);
  return seconds < 60 ? `about ${Math.max(1, seconds)} s left` : `about ${Math.round(seconds / 60)} min left`;
}
