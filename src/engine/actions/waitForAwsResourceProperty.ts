/**
 * aws:waitForAwsResourceProperty: waits until a property of a resource has one of the desired values.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-waitForAwsResourceProperty.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { pollUntil } from "../aws-calls/polling";
import { readProperty } from "../aws-calls/resource-property";

export const waitForAwsResourceProperty: ActionRunner<"aws:waitForAwsResourceProperty"> = async (context) => {
  await pollUntil(context, async () => ((await readProperty(context)).isDesired ? true : undefined));
  return { outputs: {} };
};
