/** Unknown types of parameters, variables and outputs. */
import type { Rule } from "../rule";
import { propertyProblems } from "../rule-helpers";

export const parameterType: Rule = {
  id: "parameter-type",
  severity: "error",
  fails: "creation",
  why: "AWS refuses an unknown type; types are case-sensitive.",
  remedy: "Use one of the types that AWS documents.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    propertyProblems(document, "type", "value").filter(({ path }) => path.at(-1) === "type" || path.at(-1) === "Type"),
  bad: `schemaVersion: "0.3"
parameters:
  Time:
    type: string
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
