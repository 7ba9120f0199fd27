/**
 * When an association runs: rate, cron and at expressions as State Manager has them, all in UTC.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
import { Cron } from "croner";
import { AwsError } from "../../protocol/aws-error";

export interface Schedule {
  readonly kind: "at" | "cron" | "rate";
  /**
   * The first run after a moment; undefined where there is none.
   * @param start when the schedule came into force: a rate counts from then.
   */
  next(after: Date, start: Date): Date | undefined;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UNITS = { minute: MINUTE, hour: 60 * MINUTE, day: DAY } as const;

/** Half an hour is the smallest interval of rates and cron alike. That a rate stays below 31 days is not sure. */
const SMALLEST_INTERVAL = 30 * MINUTE;
const RATE_LIMIT = 31 * DAY;
/** Runs that are compared to find the smallest interval of a cron expression: more than two days of half hours. */
const COMPARED_RUNS = 100;

/**
 * @param expression `rate(30 minutes)`, `cron(0 2 ? * SUN *)`, `at(2026-05-14T15:55:00)`
 * @param offsetDays days after the day that a cron expression names (ScheduleOffset)
 * @throws AwsError InvalidSchedule
 */
export function readSchedule(expression: string, offsetDays = 0): Schedule {
  const [, kind, body = ""] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  switch (kind) {
    case "rate":
      return rate(expression, body);
    case "cron":
      return cron(expression, body, offsetDays);
    case "at":
      return at(expression, body);
    default:
      throw invalidSchedule(expression, "it is none of rate(…), cron(…) and at(…)");
  }
}

/** The words are the sandbox's own: which ones AWS uses is not known. */
export function invalidSchedule(expression: string | undefined, reason: string): AwsError {
  const of = expression === undefined ? "" : ` ${expression}`;
  return new AwsError("InvalidSchedule", `The schedule${of} is invalid: ${reason}.`);
}

function rate(expression: string, body: string): Schedule {
  const [, count, unit] = /^\s*([1-9]\d*)\s+(minute|hour|day)s?\s*$/.exec(body) ?? [];
  if (unit === undefined) throw invalidSchedule(expression, "a rate is a number and minutes, hours or days");
  const interval = Number(count) * UNITS[unit as keyof typeof UNITS];
  if (interval < SMALLEST_INTERVAL) throw invalidSchedule(expression, "the smallest interval is 30 minutes");
  if (interval >= RATE_LIMIT) throw invalidSchedule(expression, "the interval is less than 31 days");
  return {
    kind: "rate",
    next(after, start) {
      const passed = Math.floor((after.getTime() - start.getTime()) / interval);
      return new Date(start.getTime() + (Math.max(passed, 0) + 1) * interval);
    },
  };
}

function at(expression: string, body: string): Schedule {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(body);
  const time = new Date(`${body}Z`);
  if (!isTime || Number.isNaN(time.getTime())) {
    throw invalidSchedule(expression, "a time is written yyyy-mm-ddThh:mm:ss, in UTC");
  }
  return { kind: "at", next: (after) => (time > after ? time : undefined) };
}

function cron(expression: string, body: string, offsetDays: number): Schedule {
  const runs = cronRuns(expression, body);
  const offset = offsetDays * DAY;
  const next = (after: Date): Date | undefined => {
    const run = runs.nextRun(new Date(after.getTime() - offset));
    return run === null ? undefined : new Date(run.getTime() + offset);
  };
  return { kind: "cron", next };
}

function cronRuns(expression: string, body: string): Cron {
  const fields = body.trim().split(/\s+/);
  // AWS's older examples begin with seconds: cron(0 00 12 ? * SUN *).
  const [seconds = "", minutes = "", hours = "", days = "", months = "", weekdays = "", years = ""] =
    fields.length === 6 ? ["0", ...fields] : fields;
  if (fields.length !== 6 && fields.length !== 7) {
    throw invalidSchedule(
      expression,
      "a cron expression has six fields: minutes hours day-of-month month day-of-week year",
    );
  }
  if (months !== "*") throw invalidSchedule(expression, "associations do not support months: the field has to be *");
  // AWS's guide asks for the ? where the other field has a value; that it does so for * as well is chosen here.
  if ((days === "?") === (weekdays === "?")) {
    throw invalidSchedule(expression, "one of day-of-month and day-of-week has to be ?, and not both");
  }
  if (/(^|[,-])[089]/.test(weekdays)) throw invalidSchedule(expression, "days of the week are SUN to SAT or 1 to 7");
  const pattern = [seconds, minutes, hours, days === "?" ? "*" : days, "*", weekday(weekdays), years].join(" ");
  try {
    const runs = new Cron(pattern, {
      timezone: "UTC",
      mode: "7-part",
      // AWS counts days of the week from 1 for Sunday, and writes 0/4 for "every fourth from 0".
      alternativeWeekdays: true,
      sloppyRanges: true,
      paused: true,
    });
    checkInterval(expression, runs);
    return runs;
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw invalidSchedule(expression, (error as Error).message.replace(/^CronPattern: /, "").replace(/\.$/, ""));
  }
}

/** A lone L among the days of the week is the week's last day. */
function weekday(field: string): string {
  if (field === "?") return "*";
  return field === "L" ? "SAT" : field;
}

function checkInterval(expression: string, runs: Cron): void {
  const times = runs.nextRuns(COMPARED_RUNS, new Date(0)).map((run) => run.getTime());
  if (times.some((time, index) => time - (times[index - 1] ?? -Infinity) < SMALLEST_INTERVAL)) {
    throw invalidSchedule(expression, "the smallest interval is 30 minutes");
  }
}
