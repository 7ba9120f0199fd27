/**
 * What is visible when, in a sandbox that is as late as AWS: what a write has changed is seen some seconds later. Until then
 * whoever uses the resource meets it as it was before. How late each write is seen follows from the seed and the resource, not
 * from the order of requests.
 */
import { createHash } from "node:crypto";
import type { Clock } from "../../engine/ports";
import { pastOf, type Answer, type Past, type ReadBefore } from "./past";

/** How late a write is seen, in milliseconds. */
const SHORTEST = 1000;
const LONGEST = 6000;

export interface LatenessOptions {
  readonly clock: Clock;
  readonly seed: number;
}

export interface Write {
  /** Names the resource: its kind, its account, and its name. */
  readonly resource: string;
  /** Reads the resource as it is before the write. */
  readonly readBefore: ReadBefore;
  /** The connection that the write comes by, which sees what it has created. */
  readonly connection: object | undefined;
}

interface Pending {
  readonly past: Past;
  readonly until: number;
}

export class Lateness {
  readonly #clock: Clock;
  readonly #seed: number;
  /** By resource, the oldest write first. */
  readonly #pending = new Map<string, Pending[]>();
  readonly #writes = new Map<string, number>();

  constructor({ clock, seed }: LatenessOptions) {
    this.#clock = clock;
    this.#seed = seed;
  }

  /**
   * Makes a write, whose effect is seen later.
   * @param succeeded whether the write has changed anything
   * @param onSeen is called when its effect is seen
   */
  async write<T>(
    { resource, readBefore, connection }: Write,
    make: () => Promise<T>,
    { succeeded, onSeen }: { readonly succeeded: (made: T) => boolean; readonly onSeen?: () => void },
  ): Promise<T> {
    const past = await pastOf(readBefore, connection);
    const count = this.#writes.get(resource) ?? 0;
    this.#writes.set(resource, count + 1);
    const late = this.of(`${resource} ${String(count)}`);
    // From before the write on, so that nobody reads the new state in between.
    const pending: Pending = { past, until: this.#clock.now().getTime() + late };
    this.#pending.set(resource, [...this.#stillPending(resource), pending]);
    let made: T | undefined;
    try {
      made = await make();
      return made;
    } finally {
      if (made === undefined || !succeeded(made)) this.#forget(resource, pending);
      else if (onSeen !== undefined) this.#clock.after(late + 1, onSeen);
    }
  }

  /** The resource as others meet it. Undefined: as it is. */
  pastOf(resource: string): Past | undefined {
    return this.#stillPending(resource)[0]?.past;
  }

  /** The answer to a read of the resource as others meet it. Undefined: as it is. */
  answerTo(resource: string, read: string): Answer | undefined {
    const past = this.pastOf(resource);
    return past?.absent ?? past?.answers.get(read);
  }

  /** Whether a resource has been created that a reader does not see yet. */
  hides(resource: string, connection: object | undefined): boolean {
    const past = this.pastOf(resource);
    return past?.absent !== undefined && (connection === undefined || past.connection !== connection);
  }

  /** How late something is seen that happens once, in milliseconds. */
  of(event: string): number {
    const hash = createHash("sha256")
      .update(`${String(this.#seed)} ${event}`)
      .digest()
      .readUInt32BE();
    return SHORTEST + Math.floor((hash / 2 ** 32) * (LONGEST - SHORTEST));
  }

  #stillPending(resource: string): readonly Pending[] {
    const known = this.#pending.get(resource);
    if (known === undefined) return [];
    const now = this.#clock.now().getTime();
    const still = known.filter(({ until }) => until > now);
    if (still.length === 0) this.#pending.delete(resource);
    return still;
  }

  #forget(resource: string, gone: Pending): void {
    const rest = (this.#pending.get(resource) ?? []).filter((each) => each !== gone);
    if (rest.length > 0) this.#pending.set(resource, rest);
    else this.#pending.delete(resource);
  }
}
