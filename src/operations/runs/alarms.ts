/** CloudWatch alarms as gates: the next wave starts only while the alarm is OK. */
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import { passes, UnreadableError } from "../collect/unreadable";
import type { GateAlarm } from "../request/schema";
import type { RunPlan } from "./plan";
import type { Clock } from "./ports";

export interface AlarmFacts {
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  /** Why it has this state, in CloudWatch's words. */
  readonly reason: string;
}

/** @returns undefined if there is no alarm of this name. @throws UnreadableError if AWS refuses or does not answer */
export type AlarmReader = (alarm: GateAlarm) => Promise<AlarmFacts | undefined>;

export interface AlarmOptions {
  readonly alarm: GateAlarm;
  readonly read: AlarmReader;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly onTrouble?: ((message: string, remedy: string) => void) | undefined;
}

/** Milliseconds between two looks at an alarm. CloudWatch evaluates one every 10 seconds at most. */
const PAUSE = 10_000;
/** Looks at an alarm of which AWS does not give the state. */
const TRIES = 6;

/**
 * Looks for the alarms of all gates, before anything starts.
 * @throws ConfigurationError if one is missing; OperationError if one cannot be read
 */
export async function checkAlarms({ waves }: Pick<RunPlan, "waves">, read: AlarmReader): Promise<void> {
  const alarms = new Map(waves.flatMap(({ gate: { alarm } }) => (alarm === undefined ? [] : [[nameOf(alarm), alarm]])));
  for (const alarm of alarms.values()) {
    const found = await read(alarm).catch((error: unknown) => {
      throw error instanceof UnreadableError ? unreadable(alarm, error, "Nothing was started.") : error;
    });
    if (found !== undefined) continue;
    throw new ConfigurationError({
      message: `There is no CloudWatch alarm ${nameOf(alarm)}, so nothing was started.`,
      remedy:
        "Check its name, and name its account and Region: NAME@ACCOUNT/REGION (alarm: { name, account, region }).",
    });
  }
}

/** Waits, and looks at the alarm meanwhile. @returns why the run stops; undefined: the alarm was never in ALARM */
export async function waitForAlarm(options: AlarmOptions, milliseconds: number): Promise<string | undefined> {
  const { alarm, clock, signal, onTrouble } = options;
  const until = clock.now().getTime() + milliseconds;
  for (;;) {
    const left = until - clock.now().getTime();
    if (left <= 0) return undefined;
    await clock.wait(Math.min(PAUSE, left), signal);
    try {
      const facts = await options.read(alarm);
      if (facts?.state === "ALARM") return faultOf(alarm, facts);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      onTrouble?.(`the alarm ${nameOf(alarm)} cannot be read: ${error.message}`, error.remedy);
    }
  }
}

/**
 * Why the gate does not hold; undefined: the alarm is OK.
 * @throws OperationError if AWS does not give its state, so that nobody knows
 */
export async function alarmFault(options: AlarmOptions): Promise<string | undefined> {
  const { alarm, read, clock, signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return faultOf(alarm, await read(alarm));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      if (!passes(error) || attempt === TRIES) {
        throw unreadable(alarm, error, "Whether the wave holds is not known: go on with start --resume.");
      }
      options.onTrouble?.(`the alarm ${nameOf(alarm)} cannot be read: ${error.message}`, error.remedy);
      await clock.wait(PAUSE, signal);
    }
  }
}

function faultOf(alarm: GateAlarm, facts: AlarmFacts | undefined): string | undefined {
  if (facts === undefined) return `there is no alarm ${nameOf(alarm)} any more`;
  if (facts.state === "OK") return undefined;
  if (facts.state !== "ALARM") return `the alarm ${nameOf(alarm)} is in ${facts.state}, and has to be OK`;
  const why = facts.reason.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return `the alarm ${nameOf(alarm)} is in ALARM${why === "" ? "" : ` (${why})`}`;
}

function unreadable(alarm: GateAlarm, { message, remedy }: UnreadableError, rest: string): OperationError {
  return new OperationError({
    message: `The alarm ${nameOf(alarm)} cannot be read: ${message}. ${rest}`,
    remedy: `Allow cloudwatch:DescribeAlarms there: your principal, or the reader role of a member account. ${remedy}`,
  });
}

/** As the command line takes it. */
function nameOf({ name, accountId, region }: GateAlarm): string {
  return `${name}@${accountId}/${region}`;
}
