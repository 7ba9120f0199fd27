/**
 * The Automation document (schemaVersion 0.3) as TypeScript types. All names are AWS's own, so that its guide, YAML files and
 * TypeScript runbooks read alike.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
import type { WrittenInputs } from "./action";
import type { ActionName, Actions } from "./action-table";
import type { DOCUMENT_FIELDS, PARAMETER_FIELDS, STEP_FIELDS, VARIABLE_FIELDS } from "./document-shape";
import type { WrittenMembers } from "./shape-types";

/** A parameter of a runbook: type, description, default, and which values are allowed. */
export type ParameterDefinition = WrittenMembers<typeof PARAMETER_FIELDS, false>;
type VariableDefinition = WrittenMembers<typeof VARIABLE_FIELDS, false>;

/** The properties that a step of any action may have. */
type StepProperties = Omit<WrittenMembers<typeof STEP_FIELDS>, "action" | "inputs">;

/** A step of one action. */
interface StepOf<Name extends ActionName> extends StepProperties {
  readonly action: Name;
  readonly inputs: WrittenInputs<Actions[Name]>;
}

/** A step of any action. Its `action` determines its inputs. */
export type Step = { [Name in ActionName]: StepOf<Name> }[ActionName];

type OwnTypes = "schemaVersion" | "parameters" | "variables" | "mainSteps";

/** A document's content as AWS receives it. */
export interface AutomationDocument extends Omit<WrittenMembers<typeof DOCUMENT_FIELDS>, OwnTypes> {
  readonly schemaVersion: "0.3";
  readonly parameters?: Readonly<Record<string, ParameterDefinition>>;
  readonly variables?: Readonly<Record<string, VariableDefinition>>;
  readonly mainSteps: readonly Step[];
}

/** A lint rule that is not applied to a runbook or to a part of it: docs/runbooks.md. */
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

/** A document's content with what is stored outside it: the name, the target type, the lint rules to ignore. */
export interface Runbook {
  /** The SSM document's name. */
  readonly name: string;
  /** The type of resource that targets select, such as `/AWS::EC2::Instance`. Undefined: no targets by tag or resource group. */
  readonly targetType: string | undefined;
  readonly document: AutomationDocument;
  /** Set by runbooks in TypeScript. A YAML file has `fleetbook-ignore` comments instead. */
  readonly ignore?: readonly Ignore[];
  /** Whether the commands' outputs are kept whole in the fleet's buckets, if it has some (`outputs` in the fleet file). */
  readonly keepsOutputs?: boolean;
}
