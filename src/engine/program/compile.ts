/**
 * Compiles a document once, so that its executions need no lookups: steps are linked to the next steps, strings are split at
 * their references, and limits are computed.
 */
import { actionOf } from "../../document/action-table";
import { STEP_FIELDS } from "../../document/document-shape";
import { isTrue, flatSteps } from "../../document/flow";
import type { Json, JsonObject } from "../../document/json";
import type { AutomationDocument, ParameterDefinition, Step } from "../../document/model";
import { hasReference, partsOf } from "../../document/references";
import { checkFields } from "../../document/shape-check";
import { plainType, type ValueType } from "../../document/value-types";
import { compileInput } from "./compiled-input";
import { conditionOf } from "./conditions";
import { refuseCycles } from "./cycles";
import { AutomationError } from "../errors";
import { validNextSteps, type CompiledParameter, type CompiledStep, type Program } from "./program";
import { alwaysThere } from "./read-input";
import { selectorOf } from "./selectors";
import { templateOf, type Names } from "./templates";
import { asType } from "../values";

type Linked = { -readonly [Property in keyof CompiledStep]: CompiledStep[Property] };

const programs = new WeakMap<AutomationDocument, Program>();

/** @throws AutomationError InvalidDocumentContent for a link to a step that does not exist, or a cycle of links */
export function compile(document: AutomationDocument): Program {
  const known = programs.get(document);
  if (known !== undefined) return known;
  const program = compileDocument(document);
  programs.set(document, program);
  return program;
}

function compileDocument(document: AutomationDocument): Program {
  const names: Names = {
    parameters: new Set(Object.keys(document.parameters ?? {})),
    variables: new Set(Object.keys(document.variables ?? {})),
    steps: new Set(flatSteps(document.mainSteps).map(({ name }) => name)),
  };
  const variables = new Map(
    Object.entries(document.variables ?? {}).map(([name, definition]) => [
      name,
      {
        type: definition.type,
        definition: definition,
        initial: definition.default === undefined ? undefined : asType(definition.default, definition.type),
      },
    ]),
  );
  const steps = compileSteps(document.mainSteps, names);
  linkSteps(steps, document.mainSteps, names);
  refuseCycles(steps);
  const role = document.assumeRole === undefined ? [] : partsOf(document.assumeRole.trim());
  const [only] = role;
  return {
    parameters: new Map(
      Object.entries(document.parameters ?? {}).map(([name, definition]) => [name, parameterOf(name, definition)]),
    ),
    variables,
    initialVariables: new Map(
      [...variables].flatMap(([name, { initial }]) => (initial === undefined ? [] : [[name, initial] as const])),
    ),
    steps,
    outputs: (document.outputs ?? []).map((entry) => {
      const [step = "", output = ""] = entry.split(".");
      return { entry, step, output };
    }),
    assumeRole: document.assumeRole === undefined ? undefined : templateOf(document.assumeRole, names),
    roleParameter:
      role.length === 1 && typeof only === "object" && only.target.kind === "parameter" ? only.target.name : undefined,
  };
}

function parameterOf(name: string, definition: ParameterDefinition): CompiledParameter {
  const type = plainType(definition.type);
  if (type === undefined) throw invalidDocument(`Parameter type: ${definition.type} is invalid.`);
  const parts = typeof definition.default === "string" ? partsOf(definition.default.trim()) : [];
  const [reference] = parts;
  const store =
    typeof reference === "object" && reference.target.kind === "ssm" && parts.length === 1
      ? reference.target.name
      : undefined;
  return {
    name,
    type,
    definition,
    hasSystemDefault: parts.some((part) => typeof part === "object" && part.target.kind === "system"),
    default: store !== undefined || definition.default === undefined ? undefined : defaultOf(definition.default, type),
    store,
  };
}

/** Lint reports a default that is not of the parameter's type. Here such a default is used as it is. */
function defaultOf(value: Json, type: ValueType): Json {
  return asType(value, type) ?? value;
}

function compileSteps(steps: readonly Step[], names: Names): readonly CompiledStep[] {
  const compiled = steps.map((step, index) => compileStep(step, index, names));
  for (const step of compiled) step.list = compiled;
  return compiled;
}

/** @param outer finds a step around the loop that the steps are in */
function linkSteps(compiled: readonly CompiledStep[], steps: readonly Step[], names: Names, outer?: Find): void {
  const byName = new Map(compiled.map((step) => [step.name, step]));
  const find: Find = (name, property) => {
    const step = byName.get(name.trim()) ?? outer?.(name, property);
    if (step === undefined) throw invalidDocument(`Unknown step name: "${name}" in ${property}`);
    return step;
  };
  steps.forEach((step, index) => {
    const one = compiled[index] as Linked;
    link(one, step, compiled[index + 1], find, names);
    if (step.action === "aws:loop") linkSteps(one.innerSteps, step.inputs.Steps, names, find);
  });
}

/**
 * The properties that are read before the execution. AWS documents references only in timeoutSeconds. In any other property a
 * reference is an error, because reading it as a number of attempts or as false would do harm unnoticed.
 */
const LITERAL_PROPERTIES = (Object.keys(STEP_FIELDS) as (keyof typeof STEP_FIELDS)[]).filter(
  (name) => "literal" in STEP_FIELDS[name],
);

function compileStep(step: Step, index: number, names: Names): Linked {
  const definition = actionOf(step.action);
  if (definition === undefined) throw invalidDocument(`Unknown action: ${step.action}`);
  for (const property of LITERAL_PROPERTIES) {
    const value = step[property];
    if (typeof value !== "string" || !hasReference(value)) continue;
    throw invalidDocument(
      `${property} of the step ${step.name} is ${value}; write the value itself, references cannot stand there.`,
    );
  }
  const written = (step.inputs ?? {}) as JsonObject;
  const inputs = Object.entries(written).map(([name, value]) => compileInput(name, value, definition, names));
  const missing = checkFields(written, definition.inputs, [], true).problems.find(
    ({ kind, path }) => kind === "missing" && path.length === 0,
  );
  return {
    name: step.name,
    index,
    list: [],
    action: step.action,
    definition,
    inputs,
    wantedInputs: alwaysThere(definition.inputs),
    inputsFault: missing?.message,
    timeout: step.timeoutSeconds === undefined ? undefined : templateOf(step.timeoutSeconds, names),
    // A loop is not repeated: its steps have attempts of their own.
    maxAttempts: definition.name === "aws:loop" ? 1 : Math.max(1, Number(step.maxAttempts ?? 1)),
    onFailure: step.onFailure ?? "Abort",
    isCritical: step.isCritical === undefined ? step.onFailure !== "Continue" : isTrue(step.isCritical),
    isEnd: isTrue(step.isEnd),
    outputs: (step.outputs ?? []).map(({ Name, Selector, Type }) => ({
      name: Name,
      select: selectorOf(Selector),
      selector: Selector,
      type: Type ?? "String",
    })),
    validNextSteps: [],
    following: undefined,
    afterFailure: undefined,
    afterCancel: undefined,
    choices: [],
    otherwise: undefined,
    innerSteps: step.action === "aws:loop" ? compileSteps(step.inputs.Steps, names) : [],
    loopCondition:
      step.action === "aws:loop" && step.inputs.LoopCondition !== undefined
        ? conditionOf(step.inputs.LoopCondition, names)
        : undefined,
  };
}

type Find = (name: string, property: string) => CompiledStep;

function link(compiled: Linked, step: Step, inList: CompiledStep | undefined, find: Find, names: Names): void {
  const jump = (property: "onFailure" | "onCancel"): CompiledStep | undefined => {
    const target = step[property];
    return target?.startsWith("step:") === true ? find(target.slice("step:".length), property) : undefined;
  };
  compiled.afterFailure = jump("onFailure");
  compiled.afterCancel = jump("onCancel");
  if (!compiled.isEnd) compiled.following = step.nextStep === undefined ? inList : find(step.nextStep, "nextStep");
  if (step.action === "aws:branch") linkChoices(compiled, step, find, names);
  compiled.validNextSteps = validNextSteps(compiled).map(({ name }) => name);
}

function linkChoices(compiled: Linked, step: Step & { action: "aws:branch" }, find: Find, names: Names): void {
  compiled.otherwise = step.inputs.Default === undefined ? compiled.following : find(step.inputs.Default, "Default");
  compiled.choices = step.inputs.Choices.map(({ NextStep, ...condition }) => ({
    holds: conditionOf(condition, names),
    next: find(NextStep, "NextStep"),
  }));
}

function invalidDocument(message: string): AutomationError {
  return new AutomationError("InvalidDocumentContent", message);
}
