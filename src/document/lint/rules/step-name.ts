/** The form of step names. */
import type { Rule } from "../rule";

export const stepName: Rule = {
  id: "step-name",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a step whose name has characters other than letters, digits and underscores.",
  remedy: "Rename the step and the references to it.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps
      .filter(({ name }) => name !== undefined && !/^[a-zA-Z0-9_]+$/.test(name))
      .map(({ name, path }) => ({
        path: [...path, "name"],
        message: `A step's name has only letters, digits and underscores; "${name}" does not.`,
      })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait-a-minute
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait_a_minute
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
