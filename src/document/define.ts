/** Runbooks in TypeScript: one typed object, checked by the compiler. */
import { isObject } from "./json";
import type { AutomationDocument, Ignore, Runbook } from "./model";

interface RunbookDefinition extends Omit<AutomationDocument, "schemaVersion"> {
  /** The SSM document's name. */
  readonly name: string;
  /** @default no target type: the runbook cannot be started for targets by tag or resource group */
  readonly targetType?: string;
  /** Lint rules that are not applied, each with the reason. AWS does not receive them. */
  readonly ignore?: readonly Ignore[];
  /** @default false: outputs are written where the steps say */
  readonly keepsOutputs?: boolean;
}

/** Defines a runbook of schemaVersion 0.3. */
export function defineRunbook(definition: RunbookDefinition): Runbook {
  const { name, targetType, ignore, keepsOutputs, ...document } = definition;
  return {
    ...{ name, targetType, document: { schemaVersion: "0.3", ...document } },
    ...(ignore !== undefined && { ignore }),
    ...(keepsOutputs !== undefined && { keepsOutputs }),
  };
}

/** Whether a value that a module exports is a runbook. */
export function isRunbook(value: unknown): value is Runbook {
  return (
    isObject(value) &&
    typeof value["name"] === "string" &&
    isObject(value["document"]) &&
    value["document"]["schemaVersion"] === "0.3"
  );
}
