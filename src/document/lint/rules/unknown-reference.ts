/** References to parameters that the document does not declare. */
import type { Rule } from "../rule";
import { unknownReferences } from "../unknown-references";

export const unknownReference: Rule = {
  id: "unknown-reference",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document that refers to an undeclared parameter.",
  remedy: "Correct the name, or declare the parameter.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html",
  check: (document) => unknownReferences(document, "parameter"),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  Time:
    type: String
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
};
