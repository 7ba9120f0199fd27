/** FailureDetails of a step: the stage and type of a failure, as far as the error has them. */
import { ApiCallError, StepFailure } from "../errors";
import type { FailureDetails } from "../records";

const PERMISSION = /^(AccessDenied|UnauthorizedOperation|Unauthorized|NotAuthorized|AuthFailure)/;
const THROTTLING = /^(Throttling|ThrottledException|TooManyRequests|RequestLimitExceeded|SlowDown)/;

export const TIMED_OUT_MESSAGE =
  "Step timed out while step is Execute/Cancelling action. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";

export const TIMED_OUT_DETAILS: FailureDetails = { FailureStage: "Invocation", FailureType: "Action", Details: {} };

/** AWS does not document the keys of Details. For failed calls they have the error code and the operation. */
export function failureDetails(error: unknown): FailureDetails {
  if (error instanceof StepFailure) return { FailureStage: error.stage, FailureType: error.type, Details: {} };
  if (!(error instanceof ApiCallError)) return { FailureStage: "Invocation", FailureType: "Action", Details: {} };
  return {
    FailureStage: "Invocation",
    FailureType: PERMISSION.test(error.code) ? "Permission" : THROTTLING.test(error.code) ? "Throttling" : "Action",
    Details: { ErrorCode: [error.code], Operation: [error.operation] },
  };
}
