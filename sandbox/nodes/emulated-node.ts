/** Runs shell scripts on a Linux node in the emulated shell, where the machine offers no isolation for a real one. */
import type { NodeDescription } from "./description";
import { Input, OutOfResources, Turns, type EmulatedFiles } from "./emulated/machine";
import { Shell } from "./emulated/shell";
import { agentEnvironment, AGENT_DIRECTORY } from "./agent-environment";
import { Work, type NodeTime } from "./node-time";
import { limited, STDERR_LIMIT, STDOUT_LIMIT } from "./output";
import { ENDED_FROM_OUTSIDE, exited, type NodeScript, type ScriptResult } from "./script";

/** @param files the node's own, which its commands leave behind */
export async function runEmulated(
  node: NodeDescription,
  script: NodeScript,
  signal: AbortSignal,
  time: NodeTime,
  files: EmulatedFiles,
): Promise<ScriptResult> {
  const stdout = new Kept(STDOUT_LIMIT);
  const stderr = new Kept(STDERR_LIMIT);
  const over = new AbortController();
  const limit = new AbortController();
  const timedOut = time.sleep(script.timeoutSeconds * 1000, over.signal).then(
    () => limit.abort(new Error("timed out")),
    () => undefined,
  );
  const either = AbortSignal.any([signal, limit.signal]);
  const work = new Work(time);
  const sleep = async (seconds: number): Promise<void> => {
    work.pause();
    try {
      await time.sleep(seconds * 1000, either);
    } finally {
      work.goOn();
    }
  };
  const environment = Object.entries(agentEnvironment(node, script));
  const shell = new Shell(
    {
      name: "_script.sh",
      variables: new Map(environment),
      exported: new Set(environment.map(([name]) => name)),
      functions: new Map(),
      options: new Set(),
      positional: [],
      directory: script.workingDirectory || AGENT_DIRECTORY,
      status: 0,
    },
    { files, programs: node.programs, sleep, signal: either, turns: new Turns() },
  );
  try {
    const streams = { stdin: new Input(""), stdout: stdout.take, stderr: stderr.take };
    const exitCode = await shell.script(`${script.commands.join("\n")}\n`, streams);
    return exited(exitCode, stdout.text(), stderr.text());
  } catch (error) {
    if (signal.aborted || limit.signal.aborted) {
      const ended = signal.aborted ? "cancelled" : "timed-out";
      return { exitCode: ENDED_FROM_OUTSIDE, stdout: stdout.text(), stderr: stderr.text(), ended };
    }
    if (!(error instanceof OutOfResources)) throw error;
    return exited(2, stdout.text(), `${stderr.text()}_script.sh: ${error.message}\n`);
  } finally {
    over.abort();
    await timedOut;
    work.pause();
  }
}

/** The beginning of an output. */
class Kept {
  #text = "";

  constructor(readonly limit: number) {}

  readonly take = (text: string): void => {
    if (this.#text.length <= this.limit) this.#text += text.slice(0, this.limit + 1);
  };

  text(): string {
    return limited(this.#text, this.limit);
  }
}
