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
 * What a signal brings about; undefined where it is taken and the waiting goes on.
 * @throws AutomationError where the signal is not for what waits here
 */
type Accept<Result> = (signal: Signal) => Result | undefined;

type WaitEnd<Result> =
  { readonly kind: "accepted"; readonly result: Result } | { readonly kind: "interrupted"; readonly by: Interruption };

export class SignalWait<Result> implements Interruptible {
  readonly #ended: Promise<WaitEnd<Result>>;
  #settle: (end: WaitEnd<Result>) => void = () => undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(private readonly accept: Accept<Result>) {
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
    const result = this.accept(signal);
    if (result !== undefined) this.#settle({ kind: "accepted", result });
  }
}

/** Why a signal that comes at the wrong time is refused. */
export function invalidSignal(message: string): AutomationError {
  return new AutomationError("InvalidAutomationSignalException", message);
}

/** The step that a signal is about. @throws AutomationError where it is about another one, or about none */
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

/** What a signal means for an interactive execution that waits to be told to start a step. @throws AutomationError */
export function acceptStart(stepName: string): (signal: Signal) => true {
  return (signal) => {
    if (signal.type !== "StartStep") {
      throw invalidSignal(`The execution waits for StartStep of ${stepName}; it does not take ${signal.type}.`);
    }
    requireStepName(signal, stepName);
    return true;
  };
}

/** An interactive execution without steps left takes no signal: StopAutomationExecution ends it. @throws AutomationError */
export function acceptNothing({ type }: Signal): true {
  throw invalidSignal(`The execution has no step left to start; it does not take ${type}. Stop it with Type=Complete.`);
}

/** Checks that StopStep is for the step that runs. @throws AutomationError */
export function refuseOtherStep({ payload }: Signal, runningId: string | undefined): void {
  const [id] = payload["StepExecutionId"] ?? [];
  if (runningId === undefined) throw invalidSignal("No step of the execution is running: there is nothing to stop.");
  if (id === runningId) return;
  throw new AutomationError(
    "AutomationStepNotFoundException",
    `The step that runs has the StepExecutionId ${runningId}; the signal StopStep names ${id ?? "none"}.`,
  );
}
