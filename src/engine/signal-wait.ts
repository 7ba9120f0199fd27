/** A step, or an interactive execution, that waits for a signal. */
import { AutomationError } from "./errors";
import type { Interruptible, Interruption } from "./interruption";
import type { Clock, Identity } from "./ports";
import type { ApiParameters, SignalType } from "./records";

export interface Signal {
  readonly type: SignalType;
  readonly sender: Identity;
  readonly payload: ApiParameters;
}

/**
 * The result of a signal; undefined if it is accepted and the wait continues.
 * @throws AutomationError if the signal is not for the step that waits
 */
type Accept<Result> = (signal: Signal) => Result | undefined;

type WaitEnd<Result> =
  { readonly kind: "accepted"; readonly result: Result } | { readonly kind: "interrupted"; readonly by: Interruption };

export class SignalWait<Result> implements Interruptible {
  readonly #ended: Promise<WaitEnd<Result>>;
  #settle: (end: WaitEnd<Result>) => void = () => undefined;
  #cancelTimer: (() => void) | undefined;

  readonly #accept: Accept<Result>;

  constructor(accept: Accept<Result>) {
    this.#accept = accept;
    this.#ended = new Promise((resolve) => {
      this.#settle = (end) => {
        this.#cancelTimer?.();
        resolve(end);
      };
    });
  }

  settled(): Promise<WaitEnd<Result>> {
    return this.#ended;
  }

  interruptAfter(clock: Clock, milliseconds: number, interruption: Interruption): void {
    this.#cancelTimer = clock.after(milliseconds, () => this.interrupt(interruption));
  }

  interrupt(by: Interruption): void {
    this.#settle({ kind: "interrupted", by });
  }

  /** @throws AutomationError */
  take(signal: Signal): void {
    const result = this.#accept(signal);
    if (result !== undefined) this.#settle({ kind: "accepted", result });
  }
}

/** The error for a signal that comes at the wrong time. */
export function invalidSignal(message: string): AutomationError {
  return new AutomationError("InvalidAutomationSignalException", message);
}

/** Checks that a signal is for the expected step. @throws AutomationError if it names another step, or none */
export function requireStepName({ payload, type }: Signal, expected: string): void {
  const [name] = payload["StepName"] ?? [];
  if (name === expected) return;
  throw new AutomationError(
    "AutomationStepNotFoundException",
    name === undefined
      ? `The signal ${type} needs a payload of StepName=${expected}.`
      : `The signal ${type} is for the step ${name}; the execution waits at ${expected}.`,
  );
}

/** Accepts StartStep, for an interactive execution that waits for it before a step. @throws AutomationError */
export function acceptStart(stepName: string): (signal: Signal) => true {
  return (signal) => {
    if (signal.type !== "StartStep") {
      throw invalidSignal(`The execution waits for StartStep of ${stepName}; it does not accept ${signal.type}.`);
    }
    requireStepName(signal, stepName);
    return true;
  };
}

/** Refuses every signal: an interactive execution without steps left is ended by StopAutomationExecution. @throws AutomationError */
export function acceptNothing({ type }: Signal): true {
  throw invalidSignal(
    `The execution has no step left to start; it does not accept ${type}. Stop it with Type=Complete.`,
  );
}

/** Checks that StopStep is for the step that runs. @throws AutomationError */
export function refuseOtherStep({ payload }: Signal, runningId: string | undefined): void {
  const [id] = payload["StepExecutionId"] ?? [];
  if (runningId === undefined) throw invalidSignal("No step of the execution is running, so there is nothing to stop.");
  if (id === runningId) return;
  throw new AutomationError(
    "AutomationStepNotFoundException",
    `The running step has the StepExecutionId ${runningId}; the signal StopStep names ${id ?? "none"}.`,
  );
}
