/** Missing properties that are required. */
import type { Rule } from "../rule";
import { propertyProblems } from "../rule-helpers";

export const missingProperty: Rule = {
  id: "missing-property",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document without a required property.",
  remedy: "Add the property.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html",
  check: (document) => propertyProblems(document, "missing"),
  bad: `schemaVersion: "0.3"
mainSteps:
  - action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
