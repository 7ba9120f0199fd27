/**
 * aws:executeAutomation: runs another runbook as the same identity and waits for it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html
 */
import type { Json } from "../../document/json";
import type { ActionRunner, InputsOf } from "../steps/action-runner";
import { ApiCallError, AutomationError, StepFailure } from "../errors";
import type { StartRequest } from "../records";
import { POLLING } from "../steps/failure-message";

export const executeAutomation: ActionRunner<"aws:executeAutomation"> = async (context) => {
  const { inputs, signal } = context;
  const child = await context.startChild(startRequest(inputs)).catch((error: unknown) => {
    if (!(error instanceof AutomationError)) throw error;
    throw new ApiCallError(error.code, error.message, "StartAutomationExecution");
  });
  const cancel = (): void => child.cancel();
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  const { status, outputs: output, failureMessage } = await child.ended;
  signal.removeEventListener("abort", cancel);
  const outputs: Readonly<Record<string, Json>> = { ExecutionId: child.id, Status: status, Output: output };
  if (status === "Success") return { outputs };
  const reason = failureMessage === undefined ? "" : `: ${failureMessage}`;
  throw new StepFailure(
    `The automation ${child.id} ended with the status ${status}${reason}`,
    "PostVerification",
    "Action",
    outputs,
    undefined,
    POLLING,
  );
};

function startRequest({ RuntimeParameters, ...request }: InputsOf<"aws:executeAutomation">): StartRequest {
  return RuntimeParameters === undefined ? request : { ...request, Parameters: RuntimeParameters };
}
