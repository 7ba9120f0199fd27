/** What a simulation tells of an execution: statuses, typed outputs and times, in a form that tests read well. */
import type { JsonObject } from "../document/json";
import type { ExecutionStatus } from "../engine/records";
import type { SimulatedCall } from "./api";
import type { SimulatedCommand } from "./nodes";
import { reportOf } from "./report";

export interface SimulatedStep {
  readonly name: string;
  readonly action: string;
  /** `Pending`: it was not reached. */
  readonly status: ExecutionStatus;
  /** References resolved. */
  readonly inputs: JsonObject;
  /** By name, in the types that action and document give them. */
  readonly outputs: JsonObject;
  /** Of the clock. Undefined where it was not reached. */
  readonly seconds?: number;
  readonly failureMessage?: string;
  /** Of a step inside of a loop: the first is 1. */
  readonly iteration?: number;
}

export interface RunFacts {
  readonly runbook: string;
  readonly status: ExecutionStatus;
  readonly failureMessage?: string;
  /** Of the clock. */
  readonly seconds: number;
  readonly parameters: JsonObject;
  /** By `step.Output`. */
  readonly outputs: JsonObject;
  readonly variables: JsonObject;
  /** In the order in which they began, those inside of loops included; then those that were not reached. */
  readonly steps: readonly SimulatedStep[];
  /** The executions that its steps started. */
  readonly children: readonly SimulatedRun[];
  /** Its calls of AWS's APIs, those of its children included, in order. */
  readonly calls: readonly SimulatedCall[];
  /** The scripts of it and of its children that reached a node, in order. */
  readonly commands: readonly SimulatedCommand[];
}

/** One execution as it was simulated. As a text it is a table of its steps. */
export class SimulatedRun implements RunFacts {
  declare readonly runbook: string;
  declare readonly status: ExecutionStatus;
  declare readonly failureMessage?: string;
  declare readonly seconds: number;
  declare readonly parameters: JsonObject;
  declare readonly outputs: JsonObject;
  declare readonly variables: JsonObject;
  declare readonly steps: readonly SimulatedStep[];
  declare readonly children: readonly SimulatedRun[];
  declare readonly calls: readonly SimulatedCall[];
  declare readonly commands: readonly SimulatedCommand[];

  constructor(facts: RunFacts) {
    Object.assign(this, facts);
  }

  /**
   * A step by its name. Of a step that ran more than once, inside of a loop, the last time.
   * @throws Error that names the steps, where there is none of that name
   */
  step(name: string): SimulatedStep {
    const step = this.steps.findLast((each) => each.name === name && each.seconds !== undefined);
    const found = step ?? this.steps.find((each) => each.name === name);
    if (found !== undefined) return found;
    const names = [...new Set(this.steps.map((each) => each.name))].join(", ");
    throw new Error(`${this.runbook} has no step ${name}; its steps are ${names}.`);
  }

  /** The last execution of a runbook that a step has started. @throws Error where there is none */
  child(runbook: string): SimulatedRun {
    const child = this.children.findLast((each) => each.runbook === runbook);
    if (child !== undefined) return child;
    throw new Error(`No step of ${this.runbook} has started ${runbook}.`);
  }

  /** Checks the status. @throws Error with the table of steps where it is another */
  expectStatus(status: ExecutionStatus): this {
    if (this.status === status) return this;
    throw new Error(`The status of ${this.runbook} is ${this.status}, expected was ${status}.\n\n${this.toString()}`);
  }

  toString(): string {
    return reportOf(this);
  }
}
