/** States that resources pass through, such as `creating`. moto's resources skip them, so who does not wait for the end never notices. */

/** How long such a state lasts. AWS takes minutes. */
const DEFAULT_SECONDS = 1;
/** Sets another number of seconds; 0 skips the states. */
export const PASSING_STATE_VARIABLE = "FLEETBOOK_PASSING_SECONDS";

export interface PassingStatesOptions {
  readonly now: () => Date;
  readonly env: NodeJS.ProcessEnv;
}

export class PassingStates {
  readonly #passing = new Map<string, { readonly state: string; readonly until: number }>();
  readonly #now: () => Date;
  readonly #milliseconds: number;

  constructor({ now, env }: PassingStatesOptions) {
    this.#now = now;
    const seconds = Number(env[PASSING_STATE_VARIABLE] ?? DEFAULT_SECONDS);
    this.#milliseconds = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : DEFAULT_SECONDS * 1000;
  }

  /** The resource is in a state from now on, and leaves it by itself. */
  begin(resource: string, state: string): void {
    this.#passing.set(resource, { state, until: this.#now().getTime() + this.#milliseconds });
  }

  /** Undefined if the resource has left its last state. */
  of(resource: string): string | undefined {
    const passing = this.#passing.get(resource);
    if (passing === undefined || passing.until > this.#now().getTime()) return passing?.state;
    this.#passing.delete(resource);
    return undefined;
  }
}
