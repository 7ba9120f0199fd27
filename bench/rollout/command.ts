/** One command as a process: how long it takes, and the processor time of it and of all that it starts. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The shell measures what it waits for, Terraform's providers included. */
const TIMED = 'TIMEFORMAT="%R %U %S"; time "$@"';

/** What a command ends with that has done its work. `terraform plan -detailed-exitcode` ends with 2 if there are changes. */
const DONE: readonly unknown[] = [0, 2];

export interface CommandOptions {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export interface CommandFigures {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly stdout: string;
}

/** @throws Error with what the command printed, if it fails */
export async function timeCommand(
  command: readonly string[],
  { folder, env, signal }: CommandOptions,
): Promise<CommandFigures> {
  const { stdout, stderr } = await promisify(execFile)("bash", ["-c", TIMED, "bash", ...command], {
    ...{ cwd: folder, env, signal, maxBuffer: 2 ** 30 },
  }).catch((error: unknown) => {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    if (DONE.includes(failed.code)) return { stdout: failed.stdout ?? "", stderr: failed.stderr ?? "" };
    throw new Error(`${command.join(" ")} failed:\n${(failed.stderr ?? String(error)).slice(-2000)}`);
  });
  const [seconds = NaN, user = NaN, system = NaN] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { seconds, cpuSeconds: user + system, stdout };
}
