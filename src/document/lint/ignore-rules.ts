/** What can be wrong with ignoring a rule. It is known only after all rules ran, so that these two check nothing by themselves. */
import type { RuleFacts } from "./rule";

export const invalidIgnore: RuleFacts = {
  id: "invalid-ignore",
  severity: "warning",
  ignorable: false,
  why: "It has no effect, and whoever reads it believes that it has one.",
  remedy: "Write # fleetbook-ignore <rule>: <reason>, with a rule that can be ignored.",
  bad: `schemaVersion: "0.3"
mainSteps:
  # fleetbook-ignore sleep-long: the instance needs an hour
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1H
`,
  good: `schemaVersion: "0.3"
mainSteps:
  # The instance needs an hour.
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1H
`,
};

export const unusedIgnore: RuleFacts = {
  id: "unused-ignore",
  severity: "warning",
  ignorable: false,
  why: "It would hide what the rule finds there later.",
  remedy: "Remove it.",
  bad: `schemaVersion: "0.3"
mainSteps:
  # fleetbook-ignore missing-timeout: the instance needs an hour
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1H
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1H
`,
};
