/** Two steps with the same name. */
import type { Rule } from "../rule";

export const duplicateStep: Rule = {
  id: "duplicate-step",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document in which a name could mean two steps.",
  remedy: "Rename one of them.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps
      .filter((step) => step.name !== undefined && document.stepsByName.get(step.name) !== step)
      .map(({ name, path }) => ({
        path: [...path, "name"],
        message: `An earlier step has the name "${name}" too.`,
      })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
  - name: waitAgain
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
