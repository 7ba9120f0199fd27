/** AWS's records as records of the results. */
import type { AutomationExecution, AutomationExecutionMetadata, StepExecution } from "@aws-sdk/client-ssm";
import type { InstanceNames } from "./ports";
import type { ExecutionRecord, Failure, StepRecord } from "../results/schema";

/** A step, with the true cause of its failure where AWS's message names another one. */
export interface ExplainedStep extends StepExecution {
  readonly cause?: string;
}

/** Where something was read. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** The instance of an execution. */
export interface Target extends InstanceNames {
  readonly instance?: string;
}

/** Statuses with which nothing happens any more. `Pending` of a step is one as well, once its execution has ended. */
const ENDED = new Set([
  "Success",
  "Failed",
  "TimedOut",
  "Cancelled",
  "Rejected",
  "CompletedWithSuccess",
  "CompletedWithFailure",
  "Exited",
]);

/** Statuses of an execution before it ends. */
export const NOT_ENDED: readonly string[] = ["Pending", "InProgress", "Waiting", "Cancelling"];

export function hasEnded(status: string | undefined): boolean {
  return ENDED.has(status ?? "");
}

export function executionRecord(
  place: Place,
  level: ExecutionRecord["level"],
  execution: AutomationExecution | AutomationExecutionMetadata,
  target: Target = {},
): ExecutionRecord {
  const { AutomationExecutionId: id, ParentAutomationExecutionId: parent, Outputs: outputs = {} } = execution;
  const { AutomationExecutionStatus: status, FailureMessage: message } = execution;
  return {
    kind: "execution",
    level,
    ...place,
    ...(id !== undefined && { executionId: id }),
    ...(parent !== undefined && { parentExecutionId: parent }),
    ...target,
    status: status ?? "Pending",
    ...times(execution),
    ...(message !== undefined && message !== "" && { failure: { message } }),
    ...(Object.keys(outputs).length > 0 && { outputs }),
  };
}

/** The record of a child that AWS shows as a step of its parent, and did not start or does not let us read. */
export function childRecord(
  place: Place,
  level: ExecutionRecord["level"],
  step: ExplainedStep,
  parentExecutionId: string,
  target: Target = {},
): ExecutionRecord {
  const failure = failureOf(step);
  return {
    kind: "execution",
    level,
    ...place,
    parentExecutionId,
    ...target,
    status: step.StepStatus ?? "Pending",
    ...times(step),
    ...(failure !== undefined && { failure }),
  };
}

export function stepRecord(
  place: Place,
  executionId: string,
  index: number,
  step: StepExecution,
  target: Target,
): StepRecord {
  const failure = failureOf(step);
  const { MaxAttempts, TimeoutSeconds, Response, ResponseCode, ParentStepDetails: parent } = step;
  const commandId = step.Action === "aws:runCommand" ? commandIdOf(step) : undefined;
  const { instance, instanceName } = target;
  return {
    kind: "step",
    ...place,
    executionId,
    ...(instance !== undefined && { instance }),
    ...(instanceName !== undefined && { instanceName }),
    step: step.StepName ?? "",
    stepExecutionId: step.StepExecutionId ?? "",
    index,
    action: step.Action ?? "",
    status: step.StepStatus ?? "Pending",
    ...times(step),
    ...(failure !== undefined && { failure }),
    ...(MaxAttempts !== undefined && { maxAttempts: MaxAttempts }),
    ...(TimeoutSeconds !== undefined && { timeoutSeconds: TimeoutSeconds }),
    ...(ResponseCode !== undefined && ResponseCode !== "" && { responseCode: ResponseCode }),
    ...(Response !== undefined && Response !== "" && { response: Response }),
    inputs: step.Inputs ?? {},
    ...(parent !== undefined && {
      parentStep: {
        step: parent.StepName ?? "",
        ...(parent.Iteration !== undefined && { iteration: parent.Iteration }),
        ...(parent.IteratorValue !== undefined && { iteratorValue: parent.IteratorValue }),
      },
    }),
    ...(commandId !== undefined && { commandId }),
  };
}

/** Id of the command that an aws:runCommand step sent last. A step that failed may have it in its message alone. */
function commandIdOf({ Outputs, FailureMessage = "" }: StepExecution): string | undefined {
  const id = Outputs?.CommandId?.[0];
  if (id !== undefined && id !== "") return id;
  return /\b(?:Command |CommandId=\[)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(FailureMessage)?.[1];
}

function failureOf(step: ExplainedStep): Failure | undefined {
  const { FailureMessage: message, FailureDetails: details, cause } = step;
  if (message === undefined || message === "") return undefined;
  const { FailureStage: stage, FailureType: type } = details ?? {};
  return {
    message,
    ...(stage !== undefined && { stage }),
    ...(type !== undefined && { type }),
    ...(cause !== undefined && { cause }),
  };
}

function times({ ExecutionStartTime: start, ExecutionEndTime: end }: StepExecution | AutomationExecution): {
  readonly startTime?: string;
  readonly endTime?: string;
} {
  return {
    ...(start !== undefined && { startTime: start.toISOString() }),
    ...(end !== undefined && { endTime: end.toISOString() }),
  };
}
