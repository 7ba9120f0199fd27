/** The types of runners: a runner runs a step of one action. actions/ has one file per action. */
import type { ReadInputs } from "../../document/action";
import type { ActionName, Actions } from "../../document/action-table";
import type { Json } from "../../document/json";
import type { Location } from "../../iam/location";
import type { Clock, World } from "../ports";
import type { ExecutionStatus, StartRequest } from "../records";

/** A child execution that a step started. */
export interface ChildExecution {
  readonly id: string;
  /** Settles with the final status, and the document's outputs in the order in which they are declared. */
  readonly ended: Promise<{
    readonly status: ExecutionStatus;
    readonly outputs: readonly string[];
    failureMessage?: string;
  }>;
  cancel(): void;
}

/** The context of a step of any action. */
export interface StepContext {
  readonly stepName: string;
  readonly executionId: string;
  readonly location: Location;
  readonly world: World;
  readonly clock: Clock;
  /** Aborted when the attempt times out or the step is cancelled: the runner must stop then. */
  readonly signal: AbortSignal;
  /** The script context and `global:` values: DATE, DATE_TIME, REGION, ACCOUNT_ID, AWS_PARTITION. */
  readonly globals: Readonly<Record<string, string>>;
  /** Starts a child execution in the same account and Region, as the same identity. @throws AutomationError */
  startChild(request: StartRequest): Promise<ChildExecution>;
}

export interface ActionContext<Inputs> extends StepContext {
  readonly inputs: Inputs;
}

export interface ActionResult {
  /** The built-in outputs. */
  readonly outputs: Readonly<Record<string, Json>>;
  /** The value that the selectors of named outputs read. @default the built-in outputs */
  readonly response?: Json;
  readonly responseCode?: string;
}

/** The inputs of an action as document/actions/ declares them. */
export type InputsOf<Name extends ActionName> = ReadInputs<Actions[Name]>;

/** Runs one attempt of a step. @throws StepFailure, ApiCallError, ScriptError; the signal's reason if the signal is aborted */
export type Runner<Inputs> = (context: ActionContext<Inputs>) => Promise<ActionResult>;

export type ActionRunner<Name extends ActionName> = Runner<InputsOf<Name>>;
