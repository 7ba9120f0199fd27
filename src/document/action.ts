/** What an Automation action is: its inputs, outputs, limits and IAM needs as data. One file per action in actions/. */
import type { PolicyStatement, StepFacts } from "./permissions/iam";
import type { Json } from "./json";
import type { ReadMembers, WrittenMembers } from "./shape-types";
import type { Fields } from "./shapes";
import type { ValueType } from "./value-types";

/** Type of a built-in output; `Any` where it depends on what was called. */
export type OutputType = ValueType | "Any";

/** A rule about which inputs go together. */
export interface Combination {
  readonly rule: "exactly one" | "at least one" | "at most one" | "all or none";
  readonly inputs: readonly string[];
}

export interface ActionDefinition<Name extends string = string, Inputs extends Fields = Fields> {
  readonly name: `aws:${Name}`;
  /** What it does, in a sentence. */
  readonly does: string;
  readonly inputs: Inputs;
  /** Whether inputs that are not listed are handed on to an API. @default false */
  readonly openInputs?: boolean;
  readonly combinations?: readonly Combination[];
  /** The outputs that every step of this action has. */
  readonly outputs: Readonly<Record<string, OutputType>>;
  /** Whether a step may name outputs of its own with selectors. @default false */
  readonly namedOutputs?: boolean;
  /** Seconds after which a try is given up where the step does not say; undefined: AWS does not document it. */
  readonly defaultTimeoutSeconds?: number;
  /** The longest time-out that has an effect, in seconds. */
  readonly maximumTimeoutSeconds?: number;
  /** Whether a step can wait for a node that never answers. @default false */
  readonly waitsForNode?: boolean;
  /** Whether onCancel of another step may lead here. @default true */
  readonly afterCancel?: boolean;
  /** Whether a step of this action may have onCancel. @default true */
  readonly onCancel?: boolean;
  /** What the role of the runbook must be allowed to do. */
  readonly permissions: (step: StepFacts) => readonly PolicyStatement[];
}

/** The inputs of an action as a runbook has them. */
export type WrittenInputs<Action extends ActionDefinition> = WrittenMembers<Action["inputs"]> & ApiParameters<Action>;

/** The inputs of an action as the one who runs it gets them: references filled in, types converted, defaults applied. */
export type ReadInputs<Action extends ActionDefinition> = ReadMembers<Action["inputs"]> & ApiParameters<Action>;

type ApiParameters<Action extends ActionDefinition> = Action extends { readonly openInputs: true }
  ? { readonly [apiParameter: string]: Json }
  : unknown;

/** Gives an action its exact type, from which the types of its steps are inferred. */
export function defineAction<const Action extends ActionDefinition>(action: Action): Action {
  return action;
}
