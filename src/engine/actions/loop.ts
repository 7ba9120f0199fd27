/**
 * aws:loop: runs steps once for each item of a list, or repeatedly while a condition is true after them. The onFailure of an
 * inner step applies to its failure; the loop's onFailure applies only to failures of the loop itself. A step inside that leads to one
 * outside, by onFailure, nextStep or a choice, ends the loop: the loop succeeds unless a critical step failed.
 * AWS does not document two cases. Here isEnd in an inner step ends the iteration, and references to an inner step from
 * outside give the values of the last iteration.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html
 */
import type { Json } from "../../document/json";
import type { CriticalFailure, FlowEnd, Frame, LoopRun, StepEnd } from "../flow";
import { TIMED_OUT } from "../interruption";
import type { CompiledStep } from "../program/program";
import { invalid } from "../program/read-input";
import type { ParentStepDetails } from "../records";
import type { InputsOf } from "../steps/action-runner";
import type { StepState } from "../steps/step-state";
import { fromString, stringOf } from "../values";

export async function runLoop(run: LoopRun): Promise<StepEnd> {
  const { host, step, state, inputs } = run;
  const items = iteratorsOf(inputs);
  if ((items === undefined) === (step.loopCondition === undefined)) {
    throw invalid("A loop has either Iterators or a LoopCondition");
  }
  const most = Math.min(inputs.MaxIterations, items?.length ?? Infinity);
  let isOutOfTime = false;
  const cancelTimer =
    state.timeoutSeconds === undefined
      ? undefined
      : host.clock.after(state.timeoutSeconds * 1000, () => {
          isOutOfTime = true;
          host.interrupt(TIMED_OUT);
        });
  try {
    let criticalFailure: CriticalFailure | undefined;
    for (let iteration = 1; iteration <= most; iteration++) {
      const item = items?.[iteration - 1];
      state.outputs = {
        CurrentIteration: iteration,
        ...(item !== undefined && { CurrentIteratorValue: item }),
      };
      const flow = await host.runSteps(
        step.innerSteps[0],
        frameOf(run, iteration, item, () => isOutOfTime),
      );
      if (isOutOfTime) return { kind: "interrupted", by: TIMED_OUT };
      criticalFailure ??= flow.criticalFailure;
      if (flow.kind !== "ended") return { kind: "looped", flow: { ...flow, criticalFailure } };
      if (step.loopCondition?.(host.scope) === false) break;
    }
    const flow: FlowEnd = { kind: "ended", criticalFailure };
    return criticalFailure === undefined ? { kind: "done", outputs: state.outputs } : { kind: "looped", flow };
  } finally {
    cancelTimer?.();
  }
}

function frameOf(run: LoopRun, iteration: number, item: Json | undefined, isOutOfTime: () => boolean): Frame {
  const { host, step, state, outer } = run;
  const parent: ParentStepDetails = {
    StepExecutionId: state.id,
    StepName: step.name,
    Action: step.action,
    Iteration: iteration,
    ...(item !== undefined && { IteratorValue: stringOf(item) }),
  };
  const states = new Map<CompiledStep, StepState>();
  return {
    stateOf: (inner) => {
      // onCancel of an inner step may lead to a step outside of the loop.
      if (inner.list !== step.innerSteps) return outer.stateOf(inner);
      const known = states.get(inner) ?? host.innerState(inner, parent);
      states.set(inner, known);
      return known;
    },
    isOver: () => isOutOfTime() || outer.isOver(),
  };
}

/** The items, converted to IteratorDataType. @throws StepFailure */
function iteratorsOf({ Iterators: items, IteratorDataType: type }: InputsOf<"aws:loop">): readonly Json[] | undefined {
  return items?.map((item) => {
    const value = fromString(stringOf(item), type);
    if (value === undefined) throw invalid(`The iterator ${stringOf(item)} is not of type ${type}`);
    return value;
  });
}
