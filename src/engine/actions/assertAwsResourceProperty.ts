/**
 * aws:assertAwsResourceProperty: fails unless a property of a resource has one of the desired values.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-assertAwsResourceProperty.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { describeProperty, readProperty } from "../aws-calls/resource-property";

export const assertAwsResourceProperty: ActionRunner<"aws:assertAwsResourceProperty"> = async (context) => {
  const property = await readProperty(context);
  if (!property.isDesired) throw new StepFailure(describeProperty(property), "Invocation", "Verification");
  return { outputs: {} };
};
