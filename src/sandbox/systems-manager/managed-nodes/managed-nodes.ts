/**
 * Which EC2 instances are managed nodes of Systems Manager. The list is derived from the current state of EC2 and IAM and
 * cached until one of them changes. Of the past, only the registrations of nodes are kept.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-managed-nodes.html
 */
import type { Clock } from "../../../engine/ports";
import { locationKey, type Location } from "../../../iam/location";
import type { NodeDescription } from "../../machines/description";
import { whyAgentMayNot, type AgentRole } from "./agent-permissions";
import type { Ec2Facts, Instance } from "./ec2-facts";
import { whyUnreachable } from "./reachability";

/** An instance whose agent has registered. */
export interface ManagedNode {
  readonly instance: Instance;
  readonly description: NodeDescription;
  /** Name of the agent's role. */
  readonly iamRole: string;
  readonly registered: Date;
  /** Undefined while the node is Online. */
  readonly lost: { readonly since: Date; readonly why: string } | undefined;
}

/** An instance, which may be a managed node. */
export interface InventoryEntry {
  readonly instance: Instance;
  readonly description: NodeDescription;
  /** Undefined if the agent has never registered. */
  readonly node: ManagedNode | undefined;
  /** Why the agent cannot reach Systems Manager, as full sentences; undefined if it can. */
  readonly whyNot: string | undefined;
}

export interface ManagedNodesOptions {
  readonly readFacts: (location: Location) => Promise<Ec2Facts>;
  /** @returns undefined if the instance profile or its role no longer exists */
  readonly readRole: (profileArn: string) => Promise<AgentRole | undefined>;
  /** The operating system and the agent of an instance. */
  /** @param roleName of the instance profile's role; undefined if there is none */
  readonly describe: (instance: Instance, location: Location, roleName: string | undefined) => NodeDescription;
  /** How late the agent's registration is seen, in milliseconds. @default at once */
  readonly registersAfter?: (instanceId: string) => number;
  readonly clock: Clock;
}

interface Snapshot {
  readonly entries: ReadonlyMap<string, InventoryEntry>;
  readonly nodes: readonly ManagedNode[];
  /** When the next agent starts. */
  readonly validUntil: Date | undefined;
}

type Registration = Pick<ManagedNode, "iamRole" | "registered" | "lost">;

export class ManagedNodes {
  /** By location. */
  readonly #snapshots = new Map<string, { readonly accountId: string; readonly read: Promise<Snapshot> }>();
  /** Every location that has been asked for. */
  readonly #places = new Map<string, Location>();
  readonly #registrations = new Map<string, Map<string, Registration>>();
  readonly #waiting = new Set<{ readonly accountId: string; readonly wake: () => void }>();

  readonly #options: ManagedNodesOptions;

  constructor(options: ManagedNodesOptions) {
    this.#options = options;
  }

  /** The managed nodes, including stopped nodes and nodes that lost their connection. */
  async of(location: Location): Promise<readonly ManagedNode[]> {
    return (await this.#snapshot(location)).nodes;
  }

  /** Every instance that is not terminated, by id. */
  async inventory(location: Location): Promise<ReadonlyMap<string, InventoryEntry>> {
    return (await this.#snapshot(location)).entries;
  }

  /** Discards the cached state of an account after a change in EC2 or IAM. */
  invalidate(accountId: string): void {
    for (const [key, snapshot] of this.#snapshots) if (snapshot.accountId === accountId) this.#snapshots.delete(key);
    for (const { accountId: affected, wake } of [...this.#waiting]) if (affected === accountId) wake();
  }

  /**
   * Describes every instance that has been asked for, before and after a change of the descriptions.
   * @returns the ids of those that are described otherwise
   */
  async describeAnew(change: () => void): Promise<readonly string[]> {
    const before = await this.#describedEverywhere();
    change();
    for (const { accountId } of this.#places.values()) this.invalidate(accountId);
    const after = await this.#describedEverywhere();
    return [...after].flatMap(([id, description]) => ((before.get(id) ?? description) === description ? [] : id));
  }

  /** The descriptions as JSON, by instance id. */
  async #describedEverywhere(): Promise<ReadonlyMap<string, string>> {
    const inventories = await Promise.all([...this.#places.values()].map((place) => this.inventory(place)));
    return new Map(
      inventories.flatMap((entries) =>
        [...entries].map(([id, { description }]) => [id, JSON.stringify(description)] as const),
      ),
    );
  }

  /**
   * Waits until a node accepts commands. If that never happens, only the signal ends the wait.
   * @returns undefined if the instance is terminated
   * @throws the signal's reason
   */
  async untilReady(location: Location, instanceId: string, signal: AbortSignal): Promise<ManagedNode | undefined> {
    for (;;) {
      signal.throwIfAborted();
      // Subscribe before reading, so that a change in between is not missed.
      const change = this.#nextChange(location.accountId);
      try {
        const { entries, validUntil } = await this.#snapshot(location);
        const entry = entries.get(instanceId);
        if (entry === undefined) return undefined;
        const { node } = entry;
        if (node !== undefined && node.lost === undefined && node.description.agent.responds) return node;
        await change.orUntil(validUntil, signal);
      } finally {
        change.forget();
      }
    }
  }

  /** Yields the managed nodes, at once and after every change of the account. Ends when the signal is aborted. */
  async *watch(location: Location, signal: AbortSignal): AsyncGenerator<readonly ManagedNode[]> {
    while (!signal.aborted) {
      const change = this.#nextChange(location.accountId);
      try {
        const { nodes, validUntil } = await this.#snapshot(location);
        yield nodes;
        await change.orUntil(validUntil, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      } finally {
        change.forget();
      }
    }
  }

  #nextChange(accountId: string) {
    const { clock } = this.#options;
    let wake: () => void = () => undefined;
    const changed = new Promise<void>((resolve) => (wake = resolve));
    const waiter = { accountId, wake };
    this.#waiting.add(waiter);
    return {
      orUntil: (time: Date | undefined, signal: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          const stopTimer =
            time === undefined ? undefined : clock.after(Math.max(0, time.getTime() - clock.now().getTime()), wake);
          const abort = () => {
            stopTimer?.();
            reject(signal.reason as Error);
          };
          signal.addEventListener("abort", abort, { once: true });
          void changed.then(() => {
            stopTimer?.();
            signal.removeEventListener("abort", abort);
            resolve();
          });
          if (signal.aborted) abort();
        }),
      forget: () => {
        this.#waiting.delete(waiter);
      },
    };
  }

  async #snapshot(location: Location): Promise<Snapshot> {
    const key = locationKey(location);
    const known = this.#snapshots.get(key);
    if (known !== undefined) {
      const snapshot = await known.read;
      if (snapshot.validUntil === undefined || this.#options.clock.now() < snapshot.validUntil) return snapshot;
      if (this.#snapshots.get(key) !== known) return this.#snapshot(location);
    }
    const fresh = { accountId: location.accountId, read: this.#read(location) };
    this.#snapshots.set(key, fresh);
    try {
      return await fresh.read;
    } catch (error) {
      if (this.#snapshots.get(key) === fresh) this.#snapshots.delete(key);
      throw error;
    }
  }

  async #read(location: Location): Promise<Snapshot> {
    const { readFacts, describe, clock, registersAfter = () => 0 } = this.#options;
    this.#places.set(locationKey(location), location);
    const facts = await readFacts(location);
    const roles = await this.#readRoles(facts.instances);
    const now = clock.now();
    const past = this.#registrations.get(locationKey(location));
    const registrations = new Map<string, Registration>();
    const entries = new Map<string, InventoryEntry>();
    const starts: number[] = [];
    for (const instance of facts.instances) {
      const role = roles.get(instance.profileArn ?? "");
      const description = describe(instance, location, role?.role.name);
      const starting =
        instance.launched.getTime() + description.agent.startsAfterSeconds * 1000 + registersAfter(instance.id);
      let whyNot = whyNotConnected(instance, location.region, role, facts);
      if (whyNot === undefined && starting > now.getTime()) {
        starts.push(starting);
        whyNot = `Its agent starts at ${new Date(starting).toISOString()}.`;
      }
      const registration = registrationOf(past?.get(instance.id), role?.role.name ?? "", whyNot, now);
      if (registration !== undefined) registrations.set(instance.id, registration);
      const node = registration && { instance, description, ...registration };
      entries.set(instance.id, { instance, description, node, whyNot });
    }
    this.#registrations.set(locationKey(location), registrations);
    return {
      entries,
      nodes: [...entries.values()].flatMap(({ node }) => node ?? []),
      validUntil: starts.length === 0 ? undefined : new Date(Math.min(...starts)),
    };
  }

  async #readRoles(instances: readonly Instance[]): Promise<ReadonlyMap<string, AgentRole | undefined>> {
    const arns = new Set(instances.flatMap(({ state, profileArn }) => (state === "running" ? (profileArn ?? []) : [])));
    return new Map(await Promise.all([...arns].map(async (arn) => [arn, await this.#options.readRole(arn)] as const)));
  }
}

function whyNotConnected(
  instance: Instance,
  region: string,
  role: AgentRole | undefined,
  facts: Ec2Facts,
): string | undefined {
  if (instance.state !== "running") return `The instance is ${instance.state}.`;
  return whyAgentMayNot(instance, region, role) ?? whyUnreachable(instance, region, facts);
}

function registrationOf(
  past: Registration | undefined,
  iamRole: string,
  whyNot: string | undefined,
  now: Date,
): Registration | undefined {
  if (whyNot === undefined) return { iamRole, registered: past?.registered ?? now, lost: undefined };
  return past && { ...past, lost: { since: past.lost?.since ?? now, why: whyNot } };
}
