/** What it takes to run a step of one action. The runners are in actions/, one file per action. */
import type { Json, JsonObject } from "../../document/json";
import type { Clock, Location, World } from "../ports";
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

export interface ActionContext {
  readonly stepName: string;
  /** The step's inputs, references resolved, types as far as the document gives them. */
  readonly inputs: JsonObject;
  readonly executionId: string;
  readonly location: Location;
  readonly world: World;
  readonly clock: Clock;
  /** Aborted when the attempt times out or the step is cancelled: the work has to stop then. */
  readonly signal: AbortSignal;
  /** The script context and `global:` values: DATE, DATE_TIME, REGION, ACCOUNT_ID, AWS_PARTITION. */
  readonly globals: Readonly<Record<string, string>>;
  /** Starts a child execution in the same account and Region, in the same name. @throws AutomationError */
  startChild(request: StartRequest): Promise<ChildExecution>;
}

export interface ActionResult {
  /** The built-in outputs. */
  readonly outputs: Readonly<Record<string, Json>>;
  /** What the selectors of named outputs select from. @default the built-in outputs */
  readonly response?: Json;
  readonly responseCode?: string;
}

/** Runs one attempt of a step. @throws StepFailure, ApiCallError, ScriptError; whatever the signal's reason is, when it is aborted */
export type ActionRunner = (context: ActionContext) => Promise<ActionResult>;
