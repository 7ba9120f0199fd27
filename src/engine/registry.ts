/** All executions, by ID and by location. */
import { AutomationError } from "./errors";
import type { Execution } from "./execution";
import type { Location } from "./ports";

export class Registry {
  readonly #byId = new Map<string, Execution>();
  readonly #byPlace = new Map<string, Execution[]>();

  add(execution: Execution): void {
    this.#byId.set(execution.id, execution);
    const place = placeOf(execution.facts.location);
    const there = this.#byPlace.get(place);
    if (there === undefined) this.#byPlace.set(place, [execution]);
    else there.push(execution);
  }

  /** Finds an execution, only in its own location. @throws AutomationError AutomationExecutionNotFoundException */
  find(location: Location, id: string): Execution {
    const execution = this.#byId.get(id);
    if (execution !== undefined && isSamePlace(execution.facts.location, location)) return execution;
    throw new AutomationError(
      "AutomationExecutionNotFoundException",
      `There is no automation execution ${id} in account ${location.accountId}, Region ${location.region}.`,
    );
  }

  /** The oldest first. */
  in(location: Location): readonly Execution[] {
    return this.#byPlace.get(placeOf(location)) ?? [];
  }
}

function isSamePlace(a: Location, b: Location): boolean {
  return a.accountId === b.accountId && a.region === b.region;
}

export function placeOf({ accountId, region }: Location): string {
  return `${accountId} ${region}`;
}
