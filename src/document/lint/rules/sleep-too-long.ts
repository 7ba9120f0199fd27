/** Sleeps that are longer than AWS allows. */
import type { Rule } from "../rule";

/** Seconds; a second less than a week. */
const LONGEST_SLEEP = 604_799;

const DURATION = /^P(?:0+Y)?(?:0+M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/;
const SECONDS = [604_800, 86_400, 3600, 60, 1];

export const sleepTooLong: Rule = {
  id: "sleep-too-long",
  severity: "error",
  fails: "run",
  why: "AWS allows a sleep of 604,799 seconds, one second less than seven days.",
  remedy: "Sleep for less, or start another runbook on a schedule.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      const { Duration: duration } = inputs;
      if (action !== "aws:sleep" || typeof duration !== "string" || secondsOf(duration) <= LONGEST_SLEEP) return [];
      return [
        { path: [...path, "inputs", "Duration"], message: `${duration} is longer than ${LONGEST_SLEEP} seconds.` },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: P7D
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: P6DT23H
`,
};

/** Years and months have no fixed length, but are too long in any case. 0 if the text is not a duration. */
function secondsOf(duration: string): number {
  if (/^P(\d+Y)?[1-9]\d*M|^P[1-9]\d*Y/.test(duration)) return Infinity;
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (SECONDS[index] ?? 0), 0);
}
