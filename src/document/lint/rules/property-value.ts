/** Properties with a value of the wrong type or outside the limits. */
import type { Rule } from "../rule";
import { propertyProblems } from "../rule-helpers";

export const propertyValue: Rule = {
  id: "property-value",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document whose properties it cannot read.",
  remedy: "Give the property an allowed value.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html",
  check: (document) =>
    propertyProblems(document, "type", "value").filter(({ path }) => !HAS_RULE_OF_ITS_OWN.has(String(path.at(-1)))),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    maxAttempts: never
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    maxAttempts: 1
`,
};

/** The rule parameter-type reports these. */
const HAS_RULE_OF_ITS_OWN = new Set(["type", "Type"]);
