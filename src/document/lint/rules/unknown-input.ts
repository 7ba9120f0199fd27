/** Inputs that the action does not have. */
import type { Rule } from "../rule";
import { inputProblems } from "../rule-helpers";

export const unknownInput: Rule = {
  id: "unknown-input",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a step with an input that its action does not know.",
  remedy: "Correct the name, or remove the input.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) => inputProblems(document, "unknown"),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
      Timeout: 60
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
