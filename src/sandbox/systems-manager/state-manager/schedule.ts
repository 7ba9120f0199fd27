/**
 * The schedules of associations: State Manager's rate, cron and at expressions, all in UTC.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
import { Cron } from "croner";
import { AwsError } from "../../protocol/aws-error";

export interface Schedule {
  readonly kind: "at" | "cron" | "rate";
  /**
   * The first run after a point in time; undefined if there is none.
   * @param start when the schedule took effect; a rate counts from then
   */
  next(after: Date, start: Date): Date | undefined;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UNITS = { minute: MINUTE, hour: 60 * MINUTE, day: DAY } as const;

/** The smallest interval of rate and cron expressions. That a rate must be less than 31 days is an assumption. */
const SMALLEST_INTERVAL = 30 * MINUTE;
const RATE_LIMIT = 31 * DAY;
/** The number of runs that are compared to find the smallest interval of a cron expression: two days of half hours. */
const COMPARED_RUNS = 100;

/**
 * @param expression `rate(30 minutes)`, `cron(0 2 ? * SUN *)`, `at(2026-05-14T15:55:00)`
 * @param offsetDays days after the day that the cron expression names (ScheduleOffset)
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
      throw invalidSchedule(expression, "expected rate(…), cron(…) or at(…)");
  }
}

/** The message is the sandbox's own: AWS's is not known. */
export function invalidSchedule(expression: string | undefined, reason: string): AwsError {
  const of = expression === undefined ? "" : ` ${expression}`;
  return new AwsError("InvalidSchedule", `The schedule${of} is invalid: ${reason}.`);
}

function rate(expression: string, body: string): Schedule {
  const [, count, unit] = /^\s*([1-9]\d*)\s+(minute|hour|day)s?\s*$/.exec(body) ?? [];
  if (unit === undefined) throw invalidSchedule(expression, "a rate is a number followed by minutes, hours or days");
  const interval = Number(count) * UNITS[unit as keyof typeof UNITS];
  if (interval < SMALLEST_INTERVAL) throw invalidSchedule(expression, "the smallest interval is 30 minutes");
  if (interval >= RATE_LIMIT) throw invalidSchedule(expression, "the interval must be less than 31 days");
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
    throw invalidSchedule(expression, "a time has the form yyyy-mm-ddThh:mm:ss, in UTC");
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
  // AWS's older examples have a leading field for seconds: cron(0 00 12 ? * SUN *).
  const [seconds = "", minutes = "", hours = "", days = "", months = "", weekdays = "", years = ""] =
    fields.length === 6 ? ["0", ...fields] : fields;
  if (fields.length !== 6 && fields.length !== 7) {
    throw invalidSchedule(
      expression,
      "a cron expression has six fields: minutes hours day-of-month month day-of-week year",
    );
  }
  if (months !== "*")
    throw invalidSchedule(expression, "associations do not support months: the month field must be *");
  // AWS's guide requires the ? if the other field has a value. That this includes the value * is an assumption.
  if ((days === "?") === (weekdays === "?")) {
    throw invalidSchedule(expression, "exactly one of day-of-month and day-of-week must be ?");
  }
  if (/(^|[,-])[089]/.test(weekdays)) throw invalidSchedule(expression, "days of the week are SUN to SAT or 1 to 7");
  const pattern = [seconds, minutes, hours, days === "?" ? "*" : days, "*", weekday(weekdays), years].join(" ");
  try {
    const runs = new Cron(pattern, {
      timezone: "UTC",
      mode: "7-part",
      // AWS numbers the days of the week from 1 for Sunday, and writes 0/4 for "every fourth from 0".
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

/** L alone in the day-of-week field is the last day of the week. */
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
