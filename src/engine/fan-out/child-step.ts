/** A step of a parent execution, which represents one child: for a target, or for an account and Region. */
import type { ExecutionStatus, FailureDetails, ProgressCounters, StepRecord, TargetLocation } from "../records";

export class ChildStep {
  status: ExecutionStatus = "Pending";
  startTime: Date | undefined;
  endTime: Date | undefined;
  childId: string | undefined;
  failureMessage: string | undefined;
  failureDetails: FailureDetails | undefined;

  constructor(
    readonly id: string,
    readonly name: string,
    /** Plain strings; AWS does not encode these as JSON. */
    readonly inputs: Readonly<Record<string, string>>,
    readonly location?: TargetLocation,
  ) {}

  /** What the child is for, as people name it: the target, or the account and Region. */
  get place(): string {
    const { location: { Accounts: [account] = [], Regions: [region] = [] } = {} } = this;
    return account === undefined || region === undefined ? this.name : `${account} in ${region}`;
  }

  record(): StepRecord {
    const { startTime, endTime, failureMessage, failureDetails, location, childId } = this;
    return {
      StepName: this.name,
      Action: "aws:executeAutomation",
      StepExecutionId: this.id,
      StepStatus: this.status,
      Inputs: this.inputs,
      // Of a step for a target AWS shows no outputs; of one for an account and Region the child's id, whose key is not
      // documented.
      Outputs: location === undefined || childId === undefined ? {} : { ExecutionId: [childId] },
      ...(startTime !== undefined && { ExecutionStartTime: startTime }),
      ...(endTime !== undefined && { ExecutionEndTime: endTime }),
      ...(failureMessage !== undefined && { FailureMessage: failureMessage }),
      ...(failureDetails !== undefined && { FailureDetails: failureDetails }),
      ...(location !== undefined && { TargetLocation: location }),
    };
  }
}

export function countProgress(steps: readonly ChildStep[]): ProgressCounters {
  const count = (status: ExecutionStatus): number => steps.filter((step) => step.status === status).length;
  return {
    TotalSteps: steps.length,
    SuccessSteps: count("Success"),
    FailedSteps: count("Failed"),
    CancelledSteps: count("Cancelled"),
    TimedOutSteps: count("TimedOut"),
  };
}
