/** References to steps, variables and system variables that do not exist. */
import type { Rule } from "../rule";
import { unknownReferences } from "../unknown-references";

export const unresolvedReference: Rule = {
  id: "unresolved-reference",
  severity: "error",
  fails: "run",
  why: "AWS accepts the document, and the step with the reference fails.",
  remedy: "Correct the name, or define what it names.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html",
  check: (document) => unknownReferences(document, "output", "variable", "system"),
  bad: `schemaVersion: "0.3"
variables:
  Time:
    type: String
    default: PT1M
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ variable:Tine }}"
`,
  good: `schemaVersion: "0.3"
variables:
  Time:
    type: String
    default: PT1M
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ variable:Time }}"
`,
};
