/** aws:updateVariable of a variable that the document does not have. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { hasReference } from "../../references";

export const unknownVariable: Rule = {
  id: "unknown-variable",
  severity: "error",
  fails: "run",
  why: "The step fails because there is nothing to update.",
  remedy: "Declare the variable under variables.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      const name = inputs["Name"];
      if (action !== "aws:updateVariable" || typeof name !== "string" || !name.startsWith(PREFIX)) return [];
      const variable = name.slice(PREFIX.length);
      if (hasReference(name) || document.variables.has(variable)) return [];
      return [
        {
          path: [...path, "inputs", "Name"],
          message: `There is no variable "${variable}".`,
          remedy: didYouMean(variable, [...document.variables.keys()], unknownVariable.remedy),
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
variables:
  Count:
    type: Integer
    default: 0
mainSteps:
  - name: count
    action: aws:updateVariable
    inputs:
      Name: variable:count
      Value: 1
`,
  good: `schemaVersion: "0.3"
variables:
  Count:
    type: Integer
    default: 0
mainSteps:
  - name: count
    action: aws:updateVariable
    inputs:
      Name: variable:Count
      Value: 1
`,
};

const PREFIX = "variable:";
