/** Targets without the parameter that receives them, or with a parameter that the runbook does not have. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { parametersOf } from "../../amazon-documents";
import { hasReference } from "../../references";

export const targetParameter: Rule = {
  id: "target-parameter",
  severity: "error",
  fails: "run",
  why: "AWS does not start an execution with targets if no parameter receives them.",
  remedy: "Set TargetParameterName to a parameter of the runbook that is started.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      if (action !== "aws:executeAutomation") return [];
      const { TargetParameterName: parameter, DocumentName: name } = inputs;
      if (parameter === undefined) {
        return inputs["Targets"] === undefined
          ? []
          : [{ path: [...path, "inputs", "Targets"], message: "Targets require a TargetParameterName." }];
      }
      const known = typeof name === "string" ? parametersOf(name) : undefined;
      if (known === undefined || typeof parameter !== "string" || hasReference(parameter)) return [];
      return Object.hasOwn(known, parameter)
        ? []
        : [
            {
              path: [...path, "inputs", "TargetParameterName"],
              message: `${String(name)} has no parameter "${parameter}".`,
              remedy: didYouMean(parameter, Object.keys(known), targetParameter.remedy),
            },
          ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: image
    action: aws:executeAutomation
    inputs:
      DocumentName: AWS-CreateImage
      TargetParameterName: Instance
      Targets:
        - Key: tag:Backup
          Values:
            - daily
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: image
    action: aws:executeAutomation
    inputs:
      DocumentName: AWS-CreateImage
      TargetParameterName: InstanceId
      Targets:
        - Key: tag:Backup
          Values:
            - daily
`,
};
