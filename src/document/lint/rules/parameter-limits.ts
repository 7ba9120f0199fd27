/** allowedValues, allowedPattern and limits that no value can meet or that do not fit the type. */
import type { Rule } from "../rule";
import type { Path } from "../../../diagnostics/path";
import { isList } from "../../json";
import { javaPattern } from "../../parameters/java-pattern";
import { isAllowedItem } from "../../parameters/parameter-values";

export const parameterLimits: Rule = {
  id: "parameter-limits",
  severity: "error",
  fails: "creation",
  why: "No value meets the limits, or AWS refuses the definition.",
  remedy: "Correct the limits.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    [...document.parameters.values(), ...document.variables.values()].flatMap(({ raw, type, path }) => {
      const faults: { path: Path; message: string }[] = [];
      for (const [least, most] of [
        ["minChars", "maxChars"],
        ["minItems", "maxItems"],
      ] as const) {
        if (Number(raw[least]) > Number(raw[most])) {
          faults.push({ path: [...path, least], message: `${least} is greater than ${most}.` });
        }
      }
      const pattern = raw["allowedPattern"];
      const translated = typeof pattern === "string" ? javaPattern(pattern) : undefined;
      if (translated?.kind === "invalid") {
        faults.push({
          path: [...path, "allowedPattern"],
          message: `allowedPattern is not a regular expression: ${translated.reason}.`,
        });
      }
      const allowed = raw["allowedValues"];
      if (isList(allowed) && type !== undefined) {
        allowed.forEach((value, index) => {
          if (isAllowedItem(value, type)) return;
          faults.push({
            path: [...path, "allowedValues", index],
            message: `A parameter of type ${type} cannot have the value ${JSON.stringify(value)}.`,
          });
        });
      }
      return faults;
    }),
  bad: `schemaVersion: "0.3"
parameters:
  Time:
    type: String
    minChars: 9
    maxChars: 4
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
    minChars: 4
    maxChars: 9
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
};
