/**
 * aws:executeAwsApi: calls one operation of an AWS service. Its outputs are those that the step selects.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { callOfStep } from "../aws-calls/api";

export const executeAwsApi: ActionRunner<"aws:executeAwsApi"> = async (context) => ({
  outputs: {},
  response: await callOfStep(context, context.inputs),
});
