/** References from one step to the outputs of another. */
import type { Path } from "../../diagnostics/path";
import { referencesOf } from "./rule-helpers";
import type { DocumentView, StepView } from "../view";

/** The step's references to outputs of steps that exist, each with the step that it refers to. */
export function outputReferences(document: DocumentView, step: StepView): readonly { path: Path; source: StepView }[] {
  return referencesOf(step).flatMap(({ path, target }) => {
    const source = target.kind === "output" ? document.stepsByName.get(target.step) : undefined;
    // A loop's own condition is evaluated after its steps, and may read its own counters.
    if (source === undefined || (source === step && step.action === "aws:loop")) return [];
    return [{ path, source }];
  });
}
