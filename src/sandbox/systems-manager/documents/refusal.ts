/**
 * The messages with which AWS refuses an Automation document: translates the linter's errors into the sentences of
 * CreateDocument. AWS does not publish them; the known ones were collected from real answers.
 */
import { isList, isObject } from "../../../document/json";
import type { Finding } from "../../../document/lint/findings";
import { isRequired, type Fields } from "../../../document/shapes";
import type { DocumentView, StepView } from "../../../document/view";

type Sentence = (finding: Finding, document: DocumentView) => string | undefined;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  "missing-property": ({ path, message }) => missingProperty(path.length, path[0], message),
  "property-value": (finding, document) =>
    finding.path.join(".") === "mainSteps" && valueAt(document, finding) === "[]"
      ? 'Missing "mainSteps" in the document.'
      : undefined,
  "step-name": (finding, document) => `StepName: ${valueAt(document, finding)} is invalid.`,
  "duplicate-step": () => "Duplicate step names found in mainSteps of the document.",
  "unknown-action": (finding, document) => `Unknown action: ${valueAt(document, finding)}`,
  "unknown-input": (finding, document) => {
    const step = stepAt(document, finding);
    // No sentence is known for nested inputs.
    if (step?.definition === undefined || finding.path.length !== step.path.length + 2) return undefined;
    return `Unknown input names provided. Known=[ [${names(step.definition.inputs)}] ], Provided=[ [${names(step.inputs)}] ].`;
  },
  "missing-input": (finding, document) => {
    const step = stepAt(document, finding);
    if (step?.definition === undefined || finding.path.length !== step.path.length + 1) return undefined;
    return `Missing required input names. Required=[ [${requiredNames(step.definition.inputs)}] ], Provided =[ [${names(step.inputs)}] ].`;
  },
  "parameter-name": ({ path }) => `Parameter name "${String(path[1])}" is not alpha-numeric.`,
  "parameter-type": (finding, document) =>
    finding.path[0] === "parameters" ? `Parameter type: ${valueAt(document, finding)} is invalid.` : undefined,
  "parameter-default": ({ path }, document) => {
    const definition = document.parameters.get(String(path[1]));
    return path[0] === "parameters" && definition !== undefined
      ? `Wrong default value for a "${String(definition.raw["type"])}" parameters`
      : undefined;
  },
  "unknown-reference": ({ message }) => {
    const name = /^\{\{ (\w+) \}\}/.exec(message)?.[1];
    return name === undefined ? undefined : `Parameter "${name}" is not declared.`;
  },
  "unknown-target": (finding, document) => {
    const link = String(finding.path.at(-1));
    return ["nextStep", "onFailure", "onCancel"].includes(link)
      ? `Unknown step name: "${valueAt(document, finding).replace(/^step:/, "")}" in ${link}`
      : undefined;
  },
  "end-and-next": () => '"isEnd == true" and nextStep should not exist in same step.',
  "document-output": (finding, document) =>
    finding.message.startsWith("There is no step")
      ? `Unknown step name in named output: ${valueAt(document, finding)}`
      : undefined,
  "unknown-property": ({ path }) => `Unknown property "${String(path.at(-1))}".`,
};

/** AWS's sentence for an error of the linter; undefined if none is known. */
export function sentenceOfAws(finding: Finding, document: DocumentView): string | undefined {
  return SENTENCES[finding.rule]?.(finding, document);
}

function missingProperty(depth: number, within: string | number | undefined, message: string): string | undefined {
  const name = message.split(" ")[0] ?? "";
  if (depth === 0) return `Missing "${name}" in the document.`;
  if (within === "mainSteps" && (name === "name" || name === "action")) return `Missing "${name}" in step detail.`;
  return within === "parameters" ? `Missing "${name}" in parameter definition.` : undefined;
}

function stepAt(document: DocumentView, { path }: Finding): StepView | undefined {
  const within = (step: StepView) => step.path.every((part, index) => path[index] === part);
  // A step inside a loop is more specific than the loop.
  return document.steps.findLast(within);
}

function valueAt(document: DocumentView, { path }: Finding): string {
  let value: unknown = document.raw;
  for (const part of path) {
    if (isObject(value)) value = value[String(part)];
    else if (isList(value)) value = value[Number(part)];
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function names(members: object): string {
  return Object.keys(members).join(", ");
}

function requiredNames(fields: Fields): string {
  return Object.keys(fields)
    .filter((name) => {
      const shape = fields[name];
      return shape !== undefined && isRequired(shape);
    })
    .join(", ");
}
