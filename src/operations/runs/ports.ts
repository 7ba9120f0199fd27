/** What a run asks of Automation in the administrator account. `aws/` asks the API; tests answer themselves. */
import type { AutomationExecutionMetadata, StartAutomationExecutionRequest } from "@aws-sdk/client-ssm";
import type { Readers } from "../collect/ports";

/** Every method throws UnreadableError if AWS refuses or does not answer. */
export interface RunControl {
  readonly caller: Readers["caller"];
  /** @returns the execution's id */
  start(input: StartAutomationExecutionRequest): Promise<string>;
  /** Executions that have a tag with one of these keys, at most 10. */
  tagged(keys: readonly string[]): Promise<readonly AutomationExecutionMetadata[]>;
  /** Executions of the document that have not ended. */
  running(documentName: string): Promise<readonly AutomationExecutionMetadata[]>;
  stop(executionId: string, type: "Cancel" | "Complete"): Promise<void>;
}

/** Time, which tests let pass at once. */
export interface Clock {
  now(): Date;
  /** @throws the signal's reason when it is aborted */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
