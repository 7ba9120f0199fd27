/** Finds a program as the shell does, and runs it to its end while keeping its output. */
import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { printable } from "../diagnostics/printable";

/** Absolute path of a program: `name` itself if it is a path, or the first on `PATH`; undefined if there is none. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  if (name.includes(path.sep)) return isExecutable(name) ? path.resolve(name) : undefined;
  return (env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.resolve(folder, name))
    .find(isExecutable);
}

export interface ProgramResult {
  /** Undefined after exit status 0; otherwise how the program ended, to follow its name in a message: "exited with 1". */
  readonly failure: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without a shell and with an empty stdin. A failed program is a result and not an error. */
export function runProgram(
  file: string,
  args: readonly string[],
  { env, timeoutSeconds }: { readonly env: NodeJS.ProcessEnv; readonly timeoutSeconds: number },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const options = { env, timeout: timeoutSeconds * 1000, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ failure: error === null ? undefined : failureOf(error, timeoutSeconds), stdout, stderr });
    });
    child.stdin?.end();
  });
}

/** Maximum length of each of the last lines in characters. */
const MAX_LINE = 240;

/** The last lines of a program's output for a message, indented and without control characters. */
export function lastLines(result: ProgramResult, count = 5): string {
  const printed = printable(`${result.stdout}\n${result.stderr}`, "removed")
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "");
  return printed
    .slice(-count)
    .map((line) => `  ${line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)} …` : line}`)
    .join("\n");
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function failureOf(
  error: Error & { code?: unknown; killed?: boolean; signal?: unknown },
  timeoutSeconds: number,
): string {
  if (typeof error.code === "number") return `exited with ${error.code}`;
  if (error.killed === true) return `did not end within ${timeoutSeconds} s`;
  if (typeof error.signal === "string") return `was ended by ${error.signal}`;
  return `could not be started (${typeof error.code === "string" ? error.code : error.message})`;
}
