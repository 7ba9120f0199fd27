/** Parameters for the document that a step runs: unknown ones, and missing ones that it requires. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { parametersOf } from "../../amazon-documents";
import { isObject } from "../../json";
import { hasReference } from "../../references";

export const documentParameter: Rule = {
  id: "document-parameter",
  severity: "error",
  fails: "run",
  why: "AWS refuses to run a document with a parameter that it does not have, or without one that it requires.",
  remedy: "Correct the name of the parameter, or add it.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      const place = action === "aws:runCommand" ? "Parameters" : "RuntimeParameters";
      const { DocumentName: name } = inputs;
      const known = typeof name === "string" && CALLERS.has(action) ? parametersOf(name) : undefined;
      const given = inputs[place] ?? {};
      if (known === undefined || !isObject(given)) return [];
      const names = Object.keys(known);
      const missing = names.filter(
        (one) => known[one] === "required" && given[one] === undefined && inputs["TargetParameterName"] === undefined,
      );
      return [
        ...Object.keys(given)
          .filter((one) => !names.includes(one) && !hasReference(one))
          .map((one) => ({
            path: [...path, "inputs", place, one],
            message: `${String(name)} has no parameter "${one}"; it has ${names.join(", ")}.`,
            remedy: didYouMean(one, names, documentParameter.remedy),
          })),
        ...missing.map((one) => ({
          path: [...path, "inputs"],
          message: `${String(name)} requires the parameter "${one}".`,
        })),
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: uptime
    action: aws:runCommand
    timeoutSeconds: 60
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - i-0123456789abcdef0
      Parameters:
        commands:
          - uptime
        directory: /tmp
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: uptime
    action: aws:runCommand
    timeoutSeconds: 60
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - i-0123456789abcdef0
      Parameters:
        commands:
          - uptime
        workingDirectory: /tmp
`,
};

const CALLERS = new Set<unknown>(["aws:runCommand", "aws:executeAutomation"]);
