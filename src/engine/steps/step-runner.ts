/** Runs one step to its end: inputs, attempts, outputs, state. */
import type { ActionName } from "../../document/action-table";
import type { Json, JsonObject } from "../../document/json";
import { runnerOf } from "./action-runners";
import { Approval, notifyApprovers } from "../actions/approve";
import { chosenStep } from "../actions/branch";
import { failureMessage } from "./failure-message";
import { runLoop } from "../actions/loop";
import { acceptResume } from "../actions/pause";
import { updateVariable } from "../actions/updateVariable";
import type { InputsOf, Runner } from "./action-runner";
import type { Activity } from "../activity";
import { Attempt, type AttemptHost } from "./attempt";
import { StepFailure } from "../errors";
import { failureDetails, TIMED_OUT_DETAILS, TIMED_OUT_MESSAGE } from "./failure-details";
import type { Frame, LoopHost, StepEnd } from "../flow";
import { CANCELLED, TIMED_OUT } from "../interruption";
import type { CompiledStep, CompiledVariable } from "../program/program";
import { SignalWait, type Signal } from "../signal-wait";
import { readInputs, resolveInputs, timeoutOf } from "./step-inputs";
import { withNamedOutputs } from "./step-outputs";
import type { StepState } from "./step-state";

/** The interface to the run that the step is part of. */
export interface StepHost extends LoopHost {
  readonly attempts: AttemptHost;
  readonly activity: Activity;
  readonly variables: ReadonlyMap<string, CompiledVariable>;
  /** Whether the execution has not been asked to stop. */
  goesOn(): boolean;
  /** Reports that the execution waits, or no longer waits. */
  setWaiting(waits: boolean): void;
  tellStep(kind: "stepStarted" | "stepEnded", state: StepState): void;
}

export async function runStep(host: StepHost, step: CompiledStep, state: StepState, frame: Frame): Promise<StepEnd> {
  const start = host.clock.now();
  state.begin(start);
  host.scope.begin(step.name, state, start);
  host.tellStep("stepStarted", state);
  let end: StepEnd;
  try {
    // An observer may have cancelled the step when it was told of the start.
    if (state.status === "Cancelling") end = { kind: "interrupted", by: CANCELLED };
    else {
      state.inputs = resolveInputs(step, host.scope);
      state.timeoutSeconds = timeoutOf(step, host.scope);
      end = await act(host, step, state, state.inputs, frame);
    }
  } catch (error) {
    end = { kind: "failed", error };
  }
  conclude(state, end, host);
  state.endTime = host.clock.now().getTime();
  host.tellStep("stepEnded", state);
  return end;
}

function act(
  host: StepHost,
  step: CompiledStep,
  state: StepState,
  inputs: JsonObject,
  frame: Frame,
): StepEnd | Promise<StepEnd> {
  switch (step.action) {
    case "aws:branch": {
      const next = chosenStep(step, host.scope);
      return { kind: "done", outputs: next === undefined ? {} : { NextStep: next.name }, choosesNext: true, next };
    }
    case "aws:updateVariable":
      updateVariable(readInputs<"aws:updateVariable">(step, inputs), host.variables, host.scope);
      return { kind: "done", outputs: {} };
    case "aws:loop":
      return runLoop({ host, step, state, inputs: readInputs<"aws:loop">(step, inputs), outer: frame });
    case "aws:pause":
      return waitForSignal(host, state, acceptResume(step.name));
    case "aws:approve":
      return approve(host, step, state, readInputs<"aws:approve">(step, inputs));
    default:
      return attempts(host, step, state, readInputs<ActionName>(step, inputs), runnerOf(step.action));
  }
}

async function attempts<Inputs>(
  host: StepHost,
  step: CompiledStep,
  state: StepState,
  inputs: Inputs,
  runner: Runner<Inputs>,
): Promise<StepEnd> {
  const milliseconds = state.timeoutSeconds === undefined ? undefined : state.timeoutSeconds * 1000;
  // AWS does not document a pause between attempts. Here the next attempt follows at once.
  for (let attempt = 1; ; attempt++) {
    const running = new Attempt(step.name, inputs, host.attempts);
    host.activity.begin(running);
    const end = await running.run(runner, milliseconds);
    if (end.kind === "done") {
      const { outputs, response, responseCode } = end.result;
      state.outputs = outputs;
      // A selector that does not fit fails the step without another attempt: the work is done and must not be repeated.
      return { kind: "done", outputs: withNamedOutputs(step, outputs, response ?? outputs), responseCode };
    }
    const isCancelled = end.kind === "interrupted" && end.by.status === "Cancelled";
    if (isCancelled || attempt >= step.maxAttempts || !host.goesOn()) return end;
  }
}

async function approve(
  host: StepHost,
  step: CompiledStep,
  state: StepState,
  inputs: InputsOf<"aws:approve">,
): Promise<StepEnd> {
  const approval = new Approval(inputs, host.attempts.location.accountId);
  const notified = await attempts(host, step, state, inputs, notifyApprovers);
  if (notified.kind !== "done") return notified;
  state.outputs = approval.outputs;
  const end = await waitForSignal(host, state, (signal) => {
    const isDecided = approval.accept(signal);
    state.outputs = approval.outputs;
    return isDecided;
  });
  if (end.kind === "done") approval.refuseRejection();
  return end.kind === "done" ? { kind: "done", outputs: approval.outputs } : end;
}

async function waitForSignal(
  host: StepHost,
  state: StepState,
  accept: (signal: Signal) => true | undefined,
): Promise<StepEnd> {
  // An execution that was asked to stop will receive no signal.
  if (!host.goesOn()) return { kind: "interrupted", by: CANCELLED };
  const wait = new SignalWait(accept);
  if (state.timeoutSeconds !== undefined) wait.interruptAfter(host.clock, state.timeoutSeconds * 1000, TIMED_OUT);
  state.status = "Waiting";
  host.setWaiting(true);
  const end = await host.activity.waiting(wait);
  host.setWaiting(false);
  return end.kind === "interrupted" ? end : { kind: "done", outputs: {} };
}

function conclude(state: StepState, end: StepEnd, host: StepHost): void {
  switch (end.kind) {
    case "done":
      state.status = "Success";
      state.outputs = end.outputs;
      state.responseCode = end.responseCode;
      return;
    case "failed":
      return fail(state, end.error);
    case "interrupted":
      state.status = end.by.status;
      if (end.by.status === "TimedOut") {
        state.failureMessage = TIMED_OUT_MESSAGE;
        state.failureDetails = TIMED_OUT_DETAILS;
      }
      return;
    case "looped": {
      const { kind, criticalFailure } = end.flow;
      if (kind === "stopped") state.status = host.goesOn() ? "TimedOut" : "Cancelled";
      else if (kind === "left") state.status = criticalFailure?.status ?? "Success";
      else state.status = criticalFailure?.status ?? "Failed";
      state.failureMessage = criticalFailure?.message;
    }
  }
}

function fail(state: StepState, error: unknown): void {
  state.status = "Failed";
  state.failureMessage = failureMessage(error);
  state.failureDetails = failureDetails(error);
  if (!(error instanceof StepFailure)) return;
  const outputs: Readonly<Record<string, Json>> = error.outputs;
  if (Object.keys(outputs).length > 0) state.outputs = outputs;
  state.responseCode = error.responseCode;
}
