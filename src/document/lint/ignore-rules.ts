/** What can be wrong with ignoring a rule. This is known only after all rules have run, so these two have no check. */
import type { RuleFacts } from "./rule";

export const invalidIgnore: RuleFacts = {
  id: "invalid-ignore",
  severity: "warning",
  fails: "never",
  ignorable: false,
  why: "The comment has no effect, although its author expects one.",
  remedy: "Write `# fleetbook-ignore <rule>: <reason>`, with a rule that can be ignored.",
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
  fails: "never",
  ignorable: false,
  why: "The comment would hide what the rule finds there later.",
  remedy: "Remove the comment, or the entry of ignore.",
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
