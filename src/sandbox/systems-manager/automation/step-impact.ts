/**
 * The impact of a runbook's steps, in the three categories that AWS's previews count.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecutionPreview.html
 */
import type { ImpactType } from "@aws-sdk/client-ssm";
import type { ActionName } from "../../../document/action-table";
import { flatSteps } from "../../../document/flow";
import type { AutomationDocument, Step } from "../../../document/model";
import { referencesIn } from "../../../document/references";

/** The first words of the names of operations that only read. */
const READING =
  /^(batch_?(get|describe|check|list)|check|describe|estimate|filter|get|head|list|lookup|query|scan|search|select|simulate|validate|view)/i;

const IMPACTS: Readonly<Record<ActionName, ImpactType | ((step: Step) => ImpactType)>> = {
  "aws:approve": "NonMutating",
  "aws:assertAwsResourceProperty": ofApi,
  "aws:branch": "NonMutating",
  "aws:changeInstanceState": (step) =>
    step.action === "aws:changeInstanceState" && String(step.inputs.CheckStateOnly) === "true"
      ? "NonMutating"
      : "Mutating",
  "aws:copyImage": "Mutating",
  "aws:createImage": "Mutating",
  "aws:createStack": "Mutating",
  "aws:createTags": "Mutating",
  "aws:deleteImage": "Mutating",
  "aws:deleteStack": "Mutating",
  // The impact of the child runbook is in that runbook's own preview.
  "aws:executeAutomation": "Undetermined",
  "aws:executeAwsApi": ofApi,
  "aws:executeScript": "Undetermined",
  "aws:executeStateMachine": "Undetermined",
  "aws:invokeLambdaFunction": "Undetermined",
  "aws:invokeWebhook": "Undetermined",
  "aws:loop": "NonMutating",
  "aws:pause": "NonMutating",
  "aws:runCommand": "Undetermined",
  "aws:runInstances": "Mutating",
  "aws:sleep": "NonMutating",
  "aws:updateVariable": "NonMutating",
  "aws:waitForAwsResourceProperty": ofApi,
};

/** The number of steps in each category, including the steps inside loops. */
export function stepPreviews(document: AutomationDocument): Partial<Record<ImpactType, number>> {
  const counts: Partial<Record<ImpactType, number>> = {};
  for (const step of flatSteps(document.mainSteps)) {
    const impact = IMPACTS[step.action];
    const kind = typeof impact === "function" ? impact(step) : impact;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function ofApi(step: Step): ImpactType {
  const api = "Api" in step.inputs ? String(step.inputs.Api) : "";
  // The operation is known only at run time.
  if (referencesIn(api).length > 0) return "Undetermined";
  return READING.test(api) ? "NonMutating" : "Mutating";
}
