/**
 * aws:loop: runs steps for each item of a list, or again while a condition holds after them. The steps inside are a
 * runbook of their own: what their failures mean, they say; the loop's onFailure is for failures of the loop itself.
 * Where AWS is silent: isEnd inside ends the iteration; outside, references give the values of the last iteration.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html
 */
import { isList, type Json, type JsonObject } from "../../document/json";
import type { ValueType } from "../../document/value-types";
import type { CriticalFailure, FlowEnd, Frame, LoopRun, StepEnd } from "../flow";
import { TIMED_OUT } from "../interruption";
import type { CompiledStep } from "../program/program";
import type { ParentStepDetails } from "../records";
import type { StepState } from "../steps/step-state";
import { fromText, textOf } from "../values";
import { input, integer, invalid, text } from "./inputs";

/** AWS's limit of iterations, whatever the step says. */
const MOST_ITERATIONS = 100;

export async function runLoop(run: LoopRun): Promise<StepEnd> {
  const { host, step, state, inputs } = run;
  const items = iterators(inputs);
  if ((items === undefined) === (step.loopCondition === undefined)) {
    throw invalid("A loop has either Iterators or a LoopCondition");
  }
  const most = Math.min(input(inputs, "MaxIterations", integer) ?? MOST_ITERATIONS, MOST_ITERATIONS);
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
    for (let iteration = 1; iteration <= Math.min(most, items?.length ?? most); iteration++) {
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
      if (flow.kind !== "ended") return { kind: "looped", flow: { kind: flow.kind, criticalFailure } };
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
    ...(item !== undefined && { IteratorValue: textOf(item) }),
  };
  const states = new Map<CompiledStep, StepState>();
  return {
    stateOf: (inner) => {
      const known = states.get(inner) ?? host.innerState(inner, parent);
      states.set(inner, known);
      return known;
    },
    isOver: () => isOutOfTime() || outer.isOver(),
  };
}

/** The items in the type that the step says. @throws StepFailure */
function iterators(inputs: JsonObject): readonly Json[] | undefined {
  const given = inputs["Iterators"];
  if (given === undefined) return undefined;
  const items: readonly Json[] = isList(given) ? given : [given];
  if (items.length > MOST_ITERATIONS) {
    throw invalid(`Iterators has ${items.length} items, and ${MOST_ITERATIONS} are allowed`);
  }
  const type = input(inputs, "IteratorDataType", text) ?? "String";
  return items.map((item) => {
    const value = fromText(textOf(item), type as ValueType);
    if (value === undefined) throw invalid(`${textOf(item)} is no iterator of type ${type}`);
    return value;
  });
}
