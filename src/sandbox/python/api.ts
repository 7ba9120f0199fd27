/** Calls AWS's services with botocore, in a long-running Python process. */
import type { JsonObject } from "../../document/json";
import { ApiCallError } from "../../engine/errors";
import type { ApiCall, AwsApi } from "../../engine/ports";
import type { Session } from "./session";
import { WorkerEnded, type PythonWorker, type WorkerMessage } from "./worker";

interface Answer extends WorkerMessage {
  readonly value?: JsonObject;
  readonly error?: { readonly code: string; readonly message: string; readonly operation: string };
}

/** The API with a session's credentials and Region. */
export function apiOf(worker: PythonWorker, { credentials, region }: Session): AwsApi {
  return {
    async call(call, signal) {
      const answer = await ask(worker, { ...call, region, credentials }, signal);
      if (answer.value !== undefined) return answer.value;
      const { code = "Unknown", message = "", operation = call.api } = answer.error ?? {};
      throw new ApiCallError(code, message, operation);
    },
  };
}

async function ask(worker: PythonWorker, request: ApiCall & Session, signal: AbortSignal): Promise<Answer> {
  try {
    return await worker.ask(request, signal);
  } catch (error) {
    if (error instanceof WorkerEnded) throw new ApiCallError("SandboxFailure", error.message, request.api);
    throw error;
  }
}
