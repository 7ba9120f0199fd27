/** References whose type is not the one that the input takes. */
import type { Rule } from "../rule";
import type { ReferenceTarget } from "../../references";
import type { Shape } from "../../shapes";
import type { ValueType } from "../../value-types";
import type { DocumentView } from "../../view";
import { inputReport } from "../rule-helpers";

export const referenceType: Rule = {
  id: "reference-type",
  severity: "error",
  ignorable: true,
  why: "AWS converts nothing: the step fails when its inputs are checked.",
  remedy: "Refer to a value of that type; aws:executeScript can make one of the other.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    document.steps.flatMap((step) =>
      inputReport(step).references.flatMap((reference) => {
        const type = typeOf(document, reference.target);
        if (type === undefined || takes(reference.shape, type, reference.isItem)) return [];
        return [
          {
            path: reference.path,
            message: `{{ ${reference.name} }} is a ${type}; a ${NAMES[reference.shape.kind]} is expected.`,
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
  string: "text",
  integer: "number",
  boolean: "Boolean",
  list: "list",
  map: "map",
  record: "map",
  steps: "list of steps",
  choices: "list of choices",
  condition: "condition",
  any: "value",
};

/** The type of what is referred to; undefined where it is not known. */
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
  // A list inside of a list is spliced in.
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
