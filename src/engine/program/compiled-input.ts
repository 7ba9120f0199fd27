/**
 * One input of a step: its references are resolved, the value is checked as AWS does before the action, and converted to the
 * type that the action declares. The last value is cached with all that is made of it, because most inputs are the same in
 * the next execution.
 */
import type { ActionDefinition } from "../../document/action";
import { isList, isObject } from "../../diagnostics/json";
import type { Json } from "../../document/json";
import { checkFields } from "../../document/shape-check";
import type { Shape } from "../../document/shapes";
import { StepFailure } from "../errors";
import { readValue } from "./read-input";
import type { Scope } from "./scope";
import { fill, sourcesOf, templateOf, type Names, type Template } from "./templates";

export interface CompiledInput {
  readonly name: string;
  /** Its value in an execution. @throws StepFailure of stage InputValidation */
  readonly valueIn: (scope: Scope) => Json;
  /** The value as records show it. */
  readonly jsonOf: (value: Json) => string;
  /** The value in the type that the action declares; undefined if it has no value. @throws StepFailure of stage InputValidation */
  readonly readOf: (value: Json) => Json | undefined;
}

const RESOLVING = "Step fails when it is validating and resolving the step inputs";

/**
 * The inputs of each document, by the names that it declares: steps with the same input share it, so that its value is made
 * once for all of them. Measured: without sharing, executions take an eighth more processor time, and a kept execution
 * takes 5.0 kB instead of 4.8.
 */
const compiled = new WeakMap<Names, Map<string, CompiledInput>>();

export function compileInput(name: string, written: Json, definition: ActionDefinition, names: Names): CompiledInput {
  const ofDocument = compiled.get(names) ?? new Map<string, CompiledInput>();
  compiled.set(names, ofDocument);
  const key = JSON.stringify([definition.name, name, written]);
  const input = ofDocument.get(key) ?? newInput(name, written, definition, names);
  ofDocument.set(key, input);
  return input;
}

function newInput(name: string, written: Json, definition: ActionDefinition, names: Names): CompiledInput {
  const shape = shapeOf(name, definition);
  // The references in steps and conditions are resolved when those run.
  const isOwnLanguage = shape?.kind === "steps" || shape?.kind === "condition";
  const value = asInput(written, shape);
  const template: Template = isOwnLanguage ? { kind: "constant", value } : templateOf(value, names);
  return {
    name,
    valueIn: valueOf(template, name, definition),
    jsonOf: cached((resolved) => JSON.stringify(resolved)),
    readOf: cached((resolved) => readInput(resolved, name, shape)),
  };
}

/** Measured: without the cached value the ratio to the peer falls by a tenth, and a kept execution takes 6.2 kB instead of 5.0. */
function valueOf(template: Template, name: string, definition: ActionDefinition): CompiledInput["valueIn"] {
  const sources = sourcesOf(template);
  let known: { readonly sourceValues: readonly (Json | undefined)[]; readonly value: Json } | undefined;
  return (scope) => {
    const last = known;
    if (last !== undefined && sources.every((source, index) => source(scope) === last.sourceValues[index])) {
      return last.value;
    }
    const value = asInput(
      filled(() => fill(template, scope)),
      shapeOf(name, definition),
    );
    const fault = faultOfInput(name, value, definition);
    if (fault !== undefined) throw invalidInput(fault);
    known = { sourceValues: sources.map((source) => source(scope)), value };
    return value;
  };
}

/** Passes on a parameter of an API call as it is: the action does not declare its shape. */
function readInput(value: Json, name: string, shape: Shape | undefined): Json | undefined {
  if (shape === undefined) return value;
  return value === null ? undefined : readValue(value, shape, name);
}

/**
 * Short runs gave about 3,800 executions per processor second without it, and 4,000 to 5,500 with it. Whole benchmarks differ by
 * more than that from run to run.
 */
function cached<Result>(make: (value: Json) => Result): (value: Json) => Result {
  let last: { readonly value: Json; readonly result: Result } | undefined;
  return (value) => {
    if (last?.value !== value) last = { value, result: make(value) };
    return last.result;
  };
}

/** Resolves a value; a failure becomes a failure of the input. */
export function filled<Value>(fillIn: () => Value): Value {
  try {
    return fillIn();
  } catch (error) {
    if (error instanceof StepFailure) throw invalidInput(error.message);
    throw error;
  }
}

export function invalidInput(message: string): StepFailure {
  return new StepFailure(message, "InputValidation", "Action", {}, undefined, RESOLVING);
}

function shapeOf(name: string, { inputs }: ActionDefinition): Shape | undefined {
  return Object.hasOwn(inputs, name) ? inputs[name] : undefined;
}

/** Why the action does not accept the value for this input; undefined if it does. */
function faultOfInput(name: string, value: Json, definition: ActionDefinition): string | undefined {
  const shape = shapeOf(name, definition);
  if (shape === undefined ? definition.openInputs === true : fitsPlainly(value, shape)) return undefined;
  const [problem] = checkFields({ [name]: value }, shape === undefined ? {} : { [name]: shape }, []).problems;
  return problem === undefined ? undefined : `${name}: ${problem.message}`;
}

/** Whether a value fits without the whole check. Measured: with the whole check the ratio to the peer falls by a fifth. */
function fitsPlainly(value: Json, shape: Shape): boolean {
  switch (shape.kind) {
    case "any":
      return value !== null;
    case "string":
      return (
        typeof value === "string" &&
        !("oneOf" in shape || "pattern" in shape || "minLength" in shape || "maxLength" in shape)
      );
    case "list":
      return (
        isList(value) &&
        value.length >= (shape.minItems ?? 0) &&
        value.length <= (shape.maxItems ?? Infinity) &&
        value.every((item) => fitsPlainly(item, shape.of))
      );
    case "map":
      return isObject(value) && shape.of.kind === "any";
    default:
      return false;
  }
}

/**
 * Converts a single value to a list of one, and for some inputs a list of one to its string. Some of AWS's own runbooks rely
 * on this.
 */
function asInput(value: Json, shape: Shape | undefined): Json {
  if (shape?.kind === "string" && shape.orListOfOne === true && isList(value) && value.length === 1) {
    return value[0] as Json;
  }
  const isSingle = shape?.kind === "list" && shape.of.kind === "string" && !isList(value) && !isObject(value);
  return isSingle && value !== null ? [value] : value;
}
