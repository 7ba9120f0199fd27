/** Runs shell scripts on a Linux node in an emulated shell, if the machine offers no isolation for a real one. */
import { AGENT_DIRECTORY, agentEnvironment } from "./agent-environment";
import { procFiles } from "./amazon-linux/model";
import type { NodeDescription } from "./description";
import type { EmulatedScript } from "./emulated/messages";
import type { ShellThread } from "./emulated/shell-thread";
import { keptOutput } from "./kept-output";
import { machineFiles, nodePrograms } from "./machine-folder";
import { withRemedies } from "./missing-programs";
import { onTimeLimit, type MachineTime } from "./machine-time";
import { ENDED_FROM_OUTSIDE, exited, notStarted, type MachineScript, type ScriptResult } from "./script";
import { Sleeps } from "./sleeps";

/** @param thread a ready thread, which keeps the node's files from one script to the next */
export async function runEmulated(
  node: NodeDescription,
  script: MachineScript,
  signal: AbortSignal,
  time: MachineTime,
  thread: ShellThread,
): Promise<ScriptResult> {
  let ended: ScriptResult["ended"] = "exited";
  const end = (why: ScriptResult["ended"]) => {
    if (ended !== "exited") return;
    ended = why;
    sleeps.stop();
    running.end();
  };
  const cancel = () => end("cancelled");
  const over = new AbortController();
  const directory = script.workingDirectory || AGENT_DIRECTORY;
  const running = thread.run(emulatedScript(node, script, directory), (line, wake) => sleeps.report(line, wake));
  const sleeps = new Sleeps(time, over.signal);
  onTimeLimit(script.timeoutSeconds, time, over.signal, () => end("timed-out"));
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel);
  try {
    const outcome = await running.outcome;
    if (outcome === "no-directory") return notStarted(`chdir ${directory}: no such file or directory`);
    const { exitCode, stdout, stderr } = outcome === "lost" ? LOST : outcome;
    return keptOutput(script, stdout, stderr, (out, err) =>
      ended === "exited"
        ? exited(exitCode, out, withRemedies(err))
        : { exitCode: ENDED_FROM_OUTSIDE, stdout: out, stderr: err, ended },
    );
  } finally {
    over.abort();
    sleeps.end();
    signal.removeEventListener("abort", cancel);
  }
}

/** The result of a script whose thread ended because it ran out of memory or the sandbox stopped. */
const LOST = { exitCode: ENDED_FROM_OUTSIDE, stdout: "", stderr: "" };

function emulatedScript(node: NodeDescription, script: MachineScript, directory: string): EmulatedScript {
  const { instanceId, hostname } = node;
  return {
    node: {
      instanceId,
      hostname,
      files: { ...machineFiles(node), ...procFiles(node) },
      programs: nodePrograms(node),
    },
    environment: agentEnvironment(node, script),
    directory,
    path: `/var/lib/amazon/ssm/${instanceId}/document/orchestration/${script.commandId}/_script.sh`,
    source: script.commands.join("\n"),
  };
}
