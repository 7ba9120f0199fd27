/**
 * The thread in which emulated scripts run. It is separate because a busy script blocks its thread, and to limit its memory
 * and what it can read: the thread has no environment variables, and the nodes' file systems are in its memory.
 */
import { parentPort } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages";
import { NodeFiles } from "./machine-files";
import { runScript } from "./run-script";
import { ScriptControl } from "./script-control";
import { scriptEnd } from "./script-end";

const port = parentPort;
if (port === null) throw new Error("This file runs in a thread of its own.");

const nodes = new Map<string, NodeFiles>();
const running = new Map<number, ScriptControl>();
const end = scriptEnd();
const say = (message: FromThread): void => port.postMessage(message);

async function run({ id, script, mustEnd }: Extract<ToThread, { kind: "run" }>): Promise<void> {
  const { node } = script;
  const files = nodes.get(node.instanceId) ?? new NodeFiles();
  nodes.set(node.instanceId, files);
  await files.become(node);
  const control = new ScriptControl(mustEnd, await end, (sleep, line) => say({ kind: "sleep", id, sleep, line }));
  running.set(id, control);
  try {
    const outcome = await runScript(script, files, control);
    if (typeof outcome !== "string") await files.endScript(outcome.exitCode);
    say({ kind: "ended", id, outcome });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say({
      kind: "ended",
      id,
      outcome: { exitCode: 2, stdout: "", stderr: `sh: the emulated shell cannot run this script: ${why}\n` },
    });
  } finally {
    running.delete(id);
  }
}

port.on("message", (message: ToThread) => {
  switch (message.kind) {
    case "run":
      void run(message);
      break;
    case "wake":
      running.get(message.id)?.wake(message.sleep);
      break;
    case "end":
      running.get(message.id)?.wakeAll();
  }
});
void end.then(() => say({ kind: "ready" }));
