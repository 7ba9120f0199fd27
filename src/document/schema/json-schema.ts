/**
 * The JSON Schema (draft 7, which editors understand) of runbooks in YAML and JSON, made from the shapes. It accepts what Automation
 * accepts: any value may be a reference, and AWS converts between strings, numbers and Booleans. What needs the whole document,
 * such as the names of other steps, is checked by the rules of lint/.
 */
import type { ActionDefinition } from "../action";
import { ACTION_NAMES, actionOf } from "../action-table";
import { OPERATORS } from "../condition";
import { DOCUMENT_FIELDS, PARAMETER_FIELDS, STEP_FIELDS, VARIABLE_FIELDS } from "../document-shape";
import { isRequired, type Field, type Fields, type Shape } from "../shapes";

type Schema = Readonly<Record<string, unknown>>;

/** A string with at least one reference. */
const REFERENCE: Schema = { $ref: "#/definitions/reference" };
const SCALAR = ["string", "number", "boolean"];

export function runbookJsonSchema(): Schema {
  const { mainSteps, ...document } = DOCUMENT_FIELDS;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Automation runbook",
    description: "An SSM document of type Automation, schemaVersion 0.3.",
    ...record(document, false),
    ...{ required: requiredOf(DOCUMENT_FIELDS) },
    properties: {
      ...propertiesOf(document),
      schemaVersion: { const: "0.3", description: "The version of the format of runbooks." },
      parameters: { type: "object", additionalProperties: record(PARAMETER_FIELDS, false) },
      variables: { type: "object", additionalProperties: record(VARIABLE_FIELDS, false) },
      mainSteps: { ...schemaOf(mainSteps), items: { $ref: "#/definitions/step" } },
    },
    definitions: {
      reference: { type: "string", pattern: "\\{\\{[^}]*\\}\\}" },
      step: step(),
      condition: condition(),
      choice: condition({ NextStep: { type: "string" } }),
      ...Object.fromEntries(ACTION_NAMES.map((name) => [`inputs.${name}`, inputs(definition(name))])),
    },
  };
}

function definition(name: string): ActionDefinition {
  const action = actionOf(name);
  if (action === undefined) throw new Error(`no action ${name}`);
  return action;
}

/** A step's properties, and for each action what its inputs are. */
function step(): Schema {
  return {
    ...record(STEP_FIELDS, false),
    properties: {
      ...propertiesOf(STEP_FIELDS),
      action: { oneOf: ACTION_NAMES.map((name) => ({ const: name, description: definition(name).does })) },
    },
    allOf: ACTION_NAMES.map((name) => ({
      if: { properties: { action: { const: name } }, required: ["action"] },
      then: {
        properties: { inputs: { $ref: `#/definitions/inputs.${name}` } },
        ...(requiredOf(definition(name).inputs).length > 0 && { required: ["inputs"] }),
      },
    })),
  };
}

function inputs({ inputs: fields, openInputs = false }: ActionDefinition): Schema {
  return record(fields, openInputs);
}

/** A comparison, or conditions that are combined. @param more further members, all required: those of a choice */
function condition(more: Schema = {}): Schema {
  const nested = { $ref: "#/definitions/condition" };
  const several = { type: "array", items: nested };
  return {
    anyOf: [
      ...Object.entries(OPERATORS).map(([operator, type]) => comparison(operator, type, more)),
      ...Object.entries({ And: several, Or: several, Not: nested }).map(([operator, operands]) =>
        closed({ [operator]: operands, ...more }),
      ),
    ],
  };
}

/** A map that has exactly these members. */
function closed(properties: Schema): Schema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function comparison(operator: string, type: (typeof OPERATORS)[keyof typeof OPERATORS], more: Schema): Schema {
  const operands = {
    String: { type: SCALAR },
    Integer: orReference(schemaOf({ kind: "integer" })),
    Boolean: orReference(schemaOf({ kind: "boolean" })),
  };
  return closed({ Variable: { type: "string" }, [operator]: operands[type], ...more });
}

function record(fields: Fields, open: boolean): Schema {
  const required = requiredOf(fields);
  return {
    ...{ type: "object", properties: propertiesOf(fields) },
    ...(required.length > 0 && { required }),
    ...(!open && { additionalProperties: false }),
  };
}

function propertiesOf(fields: Fields): Schema {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]));
}

function requiredOf(fields: Fields): readonly string[] {
  return Object.keys(fields).filter((name) => fields[name] !== undefined && isRequired(fields[name]));
}

function fieldSchema(field: Field): Schema {
  const schema = field.literal === true ? schemaOf(field) : orReference(schemaOf(field));
  return field.default === undefined ? schema : { ...schema, default: field.default };
}

/** What the shape allows, or a string with a reference if it does not allow that anyway. */
function orReference(schema: Schema): Schema {
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, REFERENCE] };
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case "string": {
      const { oneOf, pattern, form, minLength, maxLength, orJson = false } = shape;
      if (oneOf !== undefined) return { enum: oneOf };
      return {
        type: orJson ? [...SCALAR, "object", "array"] : SCALAR,
        ...(pattern !== undefined && { pattern: pattern.source }),
        ...(form !== undefined && { description: `It is ${form}.` }),
        ...(minLength !== undefined && { minLength }),
        ...(maxLength !== undefined && { maxLength }),
      };
    }
    case "integer":
      return {
        anyOf: [
          {
            type: "integer",
            ...(shape.min !== undefined && { minimum: shape.min }),
            ...(shape.max !== undefined && { maximum: shape.max }),
          },
          { type: "string", pattern: "^-?[0-9]+$" },
        ],
      };
    case "boolean":
      return { anyOf: [{ type: "boolean" }, { type: "string", pattern: "^([Tt]rue|[Ff]alse)$" }] };
    case "list":
      return {
        ...{ type: "array", items: orReference(schemaOf(shape.of)) },
        ...(shape.minItems !== undefined && { minItems: shape.minItems }),
        ...(shape.maxItems !== undefined && { maxItems: shape.maxItems }),
      };
    case "map":
      return { type: "object", additionalProperties: orReference(schemaOf(shape.of)) };
    case "record":
      return record(shape.fields, false);
    case "steps":
      return { type: "array", items: { $ref: "#/definitions/step" }, minItems: 1 };
    case "condition":
      return { $ref: "#/definitions/condition" };
    case "choices":
      return { type: "array", items: { $ref: "#/definitions/choice" }, minItems: 1 };
    case "any":
      return {};
  }
}
