/** Defaults that the parameter itself does not allow. */
import type { Rule } from "../rule";
import { hasReference } from "../../references";
import { faultOf } from "../../parameter-values";

export const parameterDefault: Rule = {
  id: "parameter-default",
  severity: "error",
  why: "An execution that relies on the default does not start.",
  remedy: "Use a default that the type, allowedValues, allowedPattern and limits allow.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    [...document.parameters.values(), ...document.variables.values()].flatMap((definition) => {
      const value = definition.raw["default"];
      if (value === undefined || definition.type === undefined || hasReference(value)) return [];
      const fault = faultOf(value, definition.type, definition.raw);
      return fault === undefined ? [] : [{ path: [...definition.path, "default"], message: fault }];
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
