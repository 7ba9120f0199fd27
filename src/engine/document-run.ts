/**
 * Runs the steps of a document one after the other, in the order that AWS's rules define.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html (common properties)
 */
import type { Json } from "../document/json";
import { Activity } from "./activity";
import type { AttemptHost } from "./steps/attempt";
import type { Conclusion, Execution, Run, RunFacts } from "./execution";
import { EndedRun } from "./ended-run";
import type { CriticalFailure, FlowEnd, Frame, StepEnd } from "./flow";
import { CANCELLED, type Interruption } from "./interruption";
import type { Clock, Identity } from "./ports";
import type { CompiledStep, CompiledVariable, Program } from "./program/program";
import type { ApiParameters, ParentStepDetails, SignalType, StepRecord } from "./records";
import type { Scope } from "./program/scope";
import { acceptNothing, acceptStart, refuseOtherStep, SignalWait } from "./signal-wait";
import { runStep, type StepHost } from "./steps/step-runner";
import { StepState } from "./steps/step-state";

/** Milliseconds that the steps after a cancel may take, by AWS's guide. */
const CANCEL_WORKFLOW_LIMIT = 120_000;

interface DocumentRunOptions {
  readonly execution: Execution;
  readonly program: Program;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly attempts: AttemptHost;
  readonly newId: () => string;
}

export class DocumentRun implements Run, StepHost, Frame {
  readonly activity = new Activity();
  readonly scope: Scope;
  readonly clock: Clock;
  readonly attempts: AttemptHost;
  readonly variables: ReadonlyMap<string, CompiledVariable>;
  readonly #execution: Execution;
  readonly #program: Program;
  readonly #parameters: Readonly<Record<string, Json>>;
  readonly #newId: () => string;
  readonly #isInteractive: boolean;
  /** States of the main steps, by index. */
  readonly #states: readonly StepState[];
  /** States of the steps that ran inside loops, in the order in which they started. */
  readonly #innerStates: StepState[] = [];
  /** The step that runs, with the loops around it. */
  #running: StepState[] = [];
  #stopping: "Cancel" | "Complete" | undefined;
  #cancelWorkflow: "none" | "running" | "over" = "none";

  constructor({ execution, program, parameters, attempts, newId }: DocumentRunOptions) {
    this.scope = attempts.scope;
    this.clock = attempts.clock;
    this.attempts = attempts;
    this.variables = program.variables;
    this.#execution = execution;
    this.#program = program;
    this.#parameters = parameters;
    this.#newId = newId;
    this.#isInteractive = execution.facts.request.Mode === "Interactive";
    this.#states = program.steps.map((step) => new StepState(newId(), step));
  }

  /** Of a main step: the run itself is their frame. */
  stateOf(step: CompiledStep): StepState {
    return this.#states[step.index] as StepState;
  }

  isOver(): boolean {
    return false;
  }

  async run(): Promise<Conclusion> {
    const { criticalFailure } = await this.runSteps(this.#program.steps[0], this);
    // An interactive execution ends only with StopAutomationExecution.
    if (this.#isInteractive && this.goesOn()) await this.#waiting(new SignalWait(acceptNothing));
    if (this.#stopping === "Cancel") return { status: "Cancelled" };
    if (criticalFailure === undefined) return { status: "Success" };
    return { status: criticalFailure.status, failureMessage: criticalFailure.message };
  }

  async runSteps(first: CompiledStep | undefined, frame: Frame): Promise<FlowEnd> {
    let criticalFailure: CriticalFailure | undefined;
    for (let step = first; step !== undefined;) {
      if (step.list !== first?.list) return { kind: "left", to: step, criticalFailure };
      if (this.#isInteractive && frame === this) await this.#untilStarted(step);
      if (!this.goesOn() || frame.isOver()) return { kind: "stopped", criticalFailure };
      const state = frame.stateOf(step);
      this.#running.push(state);
      const end = await runStep(this, step, state, frame);
      this.#running.pop();
      if (state.status === "Success") {
        step = afterSuccess(step, end);
      } else if (state.status === "Cancelled") {
        // A step that was stopped alone (StopStep) is skipped.
        if (this.#stopping !== undefined) {
          await this.#afterCancel(step, frame);
          return { kind: "stopped", criticalFailure };
        }
        step = step.following;
      } else {
        criticalFailure ??= criticalFailureOf(step, state, end);
        const next = afterFailure(step, end);
        if (next === "stop") return { kind: "aborted", criticalFailure };
        step = next;
      }
    }
    return { kind: frame.isOver() ? "stopped" : "ended", criticalFailure };
  }

  async #afterCancel({ afterCancel }: CompiledStep, frame: Frame): Promise<void> {
    if (this.#stopping !== "Cancel" || afterCancel === undefined || this.#cancelWorkflow !== "none") return;
    this.#cancelWorkflow = "running";
    const cancelTimer = this.clock.after(CANCEL_WORKFLOW_LIMIT, () => {
      this.#cancelWorkflow = "over";
      this.interrupt(CANCELLED);
    });
    await this.runSteps(afterCancel, frame);
    this.#cancelWorkflow = "over";
    cancelTimer();
  }

  goesOn(): boolean {
    return this.#stopping === undefined || this.#cancelWorkflow === "running";
  }

  interrupt(interruption: Interruption): void {
    this.activity.interrupt(interruption);
  }

  innerState(step: CompiledStep, parent: ParentStepDetails): StepState {
    const state = new StepState(this.#newId(), step, parent);
    this.#innerStates.push(state);
    return state;
  }

  setWaiting(waits: boolean): void {
    const execution = this.#execution;
    if (execution.status !== "Cancelling") execution.status = waits ? "Waiting" : "InProgress";
  }

  tellStep(kind: "stepStarted" | "stepEnded", state: StepState): void {
    this.#execution.tellStep(kind, state);
  }

  async #untilStarted(step: CompiledStep): Promise<void> {
    if (this.goesOn() && this.#cancelWorkflow === "none") await this.#waiting(new SignalWait(acceptStart(step.name)));
  }

  async #waiting(wait: SignalWait<true>): Promise<void> {
    this.setWaiting(true);
    await this.activity.waiting(wait);
    this.setWaiting(false);
  }

  stop(type: "Cancel" | "Complete"): void {
    // Cancel overrides Complete; otherwise the first call counts.
    if (this.#stopping === "Cancel" || this.#stopping === type) return;
    this.#stopping = type;
    if (type === "Complete") {
      // A wait for a signal would never end; a running attempt may end.
      this.activity.interruptWaiting(CANCELLED);
      return;
    }
    this.#execution.status = "Cancelling";
    for (const state of this.#running) state.status = "Cancelling";
    this.interrupt(CANCELLED);
  }

  signal(sender: Identity, type: SignalType, payload: ApiParameters): void {
    const signal = { sender, type, payload };
    if (type !== "StopStep" || !this.#isInteractive) return this.activity.take(signal);
    refuseOtherStep(signal, this.#running.at(-1)?.id);
    this.interrupt(CANCELLED);
  }

  steps(): readonly StepRecord[] {
    return this.#states.map((state) => state.record());
  }

  allSteps(): readonly StepRecord[] {
    if (this.#innerStates.length === 0) return this.steps();
    return [...this.#states, ...this.#innerStates].map((state) => state.record());
  }

  facts(): RunFacts {
    const current = this.#running.at(-1);
    return {
      ...this.ended().facts(),
      ...(current !== undefined && { CurrentStepName: current.step.name, CurrentAction: current.step.action }),
    };
  }

  outputs(): readonly (readonly string[])[] {
    return this.ended().outputs();
  }

  ended(): EndedRun {
    const { scope } = this;
    const program = this.#program;
    return new EndedRun(
      this.#states,
      this.#innerStates,
      program,
      this.#parameters,
      program.outputs.map(({ step, output }) => (scope.succeeded(step) ? scope.output(step, output) : undefined)),
      // Executions of a document without variables share one empty map.
      program.variables.size === 0 ? program.initialVariables : scope.variables,
    );
  }
}

function criticalFailureOf(step: CompiledStep, state: StepState, end: StepEnd): CriticalFailure | undefined {
  if (end.kind === "looped") return end.flow.criticalFailure;
  if (!step.isCritical) return undefined;
  return { status: state.status === "TimedOut" ? "TimedOut" : "Failed", message: state.failureMessage };
}

function afterSuccess(step: CompiledStep, end: StepEnd): CompiledStep | undefined {
  if (end.kind === "looped" && end.flow.kind === "left") return end.flow.to;
  return end.kind === "done" && end.choosesNext === true ? end.next : step.following;
}

/** The result of a failed step: another step, the end of the list (undefined), or the end of the execution. */
function afterFailure(step: CompiledStep, end: StepEnd): CompiledStep | undefined | "stop" {
  // The steps inside a loop decide what its failure means.
  if (end.kind === "looped") {
    if (end.flow.kind === "left") return end.flow.to;
    return end.flow.kind === "ended" ? step.following : "stop";
  }
  // AWS does not document whether isEnd or onFailure step:X takes precedence; here X runs.
  if (step.afterFailure !== undefined) return step.afterFailure;
  // A branch that could not choose continues with its Default.
  return step.onFailure === "Continue" ? (step.otherwise ?? step.following) : "stop";
}
