/**
 * The records of an execution and of its steps. Member names and forms are those of AWS's API (AutomationExecution,
 * StepExecution), with dates as Date, so that the API's answers are these records.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html
 */

/** A record while it is being created. */
export type Writable<Record> = { -readonly [Member in keyof Record]: Record[Member] };

export type ExecutionStatus =
  "Pending" | "InProgress" | "Waiting" | "Success" | "TimedOut" | "Cancelling" | "Cancelled" | "Failed";

const TERMINAL: ReadonlySet<ExecutionStatus> = new Set(["Success", "TimedOut", "Cancelled", "Failed"]);

export function isTerminal(status: ExecutionStatus): boolean {
  return TERMINAL.has(status);
}

export interface Target {
  /** `tag:<key>`, `ParameterValues`, `AWS::EC2::Instance`, `ResourceGroup`, … */
  readonly Key: string;
  readonly Values: readonly string[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface TargetLocation {
  /** Account ids, ids of organizational units or of the root. */
  readonly Accounts: readonly string[];
  readonly Regions: readonly string[];
  readonly TargetLocationMaxConcurrency?: string;
  readonly TargetLocationMaxErrors?: string;
  readonly ExecutionRoleName?: string;
  readonly IncludeChildOrganizationUnits?: boolean;
  readonly ExcludeAccounts?: readonly string[];
  readonly Targets?: readonly Target[];
  readonly TargetsMaxConcurrency?: string;
  readonly TargetsMaxErrors?: string;
}

/** Values of parameters in the form of the API: a list of strings each. */
export type ApiParameters = Readonly<Record<string, readonly string[]>>;
export type TargetMap = Readonly<Record<string, readonly string[]>>;

/** The request of StartAutomationExecution. */
export interface StartRequest {
  readonly DocumentName: string;
  readonly DocumentVersion?: string;
  readonly Parameters?: ApiParameters;
  readonly ClientToken?: string;
  readonly Mode?: "Auto" | "Interactive";
  readonly TargetParameterName?: string;
  readonly Targets?: readonly Target[];
  readonly TargetMaps?: readonly TargetMap[];
  readonly MaxConcurrency?: string;
  readonly MaxErrors?: string;
  readonly TargetLocations?: readonly TargetLocation[];
  readonly Tags?: readonly Tag[];
}

/** Signals of SendAutomationSignal that concern executions of runbooks. */
export type SignalType = "Approve" | "Reject" | "StartStep" | "StopStep" | "Resume";

export type FailureStage = "InputValidation" | "PreVerification" | "Invocation" | "PostVerification";
export type FailureType = "Action" | "Permission" | "Throttling" | "Verification" | "Internal";

export interface FailureDetails {
  readonly FailureStage: FailureStage;
  readonly FailureType: FailureType;
  readonly Details: Readonly<Record<string, readonly string[]>>;
}

export interface ParentStepDetails {
  readonly StepExecutionId: string;
  readonly StepName: string;
  readonly Action: string;
  readonly Iteration: number;
  readonly IteratorValue?: string;
}

export interface StepRecord {
  readonly StepName: string;
  readonly Action: string;
  readonly StepExecutionId: string;
  readonly StepStatus: ExecutionStatus;
  readonly TimeoutSeconds?: number;
  readonly OnFailure?: string;
  readonly MaxAttempts?: number;
  /** Undefined until the step has started. */
  readonly ExecutionStartTime?: Date;
  readonly ExecutionEndTime?: Date;
  readonly ResponseCode?: string;
  /** Each input as a JSON string, references resolved. */
  readonly Inputs?: Readonly<Record<string, string>>;
  readonly Outputs?: ApiParameters;
  /** Which outputs found nothing. */
  readonly Response?: string;
  readonly FailureMessage?: string;
  readonly FailureDetails?: FailureDetails;
  readonly IsEnd?: boolean;
  readonly NextStep?: string;
  readonly IsCritical?: boolean;
  readonly ValidNextSteps?: readonly string[];
  /** The account and Region that a step of a multi-account execution stands for. */
  readonly TargetLocation?: TargetLocation;
  readonly ParentStepDetails?: ParentStepDetails;
}

export interface ProgressCounters {
  readonly TotalSteps: number;
  readonly SuccessSteps: number;
  readonly FailedSteps: number;
  readonly CancelledSteps: number;
  readonly TimedOutSteps: number;
}

export interface ExecutionRecord {
  readonly AutomationExecutionId: string;
  readonly DocumentName: string;
  readonly DocumentVersion: string;
  readonly ExecutionStartTime: Date;
  readonly ExecutionEndTime?: Date;
  readonly AutomationExecutionStatus: ExecutionStatus;
  readonly StepExecutions: readonly StepRecord[];
  readonly Parameters: ApiParameters;
  readonly Outputs: ApiParameters;
  readonly FailureMessage?: string;
  readonly Mode: "Auto" | "Interactive";
  readonly ParentAutomationExecutionId?: string;
  /** ARN */
  readonly ExecutedBy: string;
  readonly CurrentStepName?: string;
  readonly CurrentAction?: string;
  readonly TargetParameterName?: string;
  readonly Targets: readonly Target[];
  readonly TargetMaps?: readonly TargetMap[];
  readonly ResolvedTargets: { readonly ParameterValues: readonly string[]; readonly Truncated: boolean };
  readonly MaxConcurrency?: string;
  readonly MaxErrors?: string;
  /** The value of the target parameter of a child. */
  readonly Target?: string;
  readonly TargetLocations?: readonly TargetLocation[];
  readonly ProgressCounters?: ProgressCounters;
  readonly AssociationId?: string;
  readonly Variables?: ApiParameters;
}
