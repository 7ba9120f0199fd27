/** Where the commands on managed nodes run. Linux nodes keep their files from one command to the next until it is stopped. */
import type { NodeDescription } from "./description";
import { runEmulated } from "./emulated-node";
import type { EmulatedFiles } from "./emulated/machine";
import { tryJail } from "./isolation";
import type { Jail } from "./jail";
import { bootNode, runOnLinux } from "./linux-node";
import { nodeFiles } from "./node-folder";
import { REAL_TIME, type NodeTime } from "./node-time";
import { notStarted, REBOOT_LINUX, type NodeScript, type ScriptResult } from "./script";
import { runOnWindows } from "./windows-node";

export interface NodeShellsOptions {
  /** `emulated` starts no process. @default the strongest that the machine offers */
  readonly isolation?: "emulated" | undefined;
  /** @default the machine's own */
  readonly time?: NodeTime | undefined;
}

interface Booted {
  /** What it was booted from. */
  readonly description: string;
  readonly ready: Promise<void>;
}

/** A script that restarts its node over and over is a mistake. */
const MOST_REBOOTS = 10;

export class NodeShells {
  readonly #time: NodeTime;
  readonly #emulatedOnly: boolean;
  readonly #emulated = new Map<string, { readonly description: string; readonly files: EmulatedFiles }>();
  readonly #booted = new Map<string, Booted>();
  #opening: Promise<Jail | undefined> | undefined;

  constructor({ isolation, time = REAL_TIME }: NodeShellsOptions = {}) {
    this.#time = time;
    this.#emulatedOnly = isolation === "emulated";
  }

  /**
   * Runs a script as the SSM Agent of the node would. A failure of the script is a result; with exit code 194 the node
   * restarts and runs it again, its files kept.
   * @throws OperationError if the isolation breaks
   */
  readonly runOnNode = async (
    node: NodeDescription,
    script: NodeScript,
    signal: AbortSignal,
  ): Promise<ScriptResult> => {
    if (node.platform.type === "Windows") return runOnWindows(node, script, signal, this.#time);
    if (script.plugin === "aws:runPowerShellScript") {
      return notStarted("fork/exec /usr/bin/powershell: no such file or directory");
    }
    let stdout = "";
    for (let reboots = 0; ; reboots++) {
      const result = await this.#runOnLinux(node, script, signal);
      stdout += result.stdout;
      if (result.exitCode !== REBOOT_LINUX || reboots === MOST_REBOOTS) return { ...result, stdout };
    }
  };

  /** Ends whatever runs and forgets the nodes' files. */
  async stop(): Promise<void> {
    const jail = await this.#opening;
    this.#forget();
    await jail?.stop();
  }

  async #runOnLinux(node: NodeDescription, script: NodeScript, signal: AbortSignal): Promise<ScriptResult> {
    const jail = await this.#time.during(this.#jail());
    if (jail === undefined) return runEmulated(node, script, signal, this.#time, this.#filesOf(node));
    await this.#time.during(this.#boot(jail, node));
    return runOnLinux(jail, node, script, signal, this.#time);
  }

  async #jail(): Promise<Jail | undefined> {
    if (this.#emulatedOnly) return undefined;
    this.#opening ??= tryJail().then(({ jail }) => {
      void jail?.ended.then(() => this.#forget());
      return jail;
    });
    return this.#opening;
  }

  #forget(): void {
    this.#opening = undefined;
    this.#booted.clear();
    this.#emulated.clear();
  }

  /** Once for each node, and again when its description has changed. */
  async #boot(jail: Jail, node: NodeDescription): Promise<void> {
    const description = JSON.stringify(node);
    const booted = this.#booted.get(node.instanceId);
    if (booted?.description === description) return booted.ready;
    const ready = bootNode(jail, node, this.#time);
    this.#booted.set(node.instanceId, { description, ready });
    try {
      await ready;
    } catch (error) {
      this.#booted.delete(node.instanceId);
      throw error;
    }
  }

  /** In the emulated shell; described files are made anew when the description has changed. */
  #filesOf(node: NodeDescription): EmulatedFiles {
    const description = JSON.stringify(node);
    const known = this.#emulated.get(node.instanceId);
    if (known?.description === description) return known.files;
    const files: EmulatedFiles = new Map([...(known?.files ?? []), ...Object.entries(nodeFiles(node))]);
    this.#emulated.set(node.instanceId, { description, files });
    return files;
  }
}
