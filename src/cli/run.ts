/** Runs a command and turns its result or error into an exit status and a message. Nothing else prints errors. */
import { CommanderError } from "commander";
import { ConfigurationError, InterruptedError, OperationError } from "../diagnostics/errors";
import { fileFault } from "../diagnostics/text/file-fault";
import { formatProblems } from "./format-problems";
import { unknownSettings } from "./settings";

// The pinned AWS SDK runs on Node 20. It warns that later versions will not, and users cannot act on that.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** 0: everything succeeded; 1: something failed; 2: wrong usage or configuration; 130: interrupted. */
export type ExitStatus = 0 | 1 | 2 | 130;

/**
 * Runs `command` and sets the process's exit status: the command's return value (if undefined, its `process.exitCode`, or 0), or
 * the status for its error. A stack trace is shown only if `DEBUG` is set.
 */
export async function run(command: () => ExitStatus | void | Promise<ExitStatus | void>): Promise<void> {
  for (const output of [process.stdout, process.stderr]) output.off("error", passClosed).on("error", passClosed);
  try {
    const unknown = unknownSettings(process.env);
    if (unknown.length > 0) throw new ConfigurationError(...unknown);
    process.exitCode = (await command()) ?? process.exitCode ?? 0;
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** The reader of the output may stop reading, as `head` does. This is not an error, and the command continues. */
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
  const fault = fileFault(error);
  if (fault !== undefined) {
    console.error(formatProblems([fault]));
    return 2;
  }
  console.error(
    formatProblems([
      {
        message: `Unexpected error: ${error instanceof Error ? error.message : String(error)}`,
        remedy: "Run it again with DEBUG=1 for the details, and report them with the command.",
      },
    ]),
  );
  return 1;
}
