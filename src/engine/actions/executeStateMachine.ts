/**
 * aws:executeStateMachine: runs a Step Functions state machine and waits for it. If the step is stopped, so is the state machine.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeStateMachine.html
 */
import type { ActionRunner, StepContext } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { call, callRegardless } from "../aws-calls/api";
import { POLLING } from "../steps/failure-message";
import { pollUntil } from "../aws-calls/polling";
import { requiredString, stringAt } from "../aws-calls/responses";

/** boto3's name for Step Functions. */
const SERVICE = "stepfunctions";

const OUTPUTS = ["executionArn", "input", "name", "output", "startDate", "stateMachineArn", "status", "stopDate"];

export const executeStateMachine: ActionRunner<"aws:executeStateMachine"> = async (context) => {
  const started = await call(context, SERVICE, "StartExecution", context.inputs);
  const executionArn = requiredString(started, "StartExecution", "executionArn");
  const ended = await untilEnded(context, executionArn);

  const found = OUTPUTS.map((name) => [name, stringAt(ended, name)] as const);
  const outputs = Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const status = stringAt(ended, "status");
  if (status !== "SUCCEEDED") {
    const causes = [stringAt(ended, "error"), stringAt(ended, "cause")].filter((cause) => cause !== undefined);
    const why = causes.length === 0 ? "" : `: ${causes.join(": ")}`;
    const message = `The state machine execution ${executionArn} ended with status ${status}${why}`;
    throw new StepFailure(message, "PostVerification", "Verification", outputs, undefined, POLLING);
  }
  return { outputs };
};

async function untilEnded(context: StepContext, executionArn: string) {
  try {
    return await pollUntil(context, async () => {
      const execution = await call(context, SERVICE, "DescribeExecution", { executionArn });
      return execution["status"] === "RUNNING" ? undefined : execution;
    });
  } catch (error) {
    if (context.signal.aborted) {
      await callRegardless(context, SERVICE, "StopExecution", {
        executionArn,
        cause: "The automation step was stopped.",
      });
    }
    throw error;
  }
}
