/** Runs a command and turns whatever ends it into a message for people and an exit status. Nothing else prints errors. */
import { CommanderError } from "commander";
import { ConfigurationError, InterruptedError, OperationError } from "../diagnostics/errors";
import { formatProblems } from "./format-problems";

// The pinned AWS SDK runs on Node 20; its announcement that later versions will not is nothing that users can act on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** 0 done and successful; 1 done, but something failed; 2 wrong usage or configuration; 130 interrupted. */
export type ExitStatus = 0 | 1 | 2 | 130;

/**
 * Runs `command` and sets the process's exit status: what the command returns (if nothing, what it has set as
 * `process.exitCode`, or 0), or what its error stands for. A stack trace is shown only if `DEBUG` is set.
 */
export async function run(command: () => ExitStatus | void | Promise<ExitStatus | void>): Promise<void> {
  for (const output of [process.stdout, process.stderr]) output.off("error", passClosed).on("error", passClosed);
  try {
    process.exitCode = (await command()) ?? process.exitCode ?? 0;
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Whoever reads the output may have read enough, as `head` does. That is no fault, and the work goes on. */
function passClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function report(error: unknown): ExitStatus {
  // Commander has printed the usage error, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (process.env.DEBUG) console.error(error);
  if (error instanceof InterruptedError) {
    console.error(error.message);
    return 130;
  }
  if (error instanceof ConfigurationError || error instanceof OperationError) {
    console.error(formatProblems(error.problems));
    return error instanceof OperationError ? 1 : 2;
  }
  console.error(
    formatProblems([
      {
        message: `This should not have happened: ${error instanceof Error ? error.message : String(error)}`,
        remedy: "Run it again with DEBUG=1 for the details, and report them with what you did.",
      },
    ]),
  );
  return 1;
}
