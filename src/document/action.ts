/** The definition of an Automation action as data: inputs, outputs, limits, IAM permissions. actions/ has one file per action. */
import type { Shape } from "../botocore/services";
import type { PolicyStatement } from "../iam/statements/statement";
import type { StepFacts } from "./permissions/step-facts";
import type { Json } from "./json";
import type { ReadMembers, WrittenMembers } from "./shape-types";
import type { Fields } from "./shapes";
import type { ValueType } from "./value-types";

/** Type of a built-in output; `Any` if it depends on the API, function or script that the step calls. */
export type OutputType = ValueType | "Any";

/** A rule about which inputs may be given together. */
export interface Combination {
  readonly rule: "exactly one" | "at least one" | "at most one" | "all or none";
  readonly inputs: readonly string[];
}

export interface ActionDefinition<Name extends string = string, Inputs extends Fields = Fields> {
  readonly name: `aws:${Name}`;
  /** What the action does, in a sentence. */
  readonly does: string;
  readonly inputs: Inputs;
  /** Whether the action passes inputs that are not listed to an API. @default false */
  readonly openInputs?: boolean;
  readonly combinations?: readonly Combination[];
  /** The outputs that every step of this action has. */
  readonly outputs: Readonly<Record<string, OutputType>>;
  /** Whether a step may define outputs of its own with selectors. @default false */
  readonly namedOutputs?: boolean;
  /** What the selectors of a step read. Undefined for a step, or for the action, if its shape is not known. */
  readonly result?: (inputs: Readonly<Record<string, unknown>>) => Shape | undefined;
  /** Seconds after which an attempt times out if the step has no timeoutSeconds. Undefined if AWS does not document it. */
  readonly defaultTimeoutSeconds?: number;
  /** The longest timeoutSeconds that has an effect. */
  readonly maximumTimeoutSeconds?: number;
  /** Whether a step waits for managed nodes, which may never answer. @default false */
  readonly waitsForNode?: boolean;
  /** Whether the onCancel of another step may name a step of this action. @default true */
  readonly afterCancel?: boolean;
  /** Whether a step of this action may have onCancel. @default true */
  readonly onCancel?: boolean;
  /** The IAM permissions that the runbook's role needs for a step. */
  readonly permissions: (step: StepFacts) => readonly PolicyStatement[];
}

/** The inputs of an action as they are written in a runbook. */
export type WrittenInputs<Action extends ActionDefinition> = WrittenMembers<Action["inputs"]> & ApiParameters<Action>;

/** The inputs of an action when it runs: references resolved, types converted, defaults applied. */
export type ReadInputs<Action extends ActionDefinition> = ReadMembers<Action["inputs"]> & ApiParameters<Action>;

type ApiParameters<Action extends ActionDefinition> = Action extends { readonly openInputs: true }
  ? { readonly [apiParameter: string]: Json }
  : unknown;

/** Keeps the exact type of a definition. The types of the action's steps are inferred from it. */
export function defineAction<const Action extends ActionDefinition>(action: Action): Action {
  return action;
}
