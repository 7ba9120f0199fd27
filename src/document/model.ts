/**
 * The Automation document (schemaVersion 0.3) as TypeScript types. The names are AWS's own, so that what one reads in
 * AWS's guide, in a YAML file and in a TypeScript runbook is the same.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
import type { WrittenInputs } from "./action";
import type { ActionName, Actions } from "./action-table";
import type { DOCUMENT_FIELDS, PARAMETER_FIELDS, STEP_FIELDS, VARIABLE_FIELDS } from "./document-shape";
import type { WrittenMembers } from "./shape-types";

export type ParameterDefinition = WrittenMembers<typeof PARAMETER_FIELDS, false>;
type VariableDefinition = WrittenMembers<typeof VARIABLE_FIELDS, false>;

/** What every step may say, whatever its action. */
type StepProperties = Omit<WrittenMembers<typeof STEP_FIELDS>, "action" | "inputs">;

/** A step of one action. */
interface StepOf<Name extends ActionName> extends StepProperties {
  readonly action: Name;
  readonly inputs: WrittenInputs<Actions[Name]>;
}

/** A step of any action; `action` tells which inputs it has. */
export type Step = { [Name in ActionName]: StepOf<Name> }[ActionName];

type OwnTypes = "schemaVersion" | "parameters" | "variables" | "mainSteps";

/** A document as AWS receives it. */
export interface AutomationDocument extends Omit<WrittenMembers<typeof DOCUMENT_FIELDS>, OwnTypes> {
  readonly schemaVersion: "0.3";
  readonly parameters?: Readonly<Record<string, ParameterDefinition>>;
  readonly variables?: Readonly<Record<string, VariableDefinition>>;
  readonly mainSteps: readonly Step[];
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
