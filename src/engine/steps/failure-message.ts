/** The FailureMessage of a step in AWS's format: the phase, the error, and where to read more. */
import { ApiCallError, ScriptError, StepFailure } from "../errors";

const EXECUTING = "Step fails when it is Execute/Cancelling action";
export const POLLING = "Step fails when it is Poll action status for completion";

const CLOSING = "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";

/** The FailureMessage of a step whose runner has thrown the error. */
export function failureMessage(error: unknown): string {
  if (error instanceof StepFailure) return framed(error.opening ?? EXECUTING, error.message);
  if (error instanceof ApiCallError) return framed(EXECUTING, apiErrorMessage(error));
  if (error instanceof ScriptError) return framed(POLLING, error.message);
  // AWS prints only the first three words. Here they would hide a fault of the engine or of a port.
  return framed("Internal Server Error", String(error));
}

/** boto3's message for a failed call. */
function apiErrorMessage({ code, operation, message }: ApiCallError): string {
  return `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
}

function framed(opening: string, message: string): string {
  return `${opening}. ${message}${message.endsWith(".") ? "" : "."} ${CLOSING}`;
}
