/** Named outputs of a step: parts of the response that selectors select. */
import { isList, isObject } from "../../diagnostics/json";
import type { Json } from "../../document/json";
import type { ValueType } from "../../document/value-types";
import { StepFailure } from "../errors";
import { setMember } from "../members";
import type { CompiledOutput, CompiledStep } from "../program/program";
import { toOutputType } from "../values";

/**
 * The built-in outputs with the named ones. A selector reads the response, and what it does not find there the built-in outputs:
 * `$.Output` of aws:runCommand is one of those, while its response is the command's invocation. If a selector matches nothing, there is no output and no failure: AWS's own
 * runbooks branch on members that may be missing. A selector with `..` then gives an empty list, which is a value if the
 * output is a list.
 * @throws StepFailure if the selected value is not of the output's type
 */
export function withNamedOutputs(
  step: CompiledStep,
  builtIn: Readonly<Record<string, Json>>,
  response: Json,
): Readonly<Record<string, Json>> {
  if (step.outputs.length === 0) return builtIn;
  const outputs: Record<string, Json> = { ...builtIn };
  for (const output of step.outputs) {
    const selected = foundIn(response, output) ?? foundIn(builtIn, output);
    if (selected !== undefined) setMember(outputs, output.name, typed(selected, output));
  }
  return outputs;
}

function foundIn(response: Json, { select, type }: CompiledOutput): Json | undefined {
  const selected = select(response) ?? undefined;
  return selected !== undefined && isEmptyList(selected) && !isListType(type) ? undefined : selected;
}

/** The named outputs of a step that succeeded whose selectors have found nothing. */
export function emptyOutputs(
  { outputs: named }: CompiledStep,
  outputs: Readonly<Record<string, Json>>,
): readonly CompiledOutput[] {
  return named.filter(({ name }) => !Object.hasOwn(outputs, name));
}

function isEmptyList(value: Json): boolean {
  return isList(value) && value.length === 0;
}

function isListType(type: ValueType): boolean {
  return type === "StringList" || type === "MapList";
}

function typed(selected: Json, { name, selector, type }: CompiledOutput): Json {
  const value = toOutputType(selected, type);
  if (value !== undefined) return value;
  throw new StepFailure(
    `The output ${name} is of type ${type}; ${selector} selects ${kindOf(selected)}`,
    "PostVerification",
    "Verification",
  );
}

function kindOf(value: Json): string {
  if (isList(value)) return "a list";
  return isObject(value) ? "a map" : JSON.stringify(value);
}
