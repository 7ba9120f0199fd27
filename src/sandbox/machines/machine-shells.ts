/** Runs the commands on managed nodes. Linux nodes keep their files from one command to the next until they are stopped. */
import { AgentPlugins } from "./agent/agent-plugins";
import type { NodeDescription } from "./description";
import { runEmulated } from "./emulated-machine";
import { ShellThread } from "./emulated/shell-thread";
import { tryJail } from "./isolation";
import type { Jail } from "./jail";
import { bootMachine, runOnLinux } from "./linux-machine";
import { REAL_TIME, type MachineTime } from "./machine-time";
import type { Room } from "./room";
import { isAgentPlugin, notStarted, REBOOT_LINUX, type MachineScript, type ScriptResult } from "./script";
import { runOnWindows } from "./windows-machine";

export interface MachineShellsOptions {
  /** `emulated` starts no process. @default the strongest isolation that the machine offers */
  readonly isolation?: "emulated" | undefined;
  /** @default the machine's own time */
  readonly time?: MachineTime | undefined;
  /** The room that each node has for its files. */
  readonly room?: Room | undefined;
  /** What the agents have installed. @default nothing yet */
  readonly agents?: AgentPlugins;
}

interface Booted {
  /** The description from which the node was booted, as JSON. */
  readonly description: string;
  readonly ready: Promise<void>;
}

/** A script that restarts its node more often is faulty. */
const MOST_REBOOTS = 10;

export class MachineShells {
  readonly #time: MachineTime;
  readonly #agents: AgentPlugins;
  readonly #emulatedOnly: boolean;
  readonly #room: Room | undefined;
  readonly #booted = new Map<string, Booted>();
  #opening: Promise<Jail | undefined> | undefined;
  #thread: ShellThread | undefined;

  constructor({ isolation, room, time = REAL_TIME, agents = new AgentPlugins() }: MachineShellsOptions = {}) {
    this.#agents = agents;
    this.#time = time;
    this.#room = room;
    this.#emulatedOnly = isolation === "emulated";
  }

  /**
   * Runs a script as the SSM Agent of the node would. A failure of the script is a result. After exit code 194 the node
   * restarts, keeps its files and runs the script again.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html
   * @throws OperationError if the isolation breaks
   */
  readonly runOnNode = async (
    node: NodeDescription,
    script: MachineScript,
    signal: AbortSignal,
  ): Promise<ScriptResult> => {
    if (isAgentPlugin(script.plugin)) return this.#agents.run(node, script, signal, this.#time);
    if (node.platform.type === "Windows") return runOnWindows(node, script, signal, this.#time);
    if (script.plugin === "aws:runPowerShellScript") {
      return notStarted("fork/exec /usr/bin/powershell: no such file or directory");
    }
    let stdout = "";
    for (let reboots = 0; ; reboots++) {
      const result = await this.#runOnLinux(this.#agents.asPatched(node), script, signal);
      stdout += result.stdout;
      if (result.exitCode !== REBOOT_LINUX || reboots === MOST_REBOOTS) return { ...result, stdout };
    }
  };

  /** Ends all running commands and deletes the nodes' files. */
  async stop(): Promise<void> {
    const jail = await this.#opening;
    const thread = this.#thread;
    this.#forget();
    this.#thread = undefined;
    await jail?.stop();
    await thread?.stop();
  }

  async #runOnLinux(node: NodeDescription, script: MachineScript, signal: AbortSignal): Promise<ScriptResult> {
    const jail = await this.#time.during(this.#jail());
    if (jail === undefined) {
      return runEmulated(node, script, signal, this.#time, await this.#time.during(this.#shellThread()));
    }
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
  }

  /** Boots each node once, and again if its description has changed. */
  async #boot(jail: Jail, node: NodeDescription): Promise<void> {
    const description = JSON.stringify(node);
    const booted = this.#booted.get(node.instanceId);
    if (booted?.description === description) return booted.ready;
    const ready = bootMachine(jail, node, this.#time, this.#room);
    this.#booted.set(node.instanceId, { description, ready });
    try {
      await ready;
    } catch (error) {
      this.#booted.delete(node.instanceId);
      throw error;
    }
  }

  async #shellThread(): Promise<ShellThread> {
    if (this.#thread === undefined) {
      const thread = new ShellThread();
      this.#thread = thread;
      void thread.ended.then(() => {
        if (this.#thread === thread) this.#thread = undefined;
      });
    }
    const thread = this.#thread;
    await thread.ready;
    return thread;
  }
}
