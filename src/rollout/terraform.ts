/**
 * Runs one Terraform command in a stack's folder. The result is a value; remedies.ts turns it into Problems.
 *
 * Terraform has its own process group, so that a Ctrl-C in the terminal reaches it only once, from here. Its output goes through
 * files and not through pipes: if this process is killed, Terraform can finish its work and release its lock. With a pipe, it
 * would be ended by SIGPIPE in the middle of an apply.
 */
import { spawn } from "node:child_process";
import { open, readFile, rm, type FileHandle } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";
import { OperationError } from "../diagnostics/errors";
import type { Interruption } from "./interrupt";
import { NO_CHANGES, readLine, readPlainErrors, type Changes, type Diagnostic, type OutputEvent } from "./output";
import { beginRecord, endRecord } from "./run-record";
import { rolloutFiles } from "./stack-folder";

interface TerraformOptions {
  readonly binary: string;
  readonly env: NodeJS.ProcessEnv;
  /** The stack's folder. */
  readonly folder: string;
  readonly interruption: Interruption;
  /** Called for each event while Terraform runs. */
  readonly onEvent?: (event: OutputEvent) => void;
  /** Whether the command takes the state lock, and so needs a record in case everything is killed. */
  readonly takesLock?: boolean;
  /** File that keeps Terraform's stdout. Only its owner can read it. @default none */
  readonly keepOutput?: string;
}

export interface TerraformResult {
  /** Undefined if Terraform was ended by a signal. */
  readonly exitCode: number | undefined;
  /** Whether it did not succeed because the user asked to stop. */
  readonly interrupted: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly changes: Changes;
  readonly stderr: string;
}

/** Milliseconds between two checks for new output. */
const POLL = 100;

const NOT_STARTED: TerraformResult = {
  exitCode: undefined,
  interrupted: true,
  diagnostics: [],
  changes: NO_CHANGES,
  stderr: "",
};

/** Runs Terraform with `args`, unless the user has already asked to stop. @throws OperationError if Terraform cannot be started */
export async function runTerraform(args: readonly string[], options: TerraformOptions): Promise<TerraformResult> {
  const { signal, force } = options.interruption;
  if (signal.aborted) return NOT_STARTED;
  const files = await rolloutFiles(options.folder);
  const takesLock = options.takesLock === true;
  if (takesLock) await beginRecord(files.runRecord);
  const output = await open(options.keepOutput ?? files.output, "w+", 0o600);
  const errors = await open(files.errors, "w+", 0o600);
  const events: OutputEvent[] = [];
  try {
    // The shell writes its process id into the record and then becomes Terraform, which keeps the process id.
    const child = spawn(
      "/bin/sh",
      ["-c", 'echo "$$" >>"$1" && shift && exec "$@"', "sh", takesLock ? files.runRecord : "/dev/null"].concat(
        options.binary,
        args,
      ),
      {
        cwd: options.folder,
        env: terraformEnvironment(options.env),
        detached: true,
        stdio: ["ignore", output.fd, errors.fd],
      },
    );
    const ended = new Promise<number | undefined>((done, fail) => {
      child.on("exit", (code) => done(code ?? undefined));
      child.on("error", fail);
    });
    const interrupt = () => child.kill("SIGINT");
    for (const each of [signal, force]) {
      if (each.aborted) interrupt();
      else each.addEventListener("abort", interrupt, { once: true });
    }
    let exitCode: number | undefined;
    try {
      if (options.keepOutput === undefined) {
        await follow(output, ended, (line) => {
          const event = readLine(line);
          if (event === undefined) return;
          events.push(event);
          options.onEvent?.(event);
        });
      }
      exitCode = await ended;
    } finally {
      for (const each of [signal, force]) each.removeEventListener("abort", interrupt);
    }
    const stderr = await readFile(files.errors, "utf8");
    if (exitCode === 126 || exitCode === 127) throw cannotStart(options.binary, stderr);
    // A Terraform that was stopped at once may have left its lock, so the record stays for the next run.
    if (takesLock && exitCode !== undefined && !force.aborted) await endRecord(files.runRecord);

    const diagnostics = events.flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic] : []));
    const failed = exitCode !== 0 && exitCode !== 2;
    return {
      exitCode,
      interrupted: failed && signal.aborted,
      // If a command does not support -json, or fails before it reads it, its errors are on stderr.
      diagnostics: failed && !diagnostics.some(isError) ? [...diagnostics, ...readPlainErrors(stderr)] : diagnostics,
      changes: events.flatMap((event) => (event.type === "changes" ? [event.changes] : [])).at(-1) ?? NO_CHANGES,
      stderr,
    };
  } finally {
    await Promise.all([output.close(), errors.close()]);
    await Promise.all([files.output, files.errors].map((file) => rm(file, { force: true })));
  }
}

/** Settings for a single folder. With them, the stacks would overwrite each other's files. */
const ofOneFolder: ReadonlySet<string> = new Set(["TF_DATA_DIR", "TF_WORKSPACE"]);

/** Terraform's environment: the caller's, with the settings that many stacks on one machine need. */
export function terraformEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    // Fewer garbage collections: a quarter less CPU for about 50 MB per Terraform.
    GOGC: "400",
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !ofOneFolder.has(name))),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
  };
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}

/** Calls `onLine` for every line that is written to `file` until `ended`, including a last line without a line feed. */
async function follow(file: FileHandle, ended: Promise<unknown>, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder("utf8");
  const chunk = Buffer.alloc(64 * 1024);
  let position = 0;
  let rest = "";
  const readOn = async (): Promise<void> => {
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      const lines = (rest + decoder.write(chunk.subarray(0, bytesRead))).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(onLine);
    }
  };
  let over = false;
  const end = ended.finally(() => {
    over = true;
  });
  while (!over) {
    await Promise.race([end, sleep(POLL)]);
    await readOn();
  }
  if (rest !== "") onLine(rest);
}

function cannotStart(binary: string, stderr: string): OperationError {
  return new OperationError({
    message: `Terraform (${binary}) cannot be started: ${stderr.trim()}`,
    remedy: "Install it, or name it in TERRAFORM_BINARY_NAME.",
  });
}
