/** References in the defaults of parameters. */
import type { Rule } from "../rule";
import { referencesWithin } from "../../references";

export const referenceInDefault: Rule = {
  id: "reference-in-default",
  severity: "warning",
  fails: "never",
  why: "AWS resolves only system variables and {{ssm:…}} there, so the braces themselves become the value.",
  remedy: "Refer to the other parameter in the step that uses the value.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html",
  check: (document) =>
    [...document.parameters.values(), ...document.variables.values()].flatMap(({ raw, path }) =>
      referencesWithin(raw["default"], [...path, "default"])
        .filter(({ target }) => target.kind !== "ssm" && target.kind !== "system")
        .map((reference) => ({
          path: reference.path,
          message: `{{ ${reference.name} }} is not resolved in a default.`,
        })),
    ),
  bad: `schemaVersion: "0.3"
parameters:
  Short:
    type: String
    default: PT1M
  Long:
    type: String
    default: "{{ Short }}"
mainSteps:
  - name: short
    action: aws:sleep
    inputs:
      Duration: "{{ Short }}"
  - name: long
    action: aws:sleep
    inputs:
      Duration: "{{ Long }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  Short:
    type: String
    default: PT1M
  Long:
    type: String
    default: PT10M
mainSteps:
  - name: short
    action: aws:sleep
    inputs:
      Duration: "{{ Short }}"
  - name: long
    action: aws:sleep
    inputs:
      Duration: "{{ Long }}"
`,
};
