/** Starts a sandbox in a background process that outlives the command, and stops it from any process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import { cleanStale, findSandbox, removeSandbox } from "./find";
import { logFileOf, readState, removeFiles, type SandboxState } from "./state-file";
import { SANDBOX } from "../../diagnostics/called-as";

export interface BackgroundOptions {
  readonly folder: string;
  /** Arguments to Node that start the sandbox in the foreground: those of the CLI, without `--detach`. */
  readonly nodeArguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Exit status of a command that was used wrongly. */
const USAGE_STATUS = 2;

/**
 * Starts the sandbox in the background and waits until it is ready.
 * @throws ConfigurationError, or OperationError with the output of the process if it ended instead.
 */
export async function upInBackground(options: BackgroundOptions): Promise<SandboxState> {
  const { folder } = options;
  await cleanStale(folder, options.log);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The log is read through this handle later, because a start that fails removes the file.
  const logFile = await open(logFileOf(folder), "a+", 0o600);
  const child = spawn(process.execPath, options.nodeArguments, {
    detached: true,
    env: options.env,
    stdio: ["ignore", logFile.fd, logFile.fd],
  });
  const exited = once(child, "exit") as Promise<[number | null]>;
  child.unref();

  let endedWith: number | null | undefined;
  void exited.then(([status]) => {
    endedWith = status;
  });
  try {
    for (;;) {
      const state = await readState(folder);
      if (isReady(state) && state.gateway.pid === child.pid) return state;
      if (hasEnded()) throw await failure(folder, logFile, endedWith);
      await sleep(50);
    }
  } finally {
    await logFile.close();
  }

  // A function, because the compiler does not know that the variable changes during an await.
  function hasEnded(): boolean {
    return endedWith !== undefined;
  }
}

/** What `down` did. */
export type DownResult = "nothing was running" | "stopped" | "cleaned up";

/** Ends the sandbox of the folder, or cleans up the rest of a killed one. Afterwards no process and no file of it exists. */
export async function down(folder: string): Promise<DownResult> {
  const found = await findSandbox(folder);
  if (found.kind === "none") {
    await removeFiles(folder);
    return "nothing was running";
  }
  await removeSandbox(folder, found.state);
  return found.kind === "stale" ? "cleaned up" : "stopped";
}

function isReady(state: SandboxState | "unreadable" | undefined): state is SandboxState {
  return state !== undefined && state !== "unreadable" && state.phase === "ready";
}

async function failure(folder: string, logFile: FileHandle, status: number | null | undefined): Promise<Error> {
  const { size } = await logFile.stat();
  const { buffer } = await logFile.read({ buffer: Buffer.alloc(size), position: 0 });
  // If two were started at the same moment, the files belong to the other one.
  if ((await readState(folder)) === undefined) await removeFiles(folder);
  const problem = {
    message: `The sandbox did not start. It printed:\n${buffer.toString().trim() || "nothing, as on a full disk"}\n`,
    remedy: `Correct this, or run \`${SANDBOX} up\` without --detach to see its output.`,
  };
  return status === USAGE_STATUS ? new ConfigurationError(problem) : new OperationError(problem);
}
