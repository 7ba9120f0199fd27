import * as sdk from "@aws-sdk/client-ssm";
import { readFileSync } from "node:fs";
import type { ExecutionRecord, StepRecord } from "../../../../src/engine/records";
import {
  executionAnswer,
  metadataAnswer,
  stepAnswer,
} from "../../../../src/sandbox/systems-manager/automation/answers";

const date = new Date();
const step: Required<StepRecord> = {
  ...{ StepName: "ask", Action: "aws:sleep", StepExecutionId: "1", StepStatus: "Success", TimeoutSeconds: 1 },
  ...{ OnFailure: "Abort", MaxAttempts: 1, ExecutionStartTime: date, ExecutionEndTime: date, ResponseCode: "0" },
  ...{
    Inputs: {},
    Outputs: {},
    Response: "The output a found nothing.",
    FailureMessage: "",
    IsEnd: false,
    NextStep: "",
  },
  ...{ IsCritical: true, ValidNextSteps: [], TargetLocation: { Accounts: [], Regions: [] } },
  FailureDetails: { FailureStage: "Invocation", FailureType: "Action", Details: {} },
  ParentStepDetails: { StepExecutionId: "0", StepName: "", Action: "", Iteration: 1, IteratorValue: "" },
};
const execution: Required<ExecutionRecord> = {
  ...{ AutomationExecutionId: "1", DocumentName: "tested", DocumentVersion: "1", ExecutionStartTime: date },
  ...{
    ExecutionEndTime: date,
    AutomationExecutionStatus: "Success",
    StepExecutions: [step],
    Parameters: {},
    Outputs: {},
  },
  ...{ FailureMessage: "", Mode: "Auto", ParentAutomationExecutionId: "0", ExecutedBy: "", CurrentStepName: "" },
  ...{ CurrentAction: "", TargetParameterName: "", Targets: [], TargetMaps: [], MaxConcurrency: "1", MaxErrors: "0" },
  ...{ ResolvedTargets: { ParameterValues: [], Truncated: false }, Target: "", TargetLocations: [], Variables: {} },
  ProgressCounters: { TotalSteps: 0, SuccessSteps: 0, FailedSteps: 0, CancelledSteps: 0, TimedOutSteps: 0 },
  AssociationId: "",
};

/** A structure of the SDK: its kind, namespace and name, its traits, and the names of its members. */
type Structure = readonly [number, string, string, unknown, readonly string[], ...unknown[]];
const membersOf = (schema: unknown): readonly string[] => (schema as Structure)[4];

/** The members that docs/automation.md says are never set, of executions and of steps. */
function neverSet(): readonly (readonly string[])[] {
  const [, text = ""] = /- \*\*Never set\*\*([^]*?)\n- /.exec(readFileSync("docs/automation.md", "utf8")) ?? [];
  return text.split("about a step").map((part) => [...part.matchAll(/`(\w+)`/g)].flatMap(([, name]) => name ?? []));
}

describe("An answer about an execution", () => {
  const [ofExecution = [], ofStep = []] = neverSet();
  const { TargetLocations, ...inOneAccount } = execution;
  const answered = { ...executionAnswer(execution), ...executionAnswer(inOneAccount) };

  it.each([
    ["GetAutomationExecution", sdk.AutomationExecution$, { ...answered, TargetLocations }, ofExecution],
    ["DescribeAutomationExecutions", sdk.AutomationExecutionMetadata$, metadataAnswer(execution), ofExecution],
    ["DescribeAutomationStepExecutions", sdk.StepExecution$, stepAnswer(step), ofStep],
  ])("of %s has every member that AWS has, but for those that the page names", (_, schema, answer, never) => {
    const missing = membersOf(schema).filter((member) => !Object.hasOwn(answer, member));
    expect([...missing].sort()).toEqual([...never].sort());
  });

  it("warns of steps that failed without failing it, and of outputs that found nothing", () => {
    const failed: StepRecord = { ...step, StepName: "try", StepStatus: "Failed", FailureMessage: "No such host." };
    const { WarningMessage } = executionAnswer({ ...execution, StepExecutions: [step, failed] });
    expect(WarningMessage).toBe("Step ask: The output a found nothing. Step try: No such host.");
    expect(metadataAnswer({ ...execution, StepExecutions: [failed, failed, failed, failed] }).WarningMessage).toMatch(
      /1 more\.$/,
    );
    expect(stepAnswer(step).WarningMessage).toBe(step.Response);
  });

  it("warns of nothing if all went well, or the execution says why it failed", () => {
    const { Response, ...well } = step;
    expect(Response).toBeDefined();
    const failed: ExecutionRecord = { ...execution, AutomationExecutionStatus: "Failed" };
    for (const record of [{ ...execution, StepExecutions: [well] }, failed]) {
      expect(executionAnswer(record)).not.toHaveProperty("WarningMessage");
    }
  });
});
