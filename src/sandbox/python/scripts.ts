/**
 * Scripts of `aws:executeScript`. A Python process with boto3 forks a process for each script.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html
 */
import type { Json } from "../../document/json";
import { ScriptError } from "../../engine/errors";
import type { ScriptCall, Scripts } from "../../engine/ports";
import { printable } from "../../diagnostics/printable";
import type { ScriptSession } from "./session";
import { WorkerEnded, type PythonWorker, type WorkerMessage } from "./worker";

interface Answer extends WorkerMessage {
  readonly value?: Json;
  readonly error?: string;
}

/** Any Region, so that boto3 reports missing credentials, as on AWS, and not a missing Region. */
const NO_REGION = "us-east-1";

/** Scripts with a session's credentials and Region. Without an endpoint they cannot call AWS. */
export function scriptsOf(
  worker: PythonWorker,
  endpoint: string | undefined,
  session: ScriptSession | undefined,
): Scripts {
  const environment = environmentOf(endpoint, session);
  return {
    async run(call, signal) {
      const { script, payload, context } = call;
      const answer = await ask(worker, { script, handler: handlerOf(call), payload, context, environment }, signal);
      if (answer.error !== undefined) throw new ScriptError(answer.error);
      return answer.value ?? null;
    },
  };
}

/** The lines that a script printed, from a worker's message. Empty for other messages. */
export function printedLines({ output }: WorkerMessage): readonly string[] {
  return typeof output === "string" && output !== "" ? printable(output, "removed").trimEnd().split("\n") : [];
}

/** @throws ScriptError if Python cannot run the call. */
function handlerOf({ runtime, handler }: ScriptCall): string {
  // The installed Python runs scripts for every version of Python.
  if (!/^python3\.\d+$/.test(runtime)) {
    throw new ScriptError(`The runtime ${runtime} is not available here: only Python scripts are run.`);
  }
  if (handler === undefined) throw new ScriptError("A Python script needs a Handler, the name of its function.");
  if (handler.includes(".")) {
    throw new ScriptError(
      `The handler ${handler} is in a file of an attachment, and attachments are not available here: put the script into Script.`,
    );
  }
  return handler;
}

/** The environment variables of AWS's runtimes that boto3 reads. */
function environmentOf(endpoint: string | undefined, session: ScriptSession | undefined): Record<string, string> {
  const region = session?.region ?? NO_REGION;
  const credentials = session?.credentials;
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }),
    ...(credentials === undefined
      ? {}
      : { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey }),
    ...(credentials?.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
  };
}

async function ask(worker: PythonWorker, request: object, signal: AbortSignal): Promise<Answer> {
  try {
    return await worker.ask(request, signal);
  } catch (error) {
    if (error instanceof WorkerEnded) throw new ScriptError(error.message);
    throw error;
  }
}
