/** Properties that the document language does not have. */
import type { Rule } from "../rule";
import { propertyProblems } from "../rule-helpers";

export const unknownProperty: Rule = {
  id: "unknown-property",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document with a property that it does not know.",
  remedy: "Correct the name, or remove the property.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html",
  check: (document) => propertyProblems(document, "unknown"),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    retries: 3
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    maxAttempts: 3
`,
};
