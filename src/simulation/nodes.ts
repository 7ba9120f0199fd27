/** The managed nodes of a simulation: described as in a nodes file and really run, or functions that answer. */
import type { Clock } from "../engine/ports";
import type { Location } from "../iam/location";
import type { Instance } from "../sandbox/systems-manager/managed-nodes/ec2-facts";
import type { InventoryEntry, ManagedNode } from "../sandbox/systems-manager/managed-nodes/managed-nodes";
import { describe, type NodeDescription, type NodeDescriptions } from "../sandbox/machines/description";
import { MachineShells } from "../sandbox/machines/machine-shells";
import type { NodeEntry } from "../sandbox/machines/schema";
import { ENDED_FROM_OUTSIDE, exited, type MachineScript, type ScriptResult } from "../sandbox/machines/script";
import { printed } from "../sandbox/machines/programs";
import type { RunCommandOptions } from "../sandbox/systems-manager/run-command/run-command";
import type { Remedies } from "./remedies";
import type { Outside } from "./outside";

/** A node as a nodes file describes it (docs/nodes-file.md), without `match`; `{}` is a healthy Amazon Linux 2. */
type DescribedNode = Omit<NodeEntry, "match">;

/** The answer of a function to a script. */
export interface NodeAnswer {
  readonly stdout?: string;
  readonly stderr?: string;
  /** @default 0 */
  readonly exitCode?: number;
  /** Seconds of the clock until it answers; `Infinity`: never. @default 0 */
  readonly takesSeconds?: number;
}

/** Receives a script and returns what it prints, or a whole answer. */
type NodeFunction = (commands: string, script: MachineScript) => string | NodeAnswer | Promise<string | NodeAnswer>;

/** `stopped`: a managed node that no longer accepts commands. `unmanaged`: an instance that Systems Manager does not know. */
export type SimulatedNode = DescribedNode | NodeFunction | "stopped" | "unmanaged";

/** A script that reached a node. */
export interface SimulatedCommand {
  readonly instanceId: string;
  readonly text: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: ScriptResult["ended"];
}

export interface SimulatedNodesOptions {
  /** By instance ID. */
  readonly nodes: Readonly<Record<string, SimulatedNode>>;
  /** A nodes file, which describes these nodes further. */
  readonly nodesFile: NodeDescriptions;
  readonly platform: "Linux" | "Windows";
  readonly location: Location;
  readonly clock: Clock;
  readonly outside: Outside;
  readonly remedies: Remedies;
}

type Inventory = RunCommandOptions["nodes"];

export class SimulatedNodes implements Inventory {
  readonly commands: SimulatedCommand[] = [];
  readonly #started: Date;
  readonly #entries: Entries;
  #shells: MachineShells | undefined;

  readonly #options: SimulatedNodesOptions;

  constructor(options: SimulatedNodesOptions) {
    this.#options = options;
    this.#started = options.clock.now();
    this.#entries = this.#asInventory(
      Object.entries(options.nodes).map(([id, node], index) => [id, this.#entryOf(id, node, index)]),
    );
  }

  of(): Promise<readonly ManagedNode[]> {
    return Promise.resolve([...this.#ready().values()].flatMap(({ node }) => node ?? []));
  }

  inventory(): Promise<ReadonlyMap<string, InventoryEntry>> {
    return Promise.resolve(this.#ready());
  }

  untilReady(_: Location, id: string, signal: AbortSignal): Promise<ManagedNode | undefined> {
    const node = this.#ready().get(id)?.node;
    if (node === undefined || (node.lost === undefined && node.description.agent.responds))
      return Promise.resolve(node);
    return new Promise((_resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    });
  }

  readonly runOnNode = async (
    node: NodeDescription,
    script: MachineScript,
    signal: AbortSignal,
  ): Promise<ScriptResult> => {
    const { outside } = this.#options;
    const { instanceId } = script;
    const text = script.commands.join("\n");
    const answers = this.#options.nodes[instanceId];
    const result =
      typeof answers === "function"
        ? await this.#answered(await outside.ask(isNoAnswer, () => answers(text, script)), script, signal)
        : await outside.work(`What runs on ${instanceId}`, signal, isNoAnswer, (limited) =>
            this.#run(node, script, limited),
          );
    const { exitCode, stdout, stderr, ended } = result;
    this.commands.push({ instanceId, text, exitCode, stdout, stderr, ended });
    return result;
  };

  async stop(): Promise<void> {
    await this.#shells?.stop();
  }

  #run(node: NodeDescription, script: MachineScript, signal: AbortSignal): Promise<ScriptResult> {
    this.#shells ??= new MachineShells({ time: this.#options.outside.time });
    return this.#shells.runOnNode(node, script, signal);
  }

  async #answered(answer: string | NodeAnswer, script: MachineScript, signal: AbortSignal): Promise<ScriptResult> {
    const {
      stdout = "",
      stderr = "",
      exitCode = 0,
      takesSeconds = 0,
    } = typeof answer === "string" ? { stdout: answer } : answer;
    const endedFromOutside = { exitCode: ENDED_FROM_OUTSIDE, stdout: "", stderr: "" };
    if (takesSeconds > 0) {
      try {
        await this.#options.clock.sleep(Math.min(takesSeconds, script.timeoutSeconds) * 1000, signal);
      } catch {
        return { ...endedFromOutside, ended: "cancelled" };
      }
      if (takesSeconds > script.timeoutSeconds) return { ...endedFromOutside, ended: "timed-out" };
    }
    return exited(exitCode, printed(stdout), printed(stderr));
  }

  /** The entries at this time: an agent may start later. */
  #ready(): Entries {
    const now = this.#options.clock.now().getTime();
    return this.#asInventory(
      [...this.#entries].map(([id, entry]) => {
        const starts = this.#started.getTime() + entry.description.agent.startsAfterSeconds * 1000;
        if (entry.node === undefined || starts <= now) return [id, entry];
        const whyNot = `Its agent starts at ${new Date(starts).toISOString()}.`;
        return [id, { ...entry, node: undefined, whyNot }];
      }),
    );
  }

  /** Reports how to add an instance that does not exist. */
  #asInventory(entries: readonly (readonly [string, InventoryEntry])[]): Entries {
    return new Entries(entries, (id) => ({
      ...this.#entryOf(id, "unmanaged", 0),
      whyNot: `The simulation has no such node: ${this.#options.remedies.node(id)}.`,
    }));
  }

  #entryOf(id: string, node: SimulatedNode, index: number): InventoryEntry {
    const { nodesFile, location, platform } = this.#options;
    const state = node === "stopped" ? "stopped" : INSTANCE.state;
    const instance: Instance = { ...INSTANCE, state, id, launched: this.#started, privateIp: `10.0.1.${10 + index}` };
    const described: DescribedNode = typeof node === "object" ? node : {};
    const description = describe(
      { ...nodesFile, nodes: [...(nodesFile.nodes ?? []), { match: {}, ...described }] },
      {
        instanceId: id,
        accountId: location.accountId,
        region: location.region,
        privateIpAddress: instance.privateIp,
        tags: {},
        platform,
        imageName: "amzn2-ami-hvm",
      },
    );
    if (node === "unmanaged") {
      return { instance, description, node: undefined, whyNot: "In this simulation it is unmanaged." };
    }
    const why = "The instance is stopped.";
    const lost = node === "stopped" ? { since: this.#started, why } : undefined;
    const managed = { instance, description, iamRole: "", registered: this.#started, lost };
    return { instance, description, node: managed, whyNot: lost?.why };
  }
}

/** An instance without a network, which a simulation does not need. */
const INSTANCE: Omit<Instance, "id" | "launched" | "privateIp"> = {
  state: "running",
  imageId: "",
  instanceType: "",
  availabilityZone: "",
  isWindows: false,
  imageName: undefined,
  tags: {},
  publicIp: undefined,
  vpcId: "",
  subnetId: "",
  groupIds: [],
  profileArn: undefined,
  hasMetadataService: true,
};

class Entries extends Map<string, InventoryEntry> {
  readonly #missing: (id: string) => InventoryEntry;

  constructor(entries: readonly (readonly [string, InventoryEntry])[], missing: (id: string) => InventoryEntry) {
    super(entries);
    this.#missing = missing;
  }

  override get(id: string): InventoryEntry {
    return super.get(id) ?? this.#missing(id);
  }
}

/** A failed script is a result, so any error that a node throws is a fault of the test. */
function isNoAnswer(): boolean {
  return false;
}
