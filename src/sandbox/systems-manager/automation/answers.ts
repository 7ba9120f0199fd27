/** Records of the engine as the API's answers have them: the members that are always there, and the derived ones. */
import type {
  AutomationExecution,
  AutomationExecutionMetadata,
  AutomationType,
  StepExecution,
} from "@aws-sdk/client-ssm";
import type { ExecutionRecord, StepRecord } from "../../../engine/records";

/** GetAutomationExecution holds this many steps at most; the others are in DescribeAutomationStepExecutions. AWS gives no number. */
const STEPS_IN_EXECUTION = 100;

/** What the SDK's types call mutable is never changed here. */
type Immutable<T> = T extends Date ? T : T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

export function executionAnswer(record: ExecutionRecord): Immutable<AutomationExecution> {
  return {
    ...record,
    StepExecutions: record.StepExecutions.slice(0, STEPS_IN_EXECUTION).map(stepAnswer),
    StepExecutionsTruncated: record.StepExecutions.length > STEPS_IN_EXECUTION,
  };
}

export function metadataAnswer(record: ExecutionRecord): Immutable<AutomationExecutionMetadata> {
  return { ...record, LogFile: "", AutomationType: automationType(record) };
}

export function stepAnswer(step: StepRecord): Immutable<StepExecution> {
  return { ...step, OverriddenParameters: {} };
}

/** `CrossAccount`: the execution started others in accounts and Regions, and is not itself one of those. */
export function automationType({ TargetLocations }: ExecutionRecord): AutomationType {
  return TargetLocations === undefined ? "Local" : "CrossAccount";
}
