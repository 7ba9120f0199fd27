/** Missing inputs that the action requires. */
import type { Rule } from "../rule";
import { inputProblems } from "../rule-helpers";

export const missingInput: Rule = {
  id: "missing-input",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a step without an input that its action requires.",
  remedy: "Add the input.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) => inputProblems(document, "missing"),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: delete
    action: aws:deleteStack
    inputs: {}
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: delete
    action: aws:deleteStack
    inputs:
      StackName: example
`,
};
