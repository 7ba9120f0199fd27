/** Defaults of another type than the parameter. */
import type { Rule } from "../rule";
import { hasReference } from "../../references";
import { typeFault } from "../../parameters/parameter-values";

export const parameterDefault: Rule = {
  id: "parameter-default",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a default that is not of the parameter's type.",
  remedy: "Use a default of the type.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    [...document.parameters.values(), ...document.variables.values()].flatMap((definition) => {
      const value = definition.raw["default"];
      if (value === undefined || definition.type === undefined || hasReference(value)) return [];
      const fault = typeFault(value, definition.type);
      return fault === undefined ? [] : [{ path: [...definition.path, "default"], message: fault }];
    }),
  bad: `schemaVersion: "0.3"
parameters:
  Times:
    type: StringList
    default: PT5M
mainSteps:
  - name: wait
    action: aws:loop
    inputs:
      Iterators: "{{ Times }}"
      Steps:
        - name: sleep
          action: aws:sleep
          inputs:
            Duration: "{{ wait.CurrentIteratorValue }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  Times:
    type: StringList
    default:
      - PT5M
mainSteps:
  - name: wait
    action: aws:loop
    inputs:
      Iterators: "{{ Times }}"
      Steps:
        - name: sleep
          action: aws:sleep
          inputs:
            Duration: "{{ wait.CurrentIteratorValue }}"
`,
};
