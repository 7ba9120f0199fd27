/** Helpers for the tests of managed nodes: a node, a script for it, and the shells that run it. */
import { setMaxListeners } from "node:events";
import { checkOs } from "../../../runbooks/check-os";
import {
  describe as describeNode,
  type NodeDescription,
  type NodeFacts,
} from "../../../src/sandbox/machines/description";
import { isolation } from "../../../src/sandbox/machines/isolation";
import { MachineShells, type MachineShellsOptions } from "../../../src/sandbox/machines/machine-shells";
import type { NodeEntry } from "../../../src/sandbox/machines/schema";
import type { MachineScript, ScriptResult } from "../../../src/sandbox/machines/script";
import type { Step } from "../../../src/document/model";

export const LINUX: NodeFacts = {
  instanceId: "i-0123456789abcdef0",
  accountId: "222222222222",
  accountName: "app-dev",
  region: "ap-northeast-1",
  privateIpAddress: "10.0.1.23",
  tags: {},
  platform: "Linux",
};

export const WINDOWS: NodeFacts = { ...LINUX, platform: "Windows" };

/** A node that differs from its profile in the given parts. */
export function node(parts: Omit<NodeEntry, "match"> = {}, facts: NodeFacts = LINUX): NodeDescription {
  return describeNode({ nodes: [{ match: {}, ...parts }] }, facts);
}

let scripts = 0;

export function script(commands: string | readonly string[], parts: Partial<MachineScript> = {}): MachineScript {
  return {
    plugin: "aws:runShellScript",
    commands: typeof commands === "string" ? [commands] : commands,
    environment: {},
    keepsAll: false,
    workingDirectory: "",
    timeoutSeconds: 60,
    commandId: `00000000-0000-4000-8000-${String(++scripts).padStart(12, "0")}`,
    instanceId: LINUX.instanceId,
    ...parts,
  };
}

/** A signal that is never aborted. Any number of running scripts may listen to it. */
export const never = new AbortController().signal;
setMaxListeners(0, never);

export type Run = (
  commands: string | readonly string[],
  on?: NodeDescription,
  parts?: Partial<MachineScript>,
  signal?: AbortSignal,
) => Promise<ScriptResult>;

/** In milliseconds, for machines under load. */
const PATIENCE = 120_000;

/** Shells that end with the tests of the surrounding `describe`. */
export function shells(options?: MachineShellsOptions): Run {
  jest.setTimeout(PATIENCE);
  const nodes = new MachineShells(options);
  afterAll(() => nodes.stop());
  return (commands, on = node(), parts = {}, signal = never) => nodes.runOnNode(on, script(commands, parts), signal);
}

/** The script of a runbook's step, with every check enabled. */
export function commandsOf(steps: readonly Step[], name: string): readonly string[] {
  const step = steps.find((each) => each.name === name);
  const { commands } = (step?.inputs as { Parameters: { commands: readonly string[] } }).Parameters;
  return commands.map((line) => line.replaceAll(/\{\{ \w+ \}\}/g, "check"));
}

export const checkOsCommands = (name: string): readonly string[] => commandsOf(checkOs.document.mainSteps, name);

/** Tests of the real isolation. If the machine has none, they say so, and with CI=true they fail. */
export function describeIsolated(name: string, body: (run: Run) => void): void {
  describe(name, () => {
    const run = shells();
    let missing: string | undefined;
    beforeAll(async () => {
      const { kind, why } = await isolation();
      missing = kind === "namespaces" ? undefined : why;
      if (missing !== undefined && process.env.CI === "true") throw new Error(missing);
    });
    body((...asked) => {
      if (missing !== undefined) throw new Skipped(missing);
      return run(...asked);
    });
  });
}

class Skipped extends Error {}

/** `it` of tests within `describeIsolated`. */
export function itIsolated(name: string, body: () => Promise<void>): void {
  it(name, async () => {
    try {
      await body();
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      console.warn(`Not tested, "${name}": ${error.message}`);
    }
  });
}
