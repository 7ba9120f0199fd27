/**
 * How many executions run at once in an account and Region, and how many wait. Children count as others do. A rate-controlled
 * execution takes one of the places for those as well.
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html (Automation)
 */
import { ConfigurationError } from "../../../diagnostics/errors";
import { AutomationError } from "../../../engine/errors";
import type { Place, Quotas } from "../../../engine/ports";
import { locationKey, type Location } from "../../../iam/location";

/** AWS's quotas of running executions, without and with adaptive concurrency. */
const RUNNING = 100;
const RUNNING_ADAPTIVE = 500;
/** AWS's quotas of waiting executions, and of rate-controlled ones. */
const DEFAULTS: Omit<Limits, "running"> = { waiting: 5_000, runningRateControlled: 25, waitingRateControlled: 1_000 };

/** Sets another number of running executions. */
export const RUNNING_VARIABLE = "FLEETBOOK_CONCURRENT_EXECUTIONS";

export interface Limits {
  readonly running: number;
  readonly waiting: number;
  readonly runningRateControlled: number;
  readonly waitingRateControlled: number;
}

export interface QuotaOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Whether the account has turned adaptive concurrency on. */
  readonly isAdaptive: (location: Location) => boolean;
}

/** AWS's quotas, or the number that the variable sets. @throws ConfigurationError if it is no number */
export function automationQuotas({ env, isAdaptive }: QuotaOptions): Quotas {
  const given = env[RUNNING_VARIABLE];
  const chosen = given === undefined || given === "" ? undefined : Number(given);
  if (chosen !== undefined && !(Number.isInteger(chosen) && chosen >= 1)) {
    throw new ConfigurationError({
      place: RUNNING_VARIABLE,
      message: `It is ${JSON.stringify(given)}, which is no number of executions.`,
      remedy: `Give it a whole number from 1 on, or unset it: AWS's quota is ${String(RUNNING)}.`,
    });
  }
  return limitedTo((location) => ({
    ...DEFAULTS,
    running: chosen ?? (isAdaptive(location) ? RUNNING_ADAPTIVE : RUNNING),
  }));
}

/** @param limitsOf is asked again whenever an execution comes or goes */
export function limitedTo(limitsOf: (location: Location) => Limits): Quotas {
  const places = new Map<string, Places>();
  return {
    enter(location, isRateControlled) {
      const key = locationKey(location);
      const there = places.get(key) ?? new Places(() => limitsOf(location));
      places.set(key, there);
      return there.enter(isRateControlled);
    },
  };
}

interface Waiting {
  /** Counts who has come before. */
  readonly number: number;
  readonly admit: () => void;
}

/** The places of one account and Region. */
class Places {
  readonly #limits: () => Limits;
  #running = 0;
  #runningRateControlled = 0;
  #came = 0;
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiting>();
  readonly #waitingRateControlled = new Set<Waiting>();

  constructor(limits: () => Limits) {
    this.#limits = limits;
  }

  enter(isRateControlled: boolean): Place {
    const queue = isRateControlled ? this.#waitingRateControlled : this.#waiting;
    if (this.#isFree(isRateControlled) && queue.size === 0) {
      this.#take(isRateControlled);
      return { admitted: undefined, leave: once(() => this.#free(isRateControlled)) };
    }
    this.#refuseIfFull(isRateControlled);
    let resolve: () => void = () => undefined;
    const admitted = new Promise<void>((settle) => (resolve = settle));
    let isRunning = false;
    const waiting: Waiting = {
      number: (this.#came += 1),
      admit: () => {
        isRunning = true;
        this.#take(isRateControlled);
        resolve();
      },
    };
    queue.add(waiting);
    const leave = once(() => {
      if (isRunning) return this.#free(isRateControlled);
      queue.delete(waiting);
      resolve();
    });
    return { admitted, leave };
  }

  #refuseIfFull(isRateControlled: boolean): void {
    const { waiting, waitingRateControlled } = this.#limits();
    const isFull =
      this.#waiting.size + this.#waitingRateControlled.size >= waiting ||
      (isRateControlled && this.#waitingRateControlled.size >= waitingRateControlled);
    if (!isFull) return;
    throw new AutomationError(
      "AutomationExecutionLimitExceededException",
      "The number of simultaneously running Automation executions exceeded the allowable limit.",
    );
  }

  #isFree(isRateControlled: boolean): boolean {
    const { running, runningRateControlled } = this.#limits();
    return this.#running < running && (!isRateControlled || this.#runningRateControlled < runningRateControlled);
  }

  #take(isRateControlled: boolean): void {
    this.#running += 1;
    if (isRateControlled) this.#runningRateControlled += 1;
  }

  #free(isRateControlled: boolean): void {
    this.#running -= 1;
    if (isRateControlled) this.#runningRateControlled -= 1;
    for (let next = this.#next(); next !== undefined; next = this.#next()) next.admit();
  }

  /** Takes from the queues whoever has come first and has room. */
  #next(): Waiting | undefined {
    const first = [this.#waiting, this.#waitingRateControlled]
      .flatMap((queue) => {
        const [waiting] = queue;
        return waiting !== undefined && this.#isFree(queue === this.#waitingRateControlled) ? [{ queue, waiting }] : [];
      })
      .sort((left, right) => left.waiting.number - right.waiting.number)[0];
    first?.queue.delete(first.waiting);
    return first?.waiting;
  }
}

function once(run: () => void): () => void {
  let hasRun = false;
  return () => {
    if (hasRun) return;
    hasRun = true;
    run();
  };
}
