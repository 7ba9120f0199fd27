/** A simulated execution for tests: its facts, and checks that fail with a table of its steps. */
import type { JsonObject } from "../document/json";
import type { ExecutionStatus } from "../engine/records";
import type { SimulatedCall } from "./api";
import type { SimulatedCommand } from "./nodes";
import { reportOf } from "./report";
import type { RunFacts, SimulatedStep } from "./run-facts";

/** One simulated execution. As a string it is a table of its steps. */
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

  constructor(facts: RunFacts & Pick<SimulatedRun, "children">) {
    Object.assign(this, facts);
  }

  /**
   * A step by its name; of a step inside a loop, its last run.
   * @throws Error that names the steps, if there is none of that name
   */
  step(name: string): SimulatedStep {
    const step = this.steps.findLast((each) => each.name === name && each.seconds !== undefined);
    const found = step ?? this.steps.find((each) => each.name === name);
    if (found !== undefined) return found;
    const names = [...new Set(this.steps.map((each) => each.name))].join(", ");
    throw new Error(`${this.runbook} has no step ${name}; its steps are ${names}.`);
  }

  /** The last execution of a runbook that a step has started. @throws Error if there is none */
  child(runbook: string): SimulatedRun {
    const child = this.children.findLast((each) => each.runbook === runbook);
    if (child !== undefined) return child;
    throw new Error(`No step of ${this.runbook} has started ${runbook}.`);
  }

  /** Checks the status. @throws Error with the table of steps if it is another */
  expectStatus(status: ExecutionStatus): this {
    if (this.status === status) return this;
    throw new Error(`The status of ${this.runbook} is ${this.status}; expected ${status}.\n\n${this.toString()}`);
  }

  toString(): string {
    return reportOf(this);
  }
}
