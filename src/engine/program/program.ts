/** A document made ready to run, as data; compile.ts makes it. */
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
  /** Whether the default has references to the system's own values, as `{{global:REGION}}`. */
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
  /** Its place in mainSteps, or in the Steps of its loop. */
  readonly index: number;
  readonly action: Step["action"];
  readonly definition: ActionDefinition;
  readonly inputs: readonly CompiledInput[];
  /** The inputs that its runner always gets. */
  readonly wantedInputs: ReturnType<typeof alwaysThere>;
  /** Why no inputs can be right: one is missing. */
  readonly inputsFault: string | undefined;
  readonly timeout: Template | undefined;
  readonly maxAttempts: number;
  readonly onFailure: string;
  readonly isCritical: boolean;
  readonly isEnd: boolean;
  readonly outputs: readonly CompiledOutput[];
  /** Names of the steps that it can lead to when it succeeds. */
  readonly validNextSteps: readonly string[];
  /** What follows where nothing else is said: nextStep, or the next of the list; undefined at an end. */
  readonly following: CompiledStep | undefined;
  readonly afterFailure: CompiledStep | undefined;
  readonly afterCancel: CompiledStep | undefined;
  /** Of aws:branch. */
  readonly choices: readonly CompiledChoice[];
  readonly otherwise: CompiledStep | undefined;
  /** Of aws:loop. */
  readonly innerSteps: readonly CompiledStep[];
  readonly loopCondition: CompiledCondition | undefined;
}

export interface Program {
  readonly parameters: ReadonlyMap<string, CompiledParameter>;
  readonly variables: ReadonlyMap<string, CompiledVariable>;
  readonly initialVariables: ReadonlyMap<string, Json>;
  readonly steps: readonly CompiledStep[];
  /** `step.Output` each, cut in two. */
  readonly outputs: readonly { readonly entry: string; readonly step: string; readonly output: string }[];
  readonly assumeRole: Template | undefined;
  /** The parameter that the role comes from. */
  readonly roleParameter: string | undefined;
}

/** The steps that a step leads to when it succeeds, each once. */
export function validNextSteps(step: CompiledStep): readonly CompiledStep[] {
  const followers =
    step.action === "aws:branch" ? [...step.choices.map(({ next }) => next), step.otherwise] : [step.following];
  return [...new Set(followers)].filter((follower) => follower !== undefined);
}
