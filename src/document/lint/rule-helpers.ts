/** What several rules need to know about a document. */
import { DOCUMENT_FIELDS, PARAMETER_FIELDS, STEP_FIELDS, VARIABLE_FIELDS } from "../document-shape";
import type { Path } from "../../diagnostics/path";
import { isList, isObject } from "../json";
import { referencesWithin, type PlacedReference } from "../references";
import type { Observation } from "./rule";
import { checkFields, type ShapeProblem, type ShapeReport } from "../shape-check";
import type { DocumentView, StepView } from "../view";

/** The inputs of a step compared with those of its action; nothing for an unknown action. */
export function inputReport(step: StepView): ShapeReport {
  const { definition, raw, path } = step;
  if (definition === undefined) return { problems: [], references: [] };
  // A step without inputs lacks the required ones.
  return checkFields(raw["inputs"] ?? {}, definition.inputs, [...path, "inputs"], definition.openInputs);
}

/** The problems of one kind in the inputs of all steps. */
export function inputProblems(document: DocumentView, kind: ShapeProblem["kind"]): readonly Observation[] {
  return document.steps.flatMap((step) => inputReport(step).problems.filter((problem) => problem.kind === kind));
}

/** The problems of these kinds in the properties of the document, its parameters, variables and steps. */
export function propertyProblems(document: DocumentView, ...kinds: ShapeProblem["kind"][]): readonly Observation[] {
  return [
    checkFields(document.raw, DOCUMENT_FIELDS, []),
    ...[...document.parameters.values()].map(({ raw, path }) => checkFields(raw, PARAMETER_FIELDS, path)),
    ...[...document.variables.values()].map(({ raw, path }) => checkFields(raw, VARIABLE_FIELDS, path)),
    ...document.steps.map(({ raw, path }) => checkFields(raw, STEP_FIELDS, path)),
  ].flatMap(({ problems }) => problems.filter((problem) => kinds.includes(problem.kind)));
}

/** The references in a step, without those of the steps inside it. */
export function referencesOf(step: StepView): readonly PlacedReference[] {
  return Object.entries(step.raw).flatMap(([key, value]) => {
    if (key === "name" || key === "action" || key === "description" || key === "outputs") return [];
    if (key === "inputs" && isObject(value)) {
      return Object.entries(value)
        .filter(([name]) => !(name === "Steps" && step.action === "aws:loop"))
        .flatMap(([name, input]) => referencesWithin(input, [...step.path, "inputs", name]));
    }
    return referencesWithin(value, [...step.path, key]);
  });
}

/** All references except those in the definitions of parameters and variables. */
export function allReferences(document: DocumentView): readonly PlacedReference[] {
  return [...referencesWithin(document.raw["assumeRole"], ["assumeRole"]), ...document.steps.flatMap(referencesOf)];
}

/** Every string within a value, with its path. */
export function textsWithin(value: unknown, path: Path): readonly { text: string; path: Path }[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (isList(value)) return value.flatMap((item, index) => textsWithin(item, [...path, index]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => textsWithin(item, [...path, key]));
  return [];
}

/** A step's name for a message. */
export function called(step: StepView): string {
  return step.name === undefined ? `Step ${step.index + 1}` : `Step "${step.name}"`;
}

/** The scripts of the document's aws:executeScript steps. */
export function scriptsOf(
  document: DocumentView,
): readonly { step: StepView; script: string; runtime: string; path: Path }[] {
  return document.steps.flatMap((step) => {
    const { Script: script, Runtime: runtime } = step.inputs;
    if (step.action !== "aws:executeScript" || typeof script !== "string") return [];
    return [{ step, script, runtime: String(runtime), path: [...step.path, "inputs", "Script"] }];
  });
}
