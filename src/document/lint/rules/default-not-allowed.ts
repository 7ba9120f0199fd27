/** Defaults outside of allowedValues, allowedPattern or the limits. */
import type { Rule } from "../rule";
import { limitFault, typeFault } from "../../parameters/parameter-values";
import { hasReference } from "../../references";

export const defaultNotAllowed: Rule = {
  id: "default-not-allowed",
  severity: "warning",
  fails: "never",
  why: "AWS uses the default as it is, although nobody may give that value.",
  remedy: "Use a default that allowedValues, allowedPattern and limits allow, or an empty one.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    [...document.parameters.values(), ...document.variables.values()].flatMap(({ raw, type, path }) => {
      const value = raw["default"];
      // The rule parameter-default reports a default of another type.
      if (value === undefined || type === undefined || hasReference(value) || typeFault(value, type) !== undefined)
        return [];
      const fault = limitFault(value, type, raw);
      return fault === undefined ? [] : [{ path: [...path, "default"], message: fault }];
    }),
  bad: `schemaVersion: "0.3"
parameters:
  Time:
    type: String
    default: PT5M
    allowedValues:
      - PT1M
      - PT10M
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
    default: PT1M
    allowedValues:
      - PT1M
      - PT10M
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
};
