/** The processes that measure: each measurement has one of its own, which begins with an empty heap. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a measuring process prints as its last line. */
export interface Figures {
  readonly perSecond: number;
  /** Per second of processor time: what other programs do meanwhile counts less. Not of scripts, which other processes run. */
  readonly perCpuSecond?: number;
}

/** @throws Error with what it printed, if it fails; AbortError if the signal ends it */
export async function engineFigures<Result extends Figures>(
  what: "commands" | "scripts" | "scripts-at-once",
  duration: number,
  signal: AbortSignal,
): Promise<Result> {
  const program = ["--expose-gc", "--import", "tsx", join(__dirname, "engine", "measure.ts"), what, String(duration)];
  return figuresOf<Result>(program, signal);
}

/** cdk-ssm-documents, by its own program. @throws as `engineFigures` */
export async function peerFigures(
  what: "commands" | "scripts",
  duration: number,
  signal: AbortSignal,
): Promise<Figures> {
  return figuresOf<Figures>([join(__dirname, "peer", "measure.js"), what, String(duration)], signal);
}

async function figuresOf<Result>(program: readonly string[], signal: AbortSignal): Promise<Result> {
  const { stdout } = await run(process.execPath, program, { signal, cwd: join(__dirname, "..") });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Result;
}

/** Bytes of memory that a process has resident. */
export async function residentMemory(pid: number): Promise<number> {
  const { stdout } = await run("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) * 1024;
}
