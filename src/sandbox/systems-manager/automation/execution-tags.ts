/** The tags of executions, from their start or added later. They are kept outside the engine. */
import type { Tag } from "@aws-sdk/client-ssm";
import type { AutomationEngine } from "../../../engine/engine";
import { AutomationError } from "../../../engine/errors";
import type { Location } from "../../../iam/location";
import type { ServiceLayer } from "../../protocol/message";
import { locationOf } from "../../protocol/location";
import { addTags, resourceTags, type Tags } from "../tags";
import { executionArn } from "./arns";

export class ExecutionTags {
  readonly #byArn = new Map<string, Tags>();

  /** The keys of an execution's tags. */
  keysOf(location: Location, executionId: string): readonly string[] {
    return [...(this.#byArn.get(executionArn(location, executionId))?.keys() ?? [])];
  }

  /** The mutable tags of an execution. */
  of(location: Location, executionId: string): Tags {
    const arn = executionArn(location, executionId);
    const tags = this.#byArn.get(arn) ?? new Map<string, string>();
    this.#byArn.set(arn, tags);
    return tags;
  }

  /** Sets the tags of a start request. If its ClientToken returned an earlier execution, that execution keeps its tags. */
  set(location: Location, executionId: string, tags: Tags): void {
    if (tags.size === 0) return;
    const own = this.of(location, executionId);
    if (own.size > 0) return;
    for (const [key, value] of tags) own.set(key, value);
  }

  /** @throws AwsError for invalid tags */
  check(given: readonly Tag[]): Tags {
    const tags: Tags = new Map();
    addTags(tags, given);
    return tags;
  }
}

/** AddTagsToResource, RemoveTagsFromResource and ListTagsForResource for executions. */
export function executionTagsLayer(engine: Pick<AutomationEngine, "record">, tags: ExecutionTags): ServiceLayer {
  return resourceTags("Automation", (request, id) => {
    const location = locationOf(request);
    try {
      engine.record(location, id);
    } catch (error) {
      if (error instanceof AutomationError) return undefined;
      throw error;
    }
    return tags.of(location, id);
  });
}
