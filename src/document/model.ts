/**
 * The Automation document (schemaVersion 0.3) as TypeScript types. The names are AWS's own, so that what one reads in
 * AWS's guide, in a YAML file and in a TypeScript runbook is the same.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
import type { WrittenInputs } from "./action";
import type { ActionName, Actions } from "./action-table";
import type { Json } from "./json";
import type { ParameterType, ValueType } from "./value-types";

export interface ParameterDefinition {
  readonly type: ParameterType;
  readonly description?: string;
  /** The value where the caller gives none; without it the parameter is required. */
  readonly default?: Json;
  readonly allowedValues?: readonly Json[];
  /** Java regular expression that the whole value must match; each item of a list. */
  readonly allowedPattern?: string;
  /** How the console asks for the value. */
  readonly displayType?: "textfield" | "textarea";
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minChars?: number;
  readonly maxChars?: number;
}

interface VariableDefinition {
  readonly type: ValueType;
  readonly description?: string;
  readonly default?: Json;
  readonly allowedValues?: readonly Json[];
  readonly allowedPattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minChars?: number;
  readonly maxChars?: number;
}

/** A part of a step's result under a name of its own. */
interface OutputDefinition {
  readonly Name: string;
  /** JSONPath into the result: `$.Payload.Ami`. */
  readonly Selector: string;
  readonly Type: ValueType;
}

/** What every step may say, whatever its action. */
interface StepProperties {
  /** Letters, digits and underscores; unique in the document. */
  readonly name: string;
  readonly description?: string;
  /** Tries in total, not retries after the first. @default 1 */
  readonly maxAttempts?: number;
  /** Seconds for each try, or a reference to an Integer parameter. */
  readonly timeoutSeconds?: number | string;
  /** `Abort`, `Continue` or `step:<name>`. @default Abort */
  readonly onFailure?: "Abort" | "Continue" | `step:${string}`;
  /** Whether the step's failure is the execution's. @default true, and false where onFailure is Continue */
  readonly isCritical?: boolean;
  /** `Abort` or `step:<name>`. @default Abort */
  readonly onCancel?: "Abort" | `step:${string}`;
  readonly isEnd?: boolean;
  /** @default the next step of the list */
  readonly nextStep?: string;
  readonly outputs?: readonly OutputDefinition[];
}

/** A step of one action. */
interface StepOf<Name extends ActionName> extends StepProperties {
  readonly action: Name;
  readonly inputs: WrittenInputs<Actions[Name]>;
}

/** A step of any action; `action` tells which inputs it has. */
export type Step = { [Name in ActionName]: StepOf<Name> }[ActionName];

/** A file that AWS keeps beside the document, for steps with an Attachment. */
interface AttachedFile {
  readonly checksums: { readonly sha256: string };
  readonly size?: number;
}

/** A document as AWS receives it. */
export interface AutomationDocument {
  readonly schemaVersion: "0.3";
  readonly description?: string;
  readonly assumeRole?: string;
  readonly parameters?: Readonly<Record<string, ParameterDefinition>>;
  readonly variables?: Readonly<Record<string, VariableDefinition>>;
  readonly mainSteps: readonly Step[];
  /** `step.Output` each. */
  readonly outputs?: readonly string[];
  readonly files?: Readonly<Record<string, AttachedFile>>;
}

/** A lint rule that is not applied to a runbook, or not to some parts of it: docs/runbooks.md. */
export interface Ignore {
  /** Id of the rule. */
  readonly rule: string;
  readonly reason: string;
  /** Name of a step. @default the whole document */
  readonly step?: string;
  /** Name of a parameter. @default the whole document */
  readonly parameter?: string;
  /** Name of a variable. @default the whole document */
  readonly variable?: string;
}

/** A document with what is kept outside its content: AWS's target type, and what the linter is to ignore. */
export interface Runbook {
  /** The SSM document's name. */
  readonly name: string;
  /** The kind of resource that targets are expanded to: `/AWS::EC2::Instance`; undefined: no targets by tag or group. */
  readonly targetType: string | undefined;
  readonly document: AutomationDocument;
  /** For a runbook that is written in TypeScript; in a YAML file comments say it. */
  readonly ignore?: readonly Ignore[];
}
