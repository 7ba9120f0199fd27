/**
 * A document in the form that the lint rules read. The document may be invalid: a property that is missing or of the wrong
 * type is undefined or empty here, and a rule of its own reports it.
 */
import type { ActionDefinition, OutputType } from "./action";
import { actionOf } from "./action-table";
import type { Path } from "../diagnostics/path";
import type { Comment } from "../diagnostics/yaml-comments";
import type { RepeatedKey } from "../diagnostics/yaml-text";
import { isList, isObject } from "./json";
import { plainType, type ValueType } from "./value-types";

type Raw = Readonly<Record<string, unknown>>;

export interface StepView {
  readonly path: Path;
  readonly raw: Raw;
  /** Undefined if the name is missing or not a string. */
  readonly name: string | undefined;
  readonly action: string | undefined;
  /** Undefined if Automation has no such action. */
  readonly definition: ActionDefinition | undefined;
  readonly inputs: Raw;
  /** The steps of the same list, this one included: mainSteps, or the Steps of a loop. */
  readonly siblings: readonly StepView[];
  readonly index: number;
  /** The loop that contains the step. */
  readonly loop: StepView | undefined;
  /** The Steps of a loop; empty for every other action. */
  readonly inner: readonly StepView[];
  /** Built-in and named outputs. An output of an unknown type is Any. */
  readonly outputs: ReadonlyMap<string, OutputType>;
}

export interface DefinitionView {
  readonly name: string;
  readonly path: Path;
  readonly raw: Raw;
  /** Undefined if there is no such type. */
  readonly type: ValueType | undefined;
}

/** What only a text has, and no content. */
export interface TextFacts {
  readonly comments: readonly Comment[];
  readonly repeatedKeys: readonly RepeatedKey[];
  readonly linesWithoutIndent: readonly number[];
}

export interface DocumentView {
  readonly raw: Raw;
  readonly parameters: ReadonlyMap<string, DefinitionView>;
  readonly variables: ReadonlyMap<string, DefinitionView>;
  readonly mainSteps: readonly StepView[];
  /** Every step, those inside loops included, in the order of the document. */
  readonly steps: readonly StepView[];
  /** Steps by name. If two steps have the same name, the first one. */
  readonly stepsByName: ReadonlyMap<string, StepView>;
  /** Bytes of the content that AWS receives. */
  readonly size: number;
  /** Undefined for a document that was not read from a text. */
  readonly text: TextFacts | undefined;
}

/** @param size bytes of the document's content */
export function viewOf(raw: Raw, size: number, text?: TextFacts): DocumentView {
  const mainSteps = stepsOf(raw["mainSteps"], ["mainSteps"], undefined);
  const steps = mainSteps.flatMap(withInner);
  const stepsByName = new Map<string, StepView>();
  for (const step of steps) {
    if (step.name !== undefined && !stepsByName.has(step.name)) stepsByName.set(step.name, step);
  }
  return {
    raw,
    parameters: definitionsOf(raw["parameters"], "parameters"),
    variables: definitionsOf(raw["variables"], "variables"),
    mainSteps,
    steps,
    stepsByName,
    size,
    text,
  };
}

function withInner(step: StepView): readonly StepView[] {
  return [step, ...step.inner.flatMap(withInner)];
}

function definitionsOf(value: unknown, key: string): ReadonlyMap<string, DefinitionView> {
  if (!isObject(value)) return new Map();
  return new Map(
    Object.entries(value).map(([name, definition]) => {
      const raw = isObject(definition) ? definition : {};
      return [name, { name, path: [key, name], raw, type: plainType(raw["type"]) }];
    }),
  );
}

function stepsOf(value: unknown, path: Path, loop: StepView | undefined): readonly StepView[] {
  const siblings: StepView[] = [];
  if (!isList(value)) return siblings;
  value.forEach((item, position) => {
    if (isObject(item)) siblings.push(stepOf(item, [...path, position], siblings, loop));
  });
  return siblings;
}

function stepOf(raw: Raw, path: Path, siblings: readonly StepView[], loop: StepView | undefined): StepView {
  const inputs = isObject(raw["inputs"]) ? raw["inputs"] : {};
  const definition = actionOf(raw["action"]);
  const inner: StepView[] = [];
  const step: StepView = {
    path,
    raw,
    name: typeof raw["name"] === "string" ? raw["name"] : undefined,
    action: typeof raw["action"] === "string" ? raw["action"] : undefined,
    definition,
    inputs,
    siblings,
    index: siblings.length,
    loop,
    inner,
    outputs: new Map([...Object.entries(definition?.outputs ?? {}), ...namedOutputs(raw["outputs"])]),
  };
  if (definition?.name === "aws:loop") inner.push(...stepsOf(inputs["Steps"], [...path, "inputs", "Steps"], step));
  return step;
}

function namedOutputs(value: unknown): readonly [string, OutputType][] {
  if (!isList(value)) return [];
  return value.flatMap((output) =>
    isObject(output) && typeof output["Name"] === "string"
      ? [[output["Name"], plainType(output["Type"] ?? "String") ?? "Any"]]
      : [],
  );
}
