/** All executions, by ID and by location. */
import { AutomationError } from "./errors";
import type { Execution } from "./execution";
import { locationKey, type Location } from "../iam/location";

export class Registry {
  readonly #byId = new Map<string, Execution>();
  readonly #byLocation = new Map<string, Execution[]>();

  add(execution: Execution): void {
    this.#byId.set(execution.id, execution);
    const key = locationKey(execution.facts.location);
    const there = this.#byLocation.get(key);
    if (there === undefined) this.#byLocation.set(key, [execution]);
    else there.push(execution);
  }

  /** Finds an execution, only in its own location. @throws AutomationError AutomationExecutionNotFoundException */
  find(location: Location, id: string): Execution {
    const execution = this.#byId.get(id);
    if (execution !== undefined && locationKey(execution.facts.location) === locationKey(location)) return execution;
    throw new AutomationError(
      "AutomationExecutionNotFoundException",
      `There is no automation execution ${id} in account ${location.accountId}, Region ${location.region}.`,
    );
  }

  /** The oldest first. */
  in(location: Location): readonly Execution[] {
    return this.#byLocation.get(locationKey(location)) ?? [];
  }
}
