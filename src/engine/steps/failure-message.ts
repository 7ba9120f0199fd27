/** The text of a failed step, as AWS frames it: what the step was doing, what went wrong, where to read on. */
import { ApiCallError, ScriptError, StepFailure } from "../errors";

const EXECUTING = "Step fails when it is Execute/Cancelling action";
export const POLLING = "Step fails when it is Poll action status for completion";

const CLOSING = "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";

/** The FailureMessage of a step whose runner threw this. */
export function failureMessage(error: unknown): string {
  if (error instanceof StepFailure) return framed(error.opening ?? EXECUTING, error.message);
  if (error instanceof ApiCallError) return framed(EXECUTING, apiErrorText(error));
  if (error instanceof ScriptError) return framed(POLLING, error.message);
  // AWS says no more than the first three words; here they would hide a fault of the engine or of a port.
  return framed("Internal Server Error", String(error));
}

/** What boto3 says of a failed call. */
function apiErrorText({ code, operation, message }: ApiCallError): string {
  return `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
}

function framed(opening: string, text: string): string {
  return `${opening}. ${text}${text.endsWith(".") ? "" : "."} ${CLOSING}`;
}
