/** The layer of Automation: executions, their tags and previews. Other requests go to the next layer. */
import type { AutomationEngine } from "../../../engine/engine";
import type { Platform } from "../../../engine/ports";
import { chain } from "../../protocol/chain";
import { jsonLayer } from "../../protocol/json";
import type { ServiceLayer } from "../../protocol/message";
import { ExecutionTags, executionTagsLayer } from "./execution-tags";
import { automationOperations } from "./operations";
import { previewOperations } from "./preview-operations";

export interface AutomationServiceOptions {
  readonly engine: AutomationEngine;
  readonly platform: Platform;
}

export function automationService({ engine, platform }: AutomationServiceOptions): ServiceLayer {
  const tags = new ExecutionTags(engine);
  return chain(
    jsonLayer([...automationOperations({ engine, tags }), ...previewOperations(platform)]),
    executionTagsLayer(tags),
  );
}
