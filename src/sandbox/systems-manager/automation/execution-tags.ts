/** The tags of executions: those of their start, which the engine knows, and the changes since. */
import type { AutomationEngine } from "../../../engine/engine";
import { AutomationError } from "../../../engine/errors";
import type { Location } from "../../../iam/location";
import type { ServiceLayer } from "../../protocol/message";
import { locationOf } from "../../protocol/location";
import { resourceTags, type Tags } from "../tags";
import { executionArn } from "./arns";

export class ExecutionTags {
  /** The tags of executions whose tags were asked for, by ARN. */
  readonly #byArn = new Map<string, Tags>();

  readonly #engine: Pick<AutomationEngine, "tags">;

  constructor(engine: Pick<AutomationEngine, "tags">) {
    this.#engine = engine;
  }

  /** The keys of an execution's tags. */
  keysOf(location: Location, executionId: string): readonly string[] {
    const changed = this.#byArn.get(executionArn(location, executionId));
    return changed === undefined ? this.#engine.tags(location, executionId).map(({ Key }) => Key) : [...changed.keys()];
  }

  /** The mutable tags of an execution. @throws AutomationError AutomationExecutionNotFoundException */
  of(location: Location, executionId: string): Tags {
    const arn = executionArn(location, executionId);
    const known = this.#byArn.get(arn);
    if (known !== undefined) return known;
    const tags = new Map(this.#engine.tags(location, executionId).map(({ Key, Value }) => [Key, Value]));
    this.#byArn.set(arn, tags);
    return tags;
  }
}

/** AddTagsToResource, RemoveTagsFromResource and ListTagsForResource for executions. */
export function executionTagsLayer(tags: ExecutionTags): ServiceLayer {
  return resourceTags("Automation", (request, id) => {
    try {
      return tags.of(locationOf(request), id);
    } catch (error) {
      if (error instanceof AutomationError) return undefined;
      throw error;
    }
  });
}
