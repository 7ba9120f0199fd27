/** The engine's records in the form of the API's answers, with members that are constant or derived. */
import type {
  AutomationExecution,
  AutomationExecutionMetadata,
  AutomationType,
  StepExecution,
} from "@aws-sdk/client-ssm";
import type { ExecutionRecord, StepRecord } from "../../../engine/records";

/**
 * The most steps that GetAutomationExecution returns; DescribeAutomationStepExecutions returns all. AWS does not document
 * its limit.
 */
const STEPS_IN_EXECUTION = 100;

/** The SDK declares its types as mutable; the engine's records are not. */
type Immutable<T> = T extends Date ? T : T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

export function executionAnswer(record: ExecutionRecord): Immutable<AutomationExecution> {
  return {
    ...record,
    StepExecutions: record.StepExecutions.slice(0, STEPS_IN_EXECUTION).map(stepAnswer),
    StepExecutionsTruncated: record.StepExecutions.length > STEPS_IN_EXECUTION,
    ...targetsSummary(record),
    ...warning(warningsOf(record)),
  };
}

/** A fleet can have thousands of steps that fail for one reason. */
const SHOWN_WARNINGS = 3;

/**
 * What went wrong in an execution that has not failed: steps, or the children of a parent, that are not critical, and outputs that
 * found nothing. AWS does not document what it says of which.
 */
function warningsOf({ AutomationExecutionStatus: status, StepExecutions: steps }: ExecutionRecord): readonly string[] {
  if (status === "Failed" || status === "TimedOut") return [];
  return steps.flatMap(({ StepName, StepStatus, FailureMessage, Response }) => {
    if (StepStatus === "Failed" || StepStatus === "TimedOut") {
      return [`Step ${StepName}: ${FailureMessage ?? StepStatus}`];
    }
    return Response === undefined ? [] : [`Step ${StepName}: ${Response}`];
  });
}

function warning(messages: readonly string[]): { readonly WarningMessage?: string } {
  if (messages.length === 0) return {};
  const others = messages.length - SHOWN_WARNINGS;
  const shown = [...messages.slice(0, SHOWN_WARNINGS), ...(others > 0 ? [`${String(others)} more.`] : [])];
  return { WarningMessage: shown.join(" ") };
}

/** What became of the children of a rate-controlled execution. Executions across accounts have none of their own. */
function targetsSummary(record: ExecutionRecord): Pick<AutomationExecution, "TargetsSummary"> {
  const { ProgressCounters: counters, StepExecutions: children, TargetLocations } = record;
  if (counters === undefined || TargetLocations !== undefined) return {};
  const { TotalSteps, SuccessSteps, FailedSteps, CancelledSteps, TimedOutSteps } = counters;
  const FailedCount = FailedSteps + CancelledSteps + TimedOutSteps;
  return {
    TargetsSummary: {
      TotalCount: TotalSteps,
      StartedCount: children.filter(({ ExecutionStartTime: start }) => start !== undefined).length,
      CompletedCount: SuccessSteps + FailedCount,
      SuccessfulCount: SuccessSteps,
      FailedCount,
    },
  };
}

export function metadataAnswer(record: ExecutionRecord): Immutable<AutomationExecutionMetadata> {
  return { ...record, LogFile: "", AutomationType: automationType(record), ...warning(warningsOf(record)) };
}

export function stepAnswer(step: StepRecord): Immutable<StepExecution> {
  return { ...step, OverriddenParameters: {}, ...warning(step.Response === undefined ? [] : [step.Response]) };
}

/** `CrossAccount` is the execution that starts others in accounts and Regions. Those others are `Local`. */
export function automationType({ TargetLocations }: ExecutionRecord): AutomationType {
  return TargetLocations === undefined ? "Local" : "CrossAccount";
}
