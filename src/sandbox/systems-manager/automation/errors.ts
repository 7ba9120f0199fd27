/** The engine's errors as errors of the Systems Manager API. */
import { ApiCallError, AutomationError } from "../../../engine/errors";
import { AwsError } from "../../protocol/aws-error";

/** Runs the work, and rethrows the engine's errors under the same name, with HTTP status 400. */
export async function asAwsErrors<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AutomationError || error instanceof ApiCallError) {
      throw new AwsError(error.code, error.message);
    }
    throw error;
  }
}
