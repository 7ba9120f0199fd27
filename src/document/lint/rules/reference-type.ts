/** References with another type than the input takes. */
import type { Rule } from "../rule";
import type { ReferenceTarget } from "../../references";
import type { Shape } from "../../shapes";
import type { ValueType } from "../../value-types";
import type { DocumentView } from "../../view";
import { inputReport } from "../rule-helpers";

export const referenceType: Rule = {
  id: "reference-type",
  severity: "error",
  fails: "run",
  why: "AWS does not convert types: the step fails when its inputs are checked.",
  remedy: "Refer to a value of the expected type; aws:executeScript can convert the other.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    document.steps.flatMap((step) =>
      inputReport(step).references.flatMap((reference) => {
        const type = typeOf(document, reference.target);
        if (type === undefined || takes(reference.shape, type, reference.isItem)) return [];
        return [
          {
            path: reference.path,
            message: `Expected ${NAMES[reference.shape.kind]}, found {{ ${reference.name} }}, which has the type ${type}.`,
          },
        ];
      }),
    ),
  bad: `schemaVersion: "0.3"
parameters:
  Images:
    type: StringList
mainSteps:
  - name: copy
    action: aws:copyImage
    inputs:
      SourceRegion: us-east-1
      SourceImageId: "{{ Images }}"
      ImageName: example
`,
  good: `schemaVersion: "0.3"
parameters:
  Images:
    type: String
mainSteps:
  - name: copy
    action: aws:copyImage
    inputs:
      SourceRegion: us-east-1
      SourceImageId: "{{ Images }}"
      ImageName: example
`,
};

const NAMES: Readonly<Record<Shape["kind"], string>> = {
  string: "a string",
  integer: "an integer",
  boolean: "a Boolean",
  list: "a list",
  map: "a map",
  record: "a map",
  steps: "a list of steps",
  choices: "a list of choices",
  condition: "a condition",
  any: "a value",
};

/** The type of the value that the reference stands for; undefined if it is unknown. */
function typeOf(document: DocumentView, target: ReferenceTarget): ValueType | undefined {
  switch (target.kind) {
    case "parameter":
      return document.parameters.get(target.name)?.type;
    case "variable":
      return document.variables.get(target.name)?.type;
    case "output": {
      const type = document.stepsByName.get(target.step)?.outputs.get(target.output);
      return type === "Any" ? undefined : type;
    }
    case "system":
      return "String";
    case "ssm":
      return undefined;
  }
}

/**
 * Whether a value of the type can go there. A String can hold a number, a Boolean or JSON, and one text stands for a list
 * of one, so that String is wrong nowhere for certain.
 */
function takes(shape: Shape, type: ValueType, isItem: boolean): boolean {
  // AWS inserts the items of a list inside a list.
  if (type === "String" || (isItem && (type === "StringList" || type === "MapList"))) return true;
  switch (shape.kind) {
    case "string":
      return (
        type === "Integer" ||
        type === "Boolean" ||
        type === "StringMap" ||
        (type === "StringList" && shape.orListOfOne === true)
      );
    case "integer":
      return type === "Integer";
    case "boolean":
      return type === "Boolean";
    case "list":
      return type === "StringList" || type === "MapList";
    case "map":
    case "record":
      return type === "StringMap";
    case "steps":
    case "choices":
    case "condition":
      return false;
    case "any":
      return true;
  }
}
