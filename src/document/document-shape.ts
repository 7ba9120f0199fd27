/**
 * The properties of documents, parameters, variables and steps: names, types and limits. The inputs of actions are in actions/.
 * The types of runbooks (model.ts) and the checks are derived from these shapes, and the renderer writes the properties in
 * this order.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html (properties of every step)
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
 */
import { any, boolean, integer, list, literal, map, record, required, string, type Fields } from "./shapes";
import { PARAMETER_TYPES, VALUE_TYPES } from "./value-types";

const CHECKSUM = string({ pattern: /^[0-9a-fA-F]{64}$/, form: "64 hexadecimal digits" });

/** A file that AWS stores with the document, for steps with an Attachment. */
const FILE_FIELDS = {
  /** One of the two spellings. */
  checksums: required(record({ sha256: CHECKSUM, SHA256: CHECKSUM })),
  size: integer({ min: 0 }),
} satisfies Fields;

export const DOCUMENT_FIELDS = {
  schemaVersion: required(string()),
  description: string(),
  assumeRole: string(),
  parameters: map(any()),
  variables: map(any()),
  mainSteps: required(list(any(), { minItems: 1 })),
  /** Each item has the form `step.Output`. */
  outputs: literal(list(string())),
  files: literal(map(record(FILE_FIELDS))),
} satisfies Fields;

const VALUES = {
  description: string(),
  /** The value if the caller gives none. A parameter without a default is required. */
  default: any(),
  allowedValues: list(any()),
  /** Java regular expression that the whole value, or each item of a list, must match. */
  allowedPattern: string(),
} satisfies Fields;

const SIZES = {
  minItems: integer({ min: 0 }),
  maxItems: integer({ min: 0 }),
  minChars: integer({ min: 0 }),
  maxChars: integer({ min: 0 }),
} satisfies Fields;

export const PARAMETER_FIELDS = {
  type: required(string({ oneOf: PARAMETER_TYPES })),
  ...VALUES,
  /** The input control in the console. */
  displayType: string({ oneOf: ["textfield", "textarea"] }),
  ...SIZES,
} satisfies Fields;

export const VARIABLE_FIELDS = {
  type: required(string({ oneOf: VALUE_TYPES })),
  ...VALUES,
  ...SIZES,
} satisfies Fields;

/** A named output: a part of a step's result. */
export const OUTPUT_FIELDS = {
  Name: required(string()),
  /** JSONPath into the result: `$.Payload.Ami`. */
  Selector: required(string()),
  /** @default String */
  Type: string({ oneOf: VALUE_TYPES }),
} satisfies Fields;

type StepLink = `step:${string}`;

export const STEP_FIELDS = {
  /** Letters, digits and underscores; unique in the document. */
  name: required(string()),
  action: required(string()),
  description: string(),
  /** Attempts in total, the first one included. @default 1 */
  maxAttempts: literal(integer({ min: 1 })),
  /** Seconds for each attempt, or a reference to an Integer parameter. */
  timeoutSeconds: integer({ min: 1 }),
  /** @default Abort */
  onFailure: literal(
    string<"Abort" | "Continue" | StepLink>({
      pattern: /^(Abort|Continue|step:.+)$/,
      form: "Abort, Continue or step:<name>",
    }),
  ),
  /** @default Abort */
  onCancel: literal(string<"Abort" | StepLink>({ pattern: /^(Abort|step:.+)$/, form: "Abort or step:<name>" })),
  /** Whether the execution fails if the step fails. @default true, or false if onFailure is Continue */
  isCritical: literal(boolean()),
  inputs: map(any()),
  outputs: literal(list(record(OUTPUT_FIELDS))),
  /** @default the next step in the list */
  nextStep: literal(string({ minLength: 1 })),
  isEnd: literal(boolean()),
} satisfies Fields;
