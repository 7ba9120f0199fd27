/**
 * aws:sleep: waits for a duration, or until a point in time.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html
 */
import { sleep as definition } from "../../document/actions/sleep";
import { millisecondsOf } from "../../document/iso-duration";
import type { ActionRunner } from "../steps/action-runner";
import { invalid } from "../program/read-input";

/** Seconds. */
const LONGEST = definition.maximumTimeoutSeconds;

export const sleep: ActionRunner<"aws:sleep"> = async ({ inputs, clock, signal }) => {
  const { Duration: duration, Timestamp: timestamp } = inputs;
  if ((duration === undefined) === (timestamp === undefined)) {
    throw invalid("A step that sleeps has either a Duration or a Timestamp");
  }
  const milliseconds =
    duration === undefined ? Math.max(0, millisecondsAt(timestamp ?? "") - clock.now().getTime()) : lengthOf(duration);
  if (milliseconds > LONGEST * 1000) throw invalid(`A step sleeps for at most ${LONGEST} seconds`);
  await clock.sleep(milliseconds, signal);
  return { outputs: {} };
};

function lengthOf(duration: string): number {
  const milliseconds = millisecondsOf(duration);
  if (milliseconds !== undefined) return milliseconds;
  throw invalid(`Duration is ${duration}; expected an ISO 8601 duration such as PT10M`);
}

/** A time without a zone is UTC. */
function millisecondsAt(timestamp: string): number {
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(timestamp) || !timestamp.includes("T");
  const time = new Date(hasZone ? timestamp : `${timestamp}Z`).getTime();
  if (Number.isNaN(time)) {
    throw invalid(`Timestamp is ${timestamp}; expected an ISO 8601 time such as 2026-01-31T12:00:00Z`);
  }
  return time;
}
