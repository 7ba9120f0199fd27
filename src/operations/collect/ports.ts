/** What a collection asks of AWS, in AWS's own terms. `aws/` asks the API; tests answer themselves. */
import type {
  AutomationExecution,
  AutomationExecutionMetadata,
  CommandInvocation,
  GetCommandInvocationResult,
  StepExecution,
} from "@aws-sdk/client-ssm";

/** What people call an instance. */
export interface InstanceNames {
  /** The Name tag, or the computer name. */
  readonly instanceName?: string;
  /** The computer name, as the agent reports it. */
  readonly hostName?: string;
}

/** Reads in one account and Region. Every method throws UnreadableError if AWS refuses. */
export interface ExecutionReader {
  execution(executionId: string): Promise<AutomationExecution>;
  /** Pages of the executions whose parent it is. */
  children(parentExecutionId: string): AsyncIterable<readonly AutomationExecutionMetadata[]>;
  /** Pages of the newest executions, children included. */
  newest(): AsyncIterable<readonly AutomationExecutionMetadata[]>;
  /** Every step, those of loops as well. */
  steps(executionId: string): Promise<readonly StepExecution[]>;
  invocation(commandId: string, instance: string): Promise<GetCommandInvocationResult>;
  invocations(commandId: string): Promise<readonly CommandInvocation[]>;
  /** The names of instances that have one, by id. */
  names(instances: readonly string[]): Promise<ReadonlyMap<string, InstanceNames>>;
  /** The content of an object in S3. @param key without the bucket */
  object(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Pages of the messages of a log stream, the oldest first. */
  logMessages(group: string, stream: string): AsyncIterable<readonly string[]>;
}

export interface Readers {
  /** The principal that collects. */
  readonly caller: { readonly arn: string; readonly accountId: string };
  /**
   * A reader with the account's reader role, or with the caller's own credentials in the caller's account.
   * @throws UnreadableError if the role cannot be assumed
   */
  at(accountId: string, region: string): Promise<ExecutionReader>;
  /** Ids of the accounts that a runbook is shared with. */
  sharedWith(documentName: string, region: string): Promise<readonly string[]>;
}
