/** Tags of executions: given at the start or later. The engine does not know of them. */
import type { Tag } from "@aws-sdk/client-ssm";
import type { AutomationEngine } from "../../../engine/engine";
import { AutomationError } from "../../../engine/errors";
import type { Location } from "../../../engine/ports";
import type { ServiceLayer } from "../../protocol/message";
import { addTags, resourceTags, type Tags } from "../tags";
import { executionArn } from "./arns";
import { locationOf } from "../../protocol/location";

export class ExecutionTags {
  private readonly byArn = new Map<string, Tags>();

  /** The keys of an execution's tags. */
  keysOf(location: Location, executionId: string): readonly string[] {
    return [...(this.byArn.get(executionArn(location, executionId))?.keys() ?? [])];
  }

  /** The tags of an execution, to be read and changed. */
  of(location: Location, executionId: string): Tags {
    const arn = executionArn(location, executionId);
    const tags = this.byArn.get(arn) ?? new Map<string, string>();
    this.byArn.set(arn, tags);
    return tags;
  }

  /** Tags that a start was given. An execution that was there already, by its ClientToken, keeps what it has. */
  set(location: Location, executionId: string, tags: Tags): void {
    if (tags.size === 0) return;
    const own = this.of(location, executionId);
    if (own.size > 0) return;
    for (const [key, value] of tags) own.set(key, value);
  }

  /** @throws AwsError for tags that nothing can have */
  check(given: readonly Tag[]): Tags {
    const tags: Tags = new Map();
    addTags(tags, given);
    return tags;
  }
}

/** AddTagsToResource, RemoveTagsFromResource and ListTagsForResource of executions. */
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
