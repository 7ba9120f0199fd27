/** Runs the project's commands as a user does: in processes of their own, with what they print and their exit status. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { promisify } from "node:util";

export const PROJECT_FOLDER = join(__dirname, "..", "..");

export interface Outcome {
  /** Exit status; null if a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** Settles when what the command prints first matches; rejects if it ends before. */
  printed(pattern: RegExp): Promise<void>;
}

/** Starts a program in the project's folder, in a process group of its own. */
export function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): RunningCommand {
  const child = spawn(program, args, { cwd: PROJECT_FOLDER, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let stdout = "";
  let stderr = "";
  const watchers = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    watchers.forEach((watch) => watch());
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    watchers.forEach((watch) => watch());
  });
  const outcome = (once(child, "close") as Promise<[number | null]>).then(([status]) => ({ status, stdout, stderr }));
  return {
    child,
    outcome,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (!pattern.test(stdout) && !pattern.test(stderr)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void outcome.then(() =>
          reject(new Error(`it ended without printing ${String(pattern)}:\n${stdout}\n${stderr}`)),
        );
      }),
  };
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Outcome> {
  return start(program, args, env).outcome;
}

/** Runs one of the project's own commands, without npm in between. */
export function fleetbook(command: "sandbox" | "fleetbook" | "demo", args: readonly string[], env: NodeJS.ProcessEnv) {
  return start(process.execPath, ["--import", "tsx", `src/cli/${command}.ts`, ...args], env);
}

/** The environment after `eval "$(… sandbox env …)"` in a shell. */
export async function sandboxEnvironment(
  env: NodeJS.ProcessEnv,
  ...args: readonly string[]
): Promise<NodeJS.ProcessEnv> {
  const { status, stdout, stderr } = await fleetbook("sandbox", ["env", ...args], env).outcome;
  if (status !== 0) throw new Error(stderr);
  const evaluated = await promisify(execFile)("sh", ["-c", `eval "$1"; env -0`, "sh", stdout], { env });
  const entries = evaluated.stdout.split("\0").filter((entry) => entry.includes("="));
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

/** Runs the AWS CLI and reads its JSON. @throws Error with what it printed if it fails */
export async function aws<T>(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<T> {
  const { status, stdout, stderr } = await run("aws", [...args, "--output", "json"], env);
  if (status !== 0) throw new Error(stderr.trim());
  return (stdout === "" ? undefined : JSON.parse(stdout)) as T;
}

/** A folder that goes when the test is over. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "fleetbook-e2e-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Command lines of all processes that mention a text. */
export async function processesWith(text: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "args"], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split("\n").filter((line) => line.includes(text));
}
