/** FailureDetails of a step: in which stage and of which kind a failure is, as far as the error tells. */
import { ApiCallError, StepFailure } from "../errors";
import type { FailureDetails } from "../records";

const PERMISSION = /^(AccessDenied|UnauthorizedOperation|Unauthorized|NotAuthorized|AuthFailure)/;
const THROTTLING = /^(Throttling|ThrottledException|TooManyRequests|RequestLimitExceeded|SlowDown)/;

export const TIMED_OUT_MESSAGE =
  "Step timed out while step is Execute/Cancelling action. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";

export const TIMED_OUT_DETAILS: FailureDetails = { FailureStage: "Invocation", FailureType: "Action", Details: {} };

/** AWS does not document the keys of Details; for failed calls they hold the error's code and the operation. */
export function failureDetails(error: unknown): FailureDetails {
  if (error instanceof StepFailure) return { FailureStage: error.stage, FailureType: error.type, Details: {} };
  if (!(error instanceof ApiCallError)) return { FailureStage: "Invocation", FailureType: "Action", Details: {} };
  return {
    FailureStage: "Invocation",
    FailureType: PERMISSION.test(error.code) ? "Permission" : THROTTLING.test(error.code) ? "Throttling" : "Action",
    Details: { ErrorCode: [error.code], Operation: [error.operation] },
  };
}
