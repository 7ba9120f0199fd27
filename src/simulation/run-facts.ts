/** The facts of a simulated execution: statuses, typed outputs and times, in a form that tests read well. */
import type { JsonObject } from "../document/json";
import type { ExecutionStatus } from "../engine/records";
import type { SimulatedCall } from "./api";
import type { SimulatedCommand } from "./nodes";

export interface SimulatedStep {
  readonly name: string;
  readonly action: string;
  /** `Pending` if the step was not reached. */
  readonly status: ExecutionStatus;
  /** References resolved. */
  readonly inputs: JsonObject;
  /** By name, in the types that action and document give them. */
  readonly outputs: JsonObject;
  /** The named outputs that found nothing, each with its selector. Undefined if there are none. */
  readonly emptyOutputs?: Readonly<Record<string, string>>;
  /** By the simulation's clock. Undefined if the step was not reached. */
  readonly seconds?: number;
  readonly failureMessage?: string;
  /** Of a step inside a loop: the first is 1. */
  readonly iteration?: number;
}

export interface RunFacts {
  readonly runbook: string;
  readonly status: ExecutionStatus;
  readonly failureMessage?: string;
  /** By the simulation's clock. */
  readonly seconds: number;
  readonly parameters: JsonObject;
  /** By `step.Output`. */
  readonly outputs: JsonObject;
  readonly variables: JsonObject;
  /** In the order in which they started, those inside loops included; then those that were not reached. */
  readonly steps: readonly SimulatedStep[];
  /** The executions that its steps started. */
  readonly children: readonly RunFacts[];
  /** The calls of AWS APIs by the execution and its children, in order. */
  readonly calls: readonly SimulatedCall[];
  /** The scripts of the execution and of its children that reached a node, in order. */
  readonly commands: readonly SimulatedCommand[];
}
