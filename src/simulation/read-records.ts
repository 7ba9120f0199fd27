/** Converts the engine's records, whose values are strings as in AWS's API, to typed results. */
import type { OutputType } from "../document/action";
import { isList, isObject, type Json, type JsonObject } from "../document/json";
import type { DefinitionView, DocumentView, StepView } from "../document/view";
import type { ApiParameters, ExecutionRecord, StepRecord } from "../engine/records";
import { fromStrings } from "../engine/values";
import type { RunFacts, SimulatedStep } from "./run-facts";

/** @param document the document that has the step */
export function stepOf(record: StepRecord, document: DocumentView): SimulatedStep {
  const { StepName: name, Inputs: inputs = {}, Outputs: outputs = {}, ParentStepDetails: loop } = record;
  const { ExecutionStartTime: start, ExecutionEndTime: end, FailureMessage: failureMessage } = record;
  const step = document.stepsByName.get(name);
  const types = step?.outputs;
  const empty = record.StepStatus === "Success" && step !== undefined ? emptyOutputs(step, outputs) : [];
  return {
    name,
    action: record.Action,
    status: record.StepStatus,
    inputs: mapValues(inputs, (string) => JSON.parse(string) as Json),
    outputs: mapValues(outputs, (strings, output) => typed(strings, types?.get(output))),
    ...(empty.length > 0 && { emptyOutputs: Object.fromEntries(empty) }),
    ...(start !== undefined && { seconds: secondsBetween(start, end ?? start) }),
    ...(failureMessage !== undefined && { failureMessage }),
    ...(loop !== undefined && { iteration: loop.Iteration }),
  };
}

/** The named outputs that a step does not have although it succeeded, with their selectors. */
function emptyOutputs(step: StepView, outputs: ApiParameters): readonly (readonly [name: string, selector: string])[] {
  const named = isList(step.raw["outputs"]) ? step.raw["outputs"].filter(isObject) : [];
  return named
    .map(({ Name: name, Selector: selector }) => [String(name), String(selector)] as const)
    .filter(([name]) => !Object.hasOwn(outputs, name));
}

/** The facts in the record of an execution. */
export function runOf(
  record: ExecutionRecord,
  document: DocumentView,
): Pick<RunFacts, "runbook" | "status" | "failureMessage" | "seconds" | "parameters" | "outputs" | "variables"> {
  const { ExecutionStartTime: start, ExecutionEndTime: end = start, FailureMessage: failureMessage } = record;
  const outputType = (entry: string): OutputType | undefined => {
    const [step = "", output = ""] = entry.split(".");
    return document.stepsByName.get(step)?.outputs.get(output);
  };
  return {
    runbook: record.DocumentName,
    status: record.AutomationExecutionStatus,
    ...(failureMessage !== undefined && { failureMessage }),
    seconds: secondsBetween(start, end),
    parameters: typedBy(document.parameters, record.Parameters),
    outputs: mapValues(record.Outputs, (strings, entry) => typed(strings, outputType(entry))),
    variables: typedBy(document.variables, record.Variables ?? {}),
  };
}

function typedBy(definitions: ReadonlyMap<string, DefinitionView>, values: ApiParameters): JsonObject {
  return mapValues(values, (strings, name) => typed(strings, definitions.get(name)?.type));
}

/** Strings that are not of the type, such as the message for a missing output, stay strings. */
function typed(strings: readonly string[], type: OutputType | undefined): Json {
  const value = type === undefined || type === "Any" ? undefined : fromStrings(strings, type);
  if (value !== undefined) return value;
  const [string = "", ...others] = strings;
  return strings.length === 0 || others.length > 0 ? strings : jsonOrString(string);
}

/** A list or a map if the string is its JSON, else the string. */
function jsonOrString(string: string): Json {
  try {
    const value = JSON.parse(string) as Json;
    return isList(value) || isObject(value) ? value : string;
  } catch {
    return string;
  }
}

function secondsBetween(start: Date, end: Date): number {
  return (end.getTime() - start.getTime()) / 1000;
}

function mapValues<Value>(
  map: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Json,
): JsonObject {
  const changed: Record<string, Json> = {};
  for (const [key, value] of Object.entries(map)) changed[key] = change(value, key);
  return changed;
}
