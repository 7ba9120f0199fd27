/** Signals: a run across accounts waits in each of them, and is resumed, approved and rejected there. */
import {
  ADMINISTRATION_ROLE_ARN,
  ALL_AT_ONCE,
  byAccount,
  DEV,
  EXECUTION_ROLE,
  PROD,
  REGION,
  type Operator,
} from "./operator";

const APPROVER = "arn:aws:iam::{{global:ACCOUNT_ID}}:role/FleetbookApproverRole";
const ASKS = {
  schemaVersion: "0.3",
  assumeRole: "{{AutomationAssumeRole}}",
  parameters: { AutomationAssumeRole: { type: "AWS::IAM::Role::Arn" }, InstanceId: { type: "String" } },
  mainSteps: [
    { name: "hold", action: "aws:pause", inputs: {} },
    { name: "ask", action: "aws:approve", inputs: { Approvers: [APPROVER] } },
    { name: "done", action: "aws:sleep", inputs: { Duration: "PT0S" } },
  ],
};

export function signals(operator: () => Operator): void {
  const ssm = <T>(...args: readonly string[]) => operator().cli<T>("management", "ssm", ...args);
  const signal = (...args: readonly string[]) => operator().fleetbook("management", "signal", id, ...args);
  let id = "";

  beforeAll(async () => {
    const document = ["--document-type", "Automation", "--content", JSON.stringify(ASKS)];
    await ssm("create-document", "--name", "asks", ...document);
    const share = ["--permission-type", "Share", "--account-ids-to-add", DEV, PROD];
    await ssm("modify-document-permission", "--name", "asks", ...share);
    const where = { Accounts: [DEV, PROD], Regions: [REGION], ExecutionRoleName: EXECUTION_ROLE, ...ALL_AT_ONCE };
    const started = await ssm<{ AutomationExecutionId: string }>(
      ...["start-automation-execution", "--document-name", "asks", "--target-parameter-name", "InstanceId"],
      ...["--targets", "Key=AWS::EC2::Instance,Values=*", "--target-locations", JSON.stringify([where])],
      ...["--parameters", `AutomationAssumeRole=${ADMINISTRATION_ROLE_ARN}`],
    );
    id = started.AutomationExecutionId;
  });

  it("resume a run in every account where it pauses", async () => {
    const { status, stderr } = await signal("resume", "--yes");
    expect([status, stderr]).toEqual([0, expect.stringContaining("resume: 2 of 2 executions took it")]);
  });

  it("are refused with the true cause, if the role may not send them", async () => {
    const { status, stderr } = await signal(
      "approve",
      "--role",
      "FleetbookReaderRole",
      "--account",
      "app-dev",
      "--yes",
    );
    expect([status, stderr]).toEqual([1, expect.stringContaining("FleetbookReaderRole/")]);
    expect(stderr).toContain("may not send signals");
  });

  it("approve in one account and reject in another one, with the approver role of each", async () => {
    const approved = await signal("approve", "--account", "app-dev", "--yes", "--json");
    expect(JSON.parse(approved.stdout)).toMatchObject({ waiting: [{ accountId: DEV, step: "ask", taken: true }] });
    const rejected = await signal("reject", "--message", "not today", "--yes");
    expect(rejected.status).toBe(0);
    const ended = await operator().end("management", id);
    expect(byAccount(ended)).toEqual({ [DEV]: "Success", [PROD]: "Failed" });
    const { FailureMessage } = await operator().ofInstance(PROD, id);
    expect(FailureMessage).toMatch(/FleetbookApproverRole\/fleetbook-signal-fleetbook-operator rejected: not today/);
  });

  it("are not sent to a run that has ended, which is said", async () => {
    const { status, stderr } = await signal("approve", "--yes");
    expect([status, stderr]).toEqual([1, expect.stringContaining("it has ended")]);
  });
}
