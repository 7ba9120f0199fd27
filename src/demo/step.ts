/** The steps of the demo: what is done, how long it takes, and the facts that are expected afterwards. */
import { InterruptedError } from "../diagnostics/errors";
import type { Interruption } from "../rollout/interrupt";
import type { Fact } from "./checks/check";

/** One step of the demo: its duration and the facts that were checked. */
export interface DemoStep {
  readonly name: string;
  readonly seconds: number;
  readonly facts: readonly Fact[];
}

export type Step = <T>(name: string, work: () => Promise<T>, facts?: (result: T) => readonly Fact[]) => Promise<T>;

export interface StepOptions {
  readonly log: (line: string) => void;
  readonly interruption: Interruption;
  /** Receives each step when it is done, so that nothing is lost if a later one fails. */
  readonly onStep: (step: DemoStep) => void;
}

/** @returns runs a step. It throws InterruptedError if the user asks to stop before it or in it */
export function stepper({ log, interruption: { signal }, onStep }: StepOptions): Step {
  return async (name, work, facts = () => []) => {
    if (signal.aborted) throw new InterruptedError(`Interrupted before: ${name}.`);
    log(`\n${name}`);
    const startedAt = Date.now();
    const result = await work().catch((error: unknown) => {
      throw signal.aborted && isAbort(error) ? new InterruptedError(`Interrupted in: ${name}.`) : error;
    });
    onStep({ name, seconds: (Date.now() - startedAt) / 1000, facts: facts(result) });
    return result;
  };
}

/** What Node's own waits, and AWS's clients, throw when their signal is aborted. */
function isAbort(error: unknown): boolean {
  return (error as Partial<Error> | undefined)?.name === "AbortError";
}
