/** Lets the commands of a document write their whole outputs to S3. */
import { isObject } from "./json";
import type { AutomationDocument, Step } from "./model";

/** Where, in the terms of aws:runCommand. The values may have references. */
export interface OutputPlace {
  readonly OutputS3BucketName: string;
  readonly OutputS3KeyPrefix: string;
}

/** The document with this place in every aws:runCommand step, also within loops. A step that has a place of its own keeps it. */
export function withOutputPlace(document: AutomationDocument, place: OutputPlace): AutomationDocument {
  return { ...document, mainSteps: document.mainSteps.map((step) => inStep(step, place)) };
}

function inStep(step: Step, place: OutputPlace): Step {
  const inputs: unknown = step.inputs;
  if (!isObject(inputs)) return step;
  if (step.action === "aws:loop" && Array.isArray(inputs.Steps)) {
    const Steps = inputs.Steps.map((inner) => inStep(inner as Step, place));
    return { ...step, inputs: { ...inputs, Steps } };
  }
  const hasOwn = inputs.OutputS3BucketName !== undefined || inputs.CloudWatchOutputConfig !== undefined;
  return step.action !== "aws:runCommand" || hasOwn ? step : ({ ...step, inputs: { ...inputs, ...place } } as Step);
}
