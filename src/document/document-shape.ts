/** The properties that the document language itself has, outside the inputs of actions: names, types and limits. */
import { any, boolean, integer, list, map, record, required, string, type Fields } from "./shapes";
import { PARAMETER_TYPES, VALUE_TYPES } from "./value-types";

export const DOCUMENT_FIELDS: Fields = {
  schemaVersion: required(string()),
  description: string(),
  assumeRole: string(),
  parameters: map(any()),
  variables: map(any()),
  mainSteps: required(list(any(), { minItems: 1 })),
  outputs: list(string()),
  files: map(
    record({
      checksums: required(
        record({ sha256: required(string({ pattern: /^[0-9a-fA-F]{64}$/, form: "64 hexadecimal digits" })) }),
      ),
      size: integer({ min: 0 }),
    }),
  ),
};

const LIMITS: Fields = {
  description: string(),
  default: any(),
  allowedValues: list(any()),
  allowedPattern: string(),
  minItems: integer({ min: 0 }),
  maxItems: integer({ min: 0 }),
  minChars: integer({ min: 0 }),
  maxChars: integer({ min: 0 }),
};

export const PARAMETER_FIELDS: Fields = {
  type: required(string({ oneOf: PARAMETER_TYPES })),
  ...LIMITS,
  displayType: string({ oneOf: ["textfield", "textarea"] }),
};

export const VARIABLE_FIELDS: Fields = { type: required(string({ oneOf: VALUE_TYPES })), ...LIMITS };

export const STEP_FIELDS: Fields = {
  name: required(string()),
  action: required(string()),
  description: string(),
  maxAttempts: integer({ min: 1 }),
  timeoutSeconds: integer({ min: 1 }),
  onFailure: string({ pattern: /^(Abort|Continue|step:.+)$/, form: "Abort, Continue or step:<name>" }),
  isCritical: boolean(),
  onCancel: string({ pattern: /^(Abort|step:.+)$/, form: "Abort or step:<name>" }),
  isEnd: boolean(),
  nextStep: string({ minLength: 1 }),
  inputs: map(any()),
  outputs: list(
    record({
      Name: required(string()),
      Selector: required(string()),
      Type: required(string({ oneOf: VALUE_TYPES })),
    }),
  ),
};
