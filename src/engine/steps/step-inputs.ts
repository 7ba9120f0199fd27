/** A step's inputs when it starts: references resolved, types and limits checked as AWS does before the action. */
import type { ActionName } from "../../document/action-table";
import type { Json, JsonObject } from "../../document/json";
import { filled, invalidInput } from "../program/compiled-input";
import { setMember } from "../members";
import type { CompiledStep } from "../program/program";
import { complete } from "../program/read-input";
import type { Scope } from "../program/scope";
import { fill } from "../program/templates";
import type { InputsOf } from "./action-runner";

/** @throws StepFailure of stage InputValidation */
export function resolveInputs(step: CompiledStep, scope: Scope): JsonObject {
  const inputs: Record<string, Json> = {};
  for (const { name, valueIn } of step.inputs) setMember(inputs, name, valueIn(scope));
  if (step.inputsFault !== undefined) throw invalidInput(step.inputsFault);
  return inputs;
}

/** The inputs of a step of this action, in the types that the action declares. @throws StepFailure of stage InputValidation */
export function readInputs<Name extends ActionName>(
  { inputs, wantedInputs }: CompiledStep,
  values: JsonObject,
): InputsOf<Name> {
  const read: Record<string, Json> = {};
  for (const { name, readOf } of inputs) {
    const value = readOf(values[name] as Json);
    if (value !== undefined) setMember(read, name, value);
  }
  // readValue returns a value of the shape's type.
  return complete(read, wantedInputs) as InputsOf<Name>;
}

/**
 * Seconds for each attempt: the step's timeoutSeconds, or else AWS's default for the action. An action without a documented
 * default has no time-out here: the command or child execution that it waits for has its own.
 * @throws StepFailure
 */
export function timeoutOf({ timeout, definition }: CompiledStep, scope: Scope): number | undefined {
  if (timeout === undefined) return definition.defaultTimeoutSeconds;
  const value = filled(() => fill(timeout, scope));
  const seconds = Number(value);
  if (!Number.isFinite(seconds) || seconds <= 0 || value === "") {
    throw invalidInput(`timeoutSeconds is ${JSON.stringify(value)}; it is a number of seconds`);
  }
  return Math.min(seconds, definition.maximumTimeoutSeconds ?? Infinity);
}
