/** A step's inputs when it starts: references filled in, types and limits checked as AWS does before it acts. */
import type { Json, JsonObject } from "../document/json";
import { asInput, faultOfInput } from "./compile";
import { StepFailure } from "./errors";
import { setMember } from "./members";
import type { CompiledStep } from "./program";
import type { Scope } from "./scope";
import { fill } from "./templates";

const RESOLVING = "Step fails when it is validating and resolving the step inputs";

/** @throws StepFailure of stage InputValidation */
export function resolveInputs(step: CompiledStep, scope: Scope): JsonObject {
  const inputs: Record<string, Json> = {};
  for (const { name, template, fault } of step.inputs) {
    // What is constant was checked once, when the document was compiled.
    if (template.kind === "constant") {
      setMember(inputs, name, template.value);
      if (fault !== undefined) throw invalidInput(fault);
      continue;
    }
    const value = asInput(
      filled(() => fill(template, scope)),
      name,
      step.definition,
    );
    setMember(inputs, name, value);
    const found = faultOfInput(name, value, step.definition);
    if (found !== undefined) throw invalidInput(found);
  }
  if (step.inputsFault !== undefined) throw invalidInput(step.inputsFault);
  return inputs;
}

/**
 * Seconds for each attempt: what the step says, else AWS's default for the action. Where AWS documents no default there
 * is none: the command or the child that is waited for has limits of its own.
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

function filled<Value>(fillIn: () => Value): Value {
  try {
    return fillIn();
  } catch (error) {
    if (error instanceof StepFailure) throw invalidInput(error.message);
    throw error;
  }
}

function invalidInput(message: string): StepFailure {
  return new StepFailure(message, "InputValidation", "Action", {}, undefined, RESOLVING);
}
