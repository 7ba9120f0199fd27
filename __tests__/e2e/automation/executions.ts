/** The lifecycle of one execution, from the AWS CLI: waiting, signals, stopping, listing. */
import type { Operator } from "./operator";

interface Metadata {
  readonly AutomationExecutionId: string;
  readonly DocumentName: string;
  readonly AutomationExecutionStatus: string;
}

const GATE = {
  schemaVersion: "0.3",
  mainSteps: [
    { name: "hold", action: "aws:pause", inputs: {} },
    {
      name: "ask",
      action: "aws:approve",
      inputs: { Approvers: ["arn:aws:iam::111111111111:user/fleetbook-operator"], Message: "Shall it go on?" },
    },
    { name: "wait", action: "aws:sleep", inputs: { Duration: "P1D" } },
    { name: "never", action: "aws:sleep", inputs: { Duration: "PT0S" } },
  ],
};
const TOKEN = "11111111-2222-3333-4444-555555555555";
const NOBODY = "00000000-2222-3333-4444-555555555555";

export function executions(operator: () => Operator): void {
  const ssm = <T>(...args: readonly string[]) => operator().cli<T>("management", "ssm", ...args);
  const refused = (...args: readonly string[]) => operator().refusal("management", ...args);
  const start = async (...args: readonly string[]): Promise<string> => {
    const started = await ssm<{ AutomationExecutionId: string }>(
      ...["start-automation-execution", "--document-name", "gate", ...args],
    );
    return started.AutomationExecutionId;
  };
  const signal = (id: string, type: string, ...payload: readonly string[]): readonly string[] => [
    ...["send-automation-signal", "--automation-execution-id", id, "--signal-type", type],
    ...(payload.length > 0 ? ["--payload", ...payload] : []),
  ];
  const stop = (id: string): readonly string[] => ["stop-automation-execution", "--automation-execution-id", id];
  const current = async (id: string) => {
    const { AutomationExecution: execution } = await ssm<{
      AutomationExecution: { AutomationExecutionStatus: string; CurrentStepName?: string };
    }>("get-automation-execution", "--automation-execution-id", id);
    return [execution.AutomationExecutionStatus, execution.CurrentStepName];
  };

  let id = "";
  beforeAll(async () => {
    const content = ["--document-type", "Automation", "--content", JSON.stringify(GATE)];
    await ssm("create-document", "--name", "gate", ...content);
    id = await start("--tags", "Key=team,Value=red", "--client-token", TOKEN);
  });

  it("is started only once for one ClientToken", async () => {
    expect(await start("--tags", "Key=team,Value=red", "--client-token", TOKEN)).toBe(id);
    const other = ["--document-name", "AWS-StopEC2Instance", "--parameters", "InstanceId=i-0123456789abcdef0"];
    await expect(refused("start-automation-execution", ...other, "--client-token", TOKEN)).resolves.toContain(
      "(IdempotentParameterMismatch)",
    );
  });

  it("waits at aws:pause, and accepts only the signal Resume", async () => {
    expect(await current(id)).toEqual(["Waiting", "hold"]);
    await expect(refused(...signal(id, "Approve"))).resolves.toContain("(InvalidAutomationSignalException)");
    await expect(refused(...signal(id, "Resume", "StepName=ask"))).resolves.toContain(
      "(AutomationStepNotFoundException)",
    );
    await expect(refused(...signal(NOBODY, "Resume", "StepName=hold"))).resolves.toContain(
      "(AutomationExecutionNotFoundException)",
    );
    await ssm(...signal(id, "Resume", "StepName=hold"));
    expect(await current(id)).toEqual(["Waiting", "ask"]);
  });

  it("continues when an approver approves", async () => {
    await ssm(...signal(id, "Approve", "Comment=fine"));
    expect(await current(id)).toEqual(["InProgress", "wait"]);
  });

  it("can be stopped during a step, and only once", async () => {
    await ssm(...stop(id));
    const { AutomationExecutionStatus, StepExecutions: steps = [] } = await operator().end("management", id);
    expect(AutomationExecutionStatus).toBe("Cancelled");
    expect(steps.map(({ StepStatus }) => StepStatus)).toEqual(["Success", "Success", "Cancelled", "Pending"]);
    await expect(refused(...stop(id))).resolves.toContain("(InvalidAutomationStatusUpdateException)");
    await expect(refused(...stop(NOBODY))).resolves.toContain("(AutomationExecutionNotFoundException)");
  });

  it("fails when the approver rejects", async () => {
    const other = await start();
    await ssm(...signal(other, "Resume", "StepName=hold"));
    await ssm(...signal(other, "Reject", "Comment=no"));
    const { AutomationExecutionStatus, FailureMessage } = await operator().end("management", other);
    expect([AutomationExecutionStatus, FailureMessage]).toEqual(["Failed", expect.stringContaining("rejected")]);
  });

  it("is listed by document, status and tag, and in pages", async () => {
    const find = async (...filters: readonly string[]) => {
      const answer = await ssm<{ AutomationExecutionMetadataList: readonly Metadata[] }>(
        ...["describe-automation-executions", "--filters", ...filters],
      );
      return answer.AutomationExecutionMetadataList.map((found) => found.AutomationExecutionId);
    };
    expect(await find("Key=DocumentNamePrefix,Values=ga", "Key=ExecutionStatus,Values=Cancelled")).toEqual([id]);
    expect(await find("Key=TagKey,Values=team")).toEqual([id]);

    const page = ["describe-automation-executions", "--no-paginate", "--max-results", "1"];
    const first = await ssm<{ AutomationExecutionMetadataList: readonly Metadata[]; NextToken: string }>(...page);
    const second = await ssm<{ AutomationExecutionMetadataList: readonly Metadata[] }>(
      ...[...page, "--next-token", first.NextToken],
    );
    expect(second.AutomationExecutionMetadataList).toHaveLength(1);
    expect(second.AutomationExecutionMetadataList).not.toEqual(first.AutomationExecutionMetadataList);
    await expect(refused("describe-automation-executions", "--next-token", "another")).resolves.toContain(
      "(InvalidNextToken)",
    );
  });
}
