/** The types that the parts of a run share: those that run lists of steps, loops included. */
import type { Json } from "../document/json";
import type { Interruption } from "./interruption";
import type { Clock } from "./ports";
import type { CompiledStep } from "./program/program";
import type { ParentStepDetails } from "./records";
import type { Scope } from "./program/scope";
import type { InputsOf } from "./steps/action-runner";
import type { StepState } from "./steps/step-state";

/** The frame in which a list of steps runs: the document's main steps, or an iteration of a loop. */
export interface Frame {
  /** The state of a step of this list. */
  stateOf(step: CompiledStep): StepState;
  /** Whether a loop around it has timed out. */
  isOver(): boolean;
}

/** The failure of a critical step, which is the failure of the execution. */
export interface CriticalFailure {
  readonly status: "Failed" | "TimedOut";
  readonly message: string | undefined;
}

/** How a list of steps ended. */
export type FlowEnd =
  /** `ended`: it came to an end of its own; `aborted`: a step failed with onFailure Abort; `stopped`: from outside. */
  (
    | { readonly kind: "ended" | "aborted" | "stopped" }
    /** A step inside a loop led to a step outside of it. */
    | { readonly kind: "left"; readonly to: CompiledStep }
  ) & {
    /** The first one. */
    readonly criticalFailure: CriticalFailure | undefined;
  };

/** How a step ended. */
export type StepEnd =
  | {
      readonly kind: "done";
      readonly outputs: Readonly<Record<string, Json>>;
      readonly responseCode?: string | undefined;
      /** The next step, if the step itself chooses it. */
      readonly next?: CompiledStep | undefined;
      readonly choosesNext?: boolean;
    }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "interrupted"; readonly by: Interruption }
  /** A loop that ended in the same way as its steps. */
  | { readonly kind: "looped"; readonly flow: FlowEnd };

/** The interface of a loop to the run that it is part of. */
export interface LoopHost {
  readonly scope: Scope;
  readonly clock: Clock;
  runSteps(first: CompiledStep | undefined, frame: Frame): Promise<FlowEnd>;
  /** Stops the step that runs or waits inside. */
  interrupt(interruption: Interruption): void;
  /** The state of a step inside a loop; each iteration has its own. */
  innerState(step: CompiledStep, parent: ParentStepDetails): StepState;
}

export interface LoopRun {
  readonly host: LoopHost;
  readonly step: CompiledStep;
  readonly state: StepState;
  readonly inputs: InputsOf<"aws:loop">;
  /** The list that the loop is part of. */
  readonly outer: Frame;
}
