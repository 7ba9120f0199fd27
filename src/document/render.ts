/**
 * Renders a document as the YAML or JSON that AWS receives. The output is deterministic, its keys are in the order in which
 * people read them, and scripts are block scalars. Thus reviewers can read a diff line by line.
 */
import { Document, Scalar, visit } from "yaml";
import { DOCUMENT_FIELDS, OUTPUT_FIELDS, PARAMETER_FIELDS, STEP_FIELDS } from "./document-shape";
import { isList, isObject } from "./json";
import type { AutomationDocument } from "./model";
import type { Fields } from "./shapes";

/**
 * Strings that a block scalar preserves. A string that begins with a line of spaces is not preserved, nor are carriage
 * returns, which YAML reads as line ends.
 */
const FITS_A_BLOCK = /^\n* *[^\s][^\r]*$/;

/** The document as YAML. Parsing the YAML gives the same document again. */
export function renderYaml(document: AutomationDocument): string {
  const yaml = new Document(inOrder(document), { aliasDuplicateObjects: false, compat: "yaml-1.1" });
  visit(yaml, {
    Scalar(role, node) {
      if (typeof node.value !== "string" || !node.value.includes("\n")) return;
      node.type = role !== "key" && FITS_A_BLOCK.test(node.value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    },
  });
  return yaml.toString({ lineWidth: 0, directives: false });
}

/** The document as JSON, indented by two spaces. */
export function renderJson(document: AutomationDocument): string {
  return `${JSON.stringify(inOrder(document), undefined, 2)}\n`;
}

function inOrder(document: AutomationDocument): unknown {
  const { parameters, variables, mainSteps } = document;
  return sorted(
    {
      ...document,
      ...(parameters !== undefined && {
        parameters: eachValue(parameters, (definition) => sorted(definition, PARAMETER_FIELDS)),
      }),
      ...(variables !== undefined && {
        variables: eachValue(variables, (definition) => sorted(definition, PARAMETER_FIELDS)),
      }),
      mainSteps: mainSteps.map(stepInOrder),
    },
    DOCUMENT_FIELDS,
  );
}

function stepInOrder(step: unknown): unknown {
  if (!isObject(step)) return step;
  const { inputs, outputs } = step;
  return sorted(
    {
      ...step,
      // The steps of an aws:loop are steps like any other.
      ...(isObject(inputs) &&
        isList(inputs["Steps"]) && { inputs: { ...inputs, Steps: inputs["Steps"].map(stepInOrder) } }),
      ...(isList(outputs) && { outputs: outputs.map((output) => sorted(output, OUTPUT_FIELDS)) }),
    },
    STEP_FIELDS,
  );
}

function eachValue(map: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

/** The known keys in the order of `fields`, then the others in the author's order. Undefined values are left out. */
function sorted(value: unknown, fields: Fields): unknown {
  if (!isObject(value)) return value;
  const order = Object.keys(fields);
  const position = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([left], [right]) => position(left) - position(right)),
  );
}
