/** Keys that a map has twice. */
import type { Rule } from "../rule";

export const duplicateKey: Rule = {
  id: "duplicate-key",
  severity: "warning",
  fails: "never",
  why: "AWS takes the last value of a key that a map has twice, and ignores the others.",
  remedy: "Remove one.",
  check: ({ text }) =>
    (text?.repeatedKeys ?? []).map(({ path, position }) => ({
      path,
      position,
      message: `The map has the key "${String(path.at(-1))}" again below; this value does not count.`,
    })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    maxAttempts: 2
    inputs:
      Duration: PT1M
    maxAttempts: 3
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    maxAttempts: 3
`,
};
