/** Patterns of Java that cannot be checked outside of AWS. */
import type { Rule } from "../rule";
import { javaPattern } from "../../parameters/java-pattern";

export const uncheckedPattern: Rule = {
  id: "unchecked-pattern",
  severity: "warning",
  fails: "never",
  why: "AWS reads the pattern as Java does. Here such a pattern accepts every value, in lint, in a simulation and in the sandbox.",
  remedy: "Write the pattern in another way, or ignore this rule.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    [...document.parameters.values(), ...document.variables.values()].flatMap(({ raw, path }) => {
      const pattern = raw["allowedPattern"];
      const translated = typeof pattern === "string" ? javaPattern(pattern) : undefined;
      return translated?.kind === "untranslated"
        ? [{ path: [...path, "allowedPattern"], message: `The pattern cannot be checked here: ${translated.reason}.` }]
        : [];
    }),
  bad: `schemaVersion: "0.3"
parameters:
  Time:
    type: String
    allowedPattern: PT[0-9]++M
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
    allowedPattern: PT[0-9]+M
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
};
