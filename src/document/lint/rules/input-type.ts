/** Inputs of the wrong type. */
import type { Rule } from "../rule";
import { inputProblems } from "../rule-helpers";

export const inputType: Rule = {
  id: "input-type",
  severity: "error",
  fails: "creation",
  why: "A step fails if an input does not have the type that its action takes.",
  remedy: "Give the input a value of that type.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) => inputProblems(document, "type"),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: stop
    action: aws:changeInstanceState
    inputs:
      InstanceIds:
        first: i-0123456789abcdef0
      DesiredState: stopped
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: stop
    action: aws:changeInstanceState
    inputs:
      InstanceIds:
        - i-0123456789abcdef0
      DesiredState: stopped
`,
};
