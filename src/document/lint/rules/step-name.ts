/** The form of step names. */
import type { Rule } from "../rule";

export const stepName: Rule = {
  id: "step-name",
  severity: "error",
  why: "AWS refuses a step whose name has other characters than letters, digits and underscores.",
  remedy: "Rename the step, also where others refer to it.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps
      .filter(({ name }) => name !== undefined && !/^[a-zA-Z0-9_]+$/.test(name))
      .map(({ name, path }) => ({
        path: [...path, "name"],
        message: `"${name}" has characters that are not allowed; a step's name has letters, digits and underscores.`,
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
