/** The selectors in a step: those of its named outputs, and its PropertySelector. */
import type { Path } from "../../diagnostics/path";
import { isList, isObject } from "../json";
import { hasReference } from "../references";
import { selectorFault } from "../selector";
import type { StepView } from "../view";

export interface PlacedSelector {
  readonly selector: string;
  readonly path: Path;
  /** Why it is not a JSONPath, as the rest of a sentence; undefined if it is one. */
  readonly fault: string | undefined;
}

const PROPERTY = "PropertySelector";

/** The selectors of the named outputs, without those that have a reference, which is resolved at run time. */
export function outputSelectors({ raw, path }: StepView): readonly PlacedSelector[] {
  const outputs = isList(raw["outputs"]) ? raw["outputs"] : [];
  return outputs.flatMap((output, index) =>
    isObject(output) ? placed(output["Selector"], [...path, "outputs", index, "Selector"]) : [],
  );
}

/** The selector of the property that the step compares; none if it has a reference. */
export function propertySelectors({ inputs, definition, path }: StepView): readonly PlacedSelector[] {
  const hasProperty = definition !== undefined && PROPERTY in definition.inputs;
  return hasProperty ? placed(inputs[PROPERTY], [...path, "inputs", PROPERTY]) : [];
}

function placed(selector: unknown, path: Path): readonly PlacedSelector[] {
  if (typeof selector !== "string" || hasReference(selector)) return [];
  return [{ selector, path, fault: selectorFault(selector) }];
}
