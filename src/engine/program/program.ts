/** The compiled form of a document, as data. compile.ts creates it. */
import type { ActionDefinition } from "../../document/action";
import type { Json } from "../../document/json";
import type { ParameterDefinition, Step } from "../../document/model";
import type { ValueType } from "../../document/value-types";
import type { CompiledInput } from "./compiled-input";
import type { CompiledCondition } from "./conditions";
import type { alwaysThere } from "./read-input";
import type { Template } from "./templates";

export interface CompiledParameter {
  readonly name: string;
  readonly type: ValueType;
  readonly definition: ParameterDefinition;
  /** Undefined: the parameter is required, or its default is in Parameter Store. */
  readonly default: Json | undefined;
  /** Whether the default has references to system values, such as `{{global:REGION}}`. */
  readonly hasSystemDefault: boolean;
  /** Name of the parameter in Parameter Store that holds the default. */
  readonly store: string | undefined;
}

export interface CompiledVariable {
  readonly type: ValueType;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly initial: Json | undefined;
}

export interface CompiledOutput {
  readonly name: string;
  readonly select: (response: Json) => Json | undefined;
  readonly selector: string;
  readonly type: ValueType;
}

interface CompiledChoice {
  readonly holds: CompiledCondition;
  readonly next: CompiledStep;
}

export interface CompiledStep {
  readonly name: string;
  /** Index in mainSteps, or in the Steps of its loop. */
  readonly index: number;
  /** The steps of that list. */
  readonly list: readonly CompiledStep[];
  readonly action: Step["action"];
  readonly definition: ActionDefinition;
  readonly inputs: readonly CompiledInput[];
  /** The inputs that the runner always receives. */
  readonly wantedInputs: ReturnType<typeof alwaysThere>;
  /** The message if a required input is missing. */
  readonly inputsFault: string | undefined;
  readonly timeout: Template | undefined;
  readonly maxAttempts: number;
  readonly onFailure: string;
  readonly isCritical: boolean;
  readonly isEnd: boolean;
  readonly outputs: readonly CompiledOutput[];
  /** Names of the steps that can follow if this step succeeds. */
  readonly validNextSteps: readonly string[];
  /** The step that follows by default: nextStep, or the next one in the list. Undefined at an end. */
  readonly following: CompiledStep | undefined;
  readonly afterFailure: CompiledStep | undefined;
  readonly afterCancel: CompiledStep | undefined;
  /** The choices of an aws:branch. */
  readonly choices: readonly CompiledChoice[];
  readonly otherwise: CompiledStep | undefined;
  /** The condition of an aws:loop. */
  readonly innerSteps: readonly CompiledStep[];
  readonly loopCondition: CompiledCondition | undefined;
}

export interface Program {
  readonly parameters: ReadonlyMap<string, CompiledParameter>;
  readonly variables: ReadonlyMap<string, CompiledVariable>;
  readonly initialVariables: ReadonlyMap<string, Json>;
  readonly steps: readonly CompiledStep[];
  /** Each item is a `step.Output`, split at the dot. */
  readonly outputs: readonly { readonly entry: string; readonly step: string; readonly output: string }[];
  readonly assumeRole: Template | undefined;
  /** The parameter whose value is the role. */
  readonly roleParameter: string | undefined;
}

/** The steps that can follow if a step succeeds, each once. */
export function validNextSteps(step: CompiledStep): readonly CompiledStep[] {
  const followers =
    step.action === "aws:branch" ? [...step.choices.map(({ next }) => next), step.otherwise] : [step.following];
  return [...new Set(followers)].filter((follower) => follower !== undefined);
}

/** The steps of the same list that can follow: after a success, after a failure, or because a step inside of a loop leads to it. */
export function followersInList(step: CompiledStep): readonly CompiledStep[] {
  return targetsOf(step).filter(({ list }) => list === step.list);
}

function targetsOf(step: CompiledStep): readonly CompiledStep[] {
  return [...validNextSteps(step), step.afterFailure, ...step.innerSteps.flatMap(targetsOf)].filter(
    (follower) => follower !== undefined,
  );
}
