import type { JsonObject } from "../../../src/document/json";
import type { AutomationDocument } from "../../../src/document/model";
import { AutomationEngine } from "../../../src/engine/engine";
import { ApiCallError } from "../../../src/engine/errors";
import type { Location } from "../../../src/iam/location";
import type { StartRequest } from "../../../src/engine/records";
import { CALLER, fakePlatform, HOME, type Fakes } from "../fake-platform";
import { errorOf, callStep, documentOf, settled } from "../run-document";

const ADMINISTRATION_ROLE = "arn:aws:iam::111111111111:role/AWS-SystemsManager-AutomationAdministrationRole";
const executionRole = (account: string): string =>
  `arn:aws:iam::${account}:role/AWS-SystemsManager-AutomationExecutionRole`;
const document = documentOf([callStep("act", "ok", { inputs: { Id: "{{ Id }}" } })], {
  assumeRole: "{{ Role }}",
  parameters: { Role: { type: "String", default: "" }, Id: { type: "String", default: "" } },
});
const slow = {
  ...document,
  mainSteps: documentOf([{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } }]).mainSteps,
};
const ORGANIZATION = {
  "ou-abcd-workload": { accounts: ["222222222222", "333333333333"], units: ["ou-abcd-producti"] },
  "ou-abcd-producti": { accounts: ["444444444444"] },
};

function at(accountId: string, region = HOME.region): Location {
  return { ...HOME, accountId, region };
}

async function begin(request: Partial<StartRequest>, fakes: Fakes = {}, tested: AutomationDocument = document) {
  const shared = Object.fromEntries(
    ["eu-west-1", "us-east-1"].map((region) => [`arn:aws:ssm:${region}:111111111111:document/tested`, tested]),
  );
  const platform = fakePlatform({
    organization: ORGANIZATION,
    ...fakes,
    documents: { tested, ...shared },
    api: { "test:ok": () => ({}), ...fakes.api },
  });
  const engine = new AutomationEngine(platform);
  const id = await engine.start(HOME, CALLER, {
    DocumentName: "tested",
    Parameters: { Role: [ADMINISTRATION_ROLE] },
    ...request,
  });
  return { engine, platform, id };
}

async function run(request: Partial<StartRequest>, fakes: Fakes = {}, tested: AutomationDocument = document) {
  const startedRun = await begin(request, fakes, tested);
  const record = await startedRun.engine.ended(HOME, startedRun.id);
  return {
    ...startedRun,
    record,
    statuses: record.StepExecutions.map(({ StepName, StepStatus }) => `${StepName}: ${StepStatus}`),
  };
}

describe("an execution in several accounts and Regions", () => {
  it("runs one child in each of them, which is recorded as a step", async () => {
    const { engine, id, record, statuses } = await run({
      TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1", "us-east-1"] }],
    });
    expect(record.AutomationExecutionStatus).toBe("Success");
    expect(statuses).toEqual(["222222222222_eu-west-1: Success", "222222222222_us-east-1: Success"]);
    const [child] = engine.records(at("222222222222", "us-east-1"));
    expect(child).toMatchObject({ ParentAutomationExecutionId: id, AutomationExecutionStatus: "Success" });
    expect(record.StepExecutions[1]).toMatchObject({
      Action: "aws:executeAutomation",
      TargetLocation: { Accounts: ["222222222222"], Regions: ["us-east-1"] },
      Outputs: { ExecutionId: [child?.AutomationExecutionId] },
    });
    expect(record.ProgressCounters).toEqual({
      TotalSteps: 2,
      SuccessSteps: 2,
      FailedSteps: 0,
      CancelledSteps: 0,
      TimedOutSteps: 0,
    });
    expect(engine.records(HOME)).toHaveLength(1);
  });

  it("assumes each account's execution role from the administration role, and the child runs as it", async () => {
    const { platform, engine } = await run({
      TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }],
    });
    expect(platform.assumed.map(({ roleArn }) => roleArn)).toEqual([
      ADMINISTRATION_ROLE,
      executionRole("222222222222"),
      executionRole("222222222222"),
    ]);
    expect(platform.assumed[1]?.from).toContain("AutomationAdministrationRole");
    const [child] = engine.records(at("222222222222"));
    expect(child?.Parameters["Role"]).toEqual([executionRole("222222222222")]);
    expect(platform.calls[0]).toMatchObject({
      hasRole: true,
      location: { accountId: "222222222222" },
      identity: { arn: expect.stringContaining("222222222222:assumed-role") as string },
    });
  });

  it("refers to the document by the ARN in the starting account, in the child's Region", async () => {
    const asked: string[] = [];
    await run(
      { TargetLocations: [{ Accounts: ["222222222222"], Regions: ["us-east-1"] }] },
      { allowed: (_action, resource) => asked.push(resource) > 0 },
    );
    expect(asked).toEqual(["arn:aws:ssm:us-east-1:111111111111:automation-definition/tested:$DEFAULT"]);
  });

  it("runs as the execution role even if the document has no role", async () => {
    const { platform } = await run({
      Parameters: {},
      TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }],
    });
    expect(platform.assumed).toMatchObject([{ roleArn: executionRole("222222222222"), from: CALLER.arn }]);
    expect(platform.calls[0]).toMatchObject({
      hasRole: true,
      identity: { arn: expect.stringContaining("222222222222:assumed-role") as string },
    });
  });

  it("can have another execution role", async () => {
    const { platform } = await run({
      TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"], ExecutionRoleName: "Other" }],
    });
    expect(platform.assumed[1]?.roleArn).toBe("arn:aws:iam::222222222222:role/Other");
  });

  it("expands organizational units, includes child units on request, and leaves out exclusions", async () => {
    const location = { Accounts: ["ou-abcd-workload"], Regions: ["eu-west-1"] };
    const accountsOf = async (more: object) =>
      (await run({ TargetLocations: [{ ...location, ...more }] })).statuses.map((status) => status.slice(0, 12));
    expect(await accountsOf({})).toEqual(["222222222222", "333333333333"]);
    expect(await accountsOf({ IncludeChildOrganizationUnits: true, ExcludeAccounts: ["222222222222"] })).toEqual([
      "333333333333",
      "444444444444",
    ]);
  });

  it("fails the step of an account whose role cannot be assumed, with AWS's message, and continues within the limit", async () => {
    const { record, statuses } = await run(
      {
        TargetLocations: [
          { Accounts: ["222222222222", "333333333333"], Regions: ["eu-west-1"], TargetLocationMaxErrors: "1" },
        ],
      },
      { assumable: (roleArn) => roleArn !== executionRole("222222222222") },
    );
    expect(statuses).toEqual(["222222222222_eu-west-1: Failed", "333333333333_eu-west-1: Success"]);
    expect(record.StepExecutions[0]?.FailureMessage).toBe(
      `The provided role: ${executionRole("222222222222")} can't be assumed. (Service: null; Status Code: 0; Error Code: null; Request ID: null; Proxy: null)`,
    );
    expect(record.AutomationExecutionStatus).toBe("Success");
  });

  it("fails the step of an account with which the runbook is not shared, with AWS's message", async () => {
    const { record } = await run(
      {
        TargetLocations: [
          { Accounts: ["222222222222"], Regions: ["ap-south-1", "eu-west-1"], TargetLocationMaxErrors: "1" },
        ],
      },
      {},
    );
    expect(record.StepExecutions.map(({ FailureMessage }) => FailureMessage)).toEqual([
      `The execution role ${executionRole("222222222222")} in the target location is unable to be assumed.`,
      undefined,
    ]);
  });

  it("names the account, the Region and the cause if it fails", async () => {
    const { record } = await run(
      { TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }] },
      { api: { "test:ok": () => Promise.reject(new ApiCallError("Denied", "Not today.", "Ok")) } },
    );
    expect(record.FailureMessage).toMatch(
      /^The error limit is exceeded: 1 child execution failed\. 222222222222 in eu-west-1: .*Not today\./,
    );
  });

  it("names the target too, if a child for a target failed", async () => {
    const { record } = await run(
      {
        TargetParameterName: "Id",
        Targets: [{ Key: "ParameterValues", Values: ["i-1"] }],
        TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }],
      },
      { api: { "test:ok": () => Promise.reject(new ApiCallError("Denied", "Not today.", "Ok")) } },
    );
    expect(record.FailureMessage).toMatch(/222222222222 in eu-west-1: .* i-1: .*Not today\./);
  });

  it("names three failed accounts, and the number of the others", async () => {
    const Accounts = ["1", "2", "3", "4", "5"].map((digit) => digit.repeat(12));
    const { record } = await run(
      {
        TargetLocations: [
          { Accounts, Regions: ["eu-west-1"], TargetLocationMaxConcurrency: "5", TargetLocationMaxErrors: "0" },
        ],
      },
      { assumable: (roleArn) => roleArn === ADMINISTRATION_ROLE },
    );
    expect(record.FailureMessage?.match(/in eu-west-1:/g)).toHaveLength(3);
    expect(record.FailureMessage).toMatch(/ 2 more failed\.$/);
  });

  it("stops at the first error by default", async () => {
    const { record, statuses } = await run(
      { TargetLocations: [{ Accounts: ["222222222222", "333333333333"], Regions: ["eu-west-1"] }] },
      { assumable: (roleArn) => roleArn !== executionRole("222222222222") },
    );
    expect(statuses).toEqual(["222222222222_eu-west-1: Failed", "333333333333_eu-west-1: Pending"]);
    expect(record.FailureMessage).not.toContain("333333333333");
    expect(record.AutomationExecutionStatus).toBe("Failed");
  });

  it("fails the step of an account whose role may not start the runbook", async () => {
    const { record } = await run(
      { TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }] },
      { allowed: () => false },
    );
    expect(record.StepExecutions[0]?.FailureMessage).toContain(
      "is not authorized to perform: ssm:StartAutomationExecution",
    );
  });

  it("runs one pair after the other, or as many at a time as the location allows", async () => {
    const startsOf = async (more: object) => {
      const { record } = await run(
        { TargetLocations: [{ Accounts: ["222222222222", "333333333333"], Regions: ["eu-west-1"], ...more }] },
        {},
        slow,
      );
      return record.StepExecutions.map(({ ExecutionStartTime }) => ExecutionStartTime?.getUTCHours());
    };
    expect(await startsOf({})).toEqual([10, 11]);
    expect(await startsOf({ TargetLocationMaxConcurrency: "2" })).toEqual([10, 10]);
  });

  it("runs for the targets in each account, with one child for each target", async () => {
    const { engine, record } = await run(
      {
        TargetParameterName: "Id",
        Targets: [{ Key: "tag:a", Values: ["b"] }],
        MaxErrors: "100%",
        TargetLocations: [
          { Accounts: ["222222222222"], Regions: ["eu-west-1"] },
          {
            Accounts: ["333333333333"],
            Regions: ["eu-west-1"],
            Targets: [{ Key: "ParameterValues", Values: ["i-own"] }],
            TargetsMaxConcurrency: "5",
          },
        ],
      },
      { targets: (_targets, { location }) => [`i-${location.accountId}`] },
    );
    expect(record.AutomationExecutionStatus).toBe("Success");
    const [grandchild, child] = engine.records(at("222222222222"));
    expect(child).toMatchObject({
      ResolvedTargets: { ParameterValues: ["i-222222222222"] },
      MaxErrors: "100%",
      StepExecutions: [{ StepName: "i-222222222222", StepStatus: "Success" }],
    });
    expect(grandchild).toMatchObject({
      ParentAutomationExecutionId: child?.AutomationExecutionId,
      Target: "i-222222222222",
      StepExecutions: [{ StepName: "act", StepStatus: "Success" }],
    });
    expect(engine.records(at("333333333333")).at(-1)).toMatchObject({
      ResolvedTargets: { ParameterValues: ["i-own"] },
      MaxConcurrency: "5",
    });
  });

  it("cancels its children and grandchildren when it is cancelled", async () => {
    const { engine, id, platform } = await begin(
      {
        TargetParameterName: "Id",
        Targets: [{ Key: "ParameterValues", Values: ["i-1", "i-2"] }],
        TargetLocations: [{ Accounts: ["222222222222", "333333333333"], Regions: ["eu-west-1"] }],
      },
      {},
      slow,
    );
    for (let turn = 0; turn < 5; turn++) await settled();
    engine.stop(HOME, id, "Cancel");
    const { AutomationExecutionStatus, StepExecutions } = await engine.ended(HOME, id);
    expect(AutomationExecutionStatus).toBe("Cancelled");
    expect(StepExecutions.map(({ StepStatus }) => StepStatus)).toEqual(["Cancelled", "Pending"]);
    expect(engine.records(at("222222222222")).map((record) => record.AutomationExecutionStatus)).toEqual([
      "Cancelled",
      "Cancelled",
    ]);
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:00Z"));
  });

  it("cancels a child that is being started", async () => {
    let cancel = (): void => undefined;
    const answer = async (): Promise<JsonObject> => {
      await new Promise(setImmediate);
      cancel();
      return { Parameters: [{ Name: "/x", Type: "String", Value: "" }] };
    };
    const parameters = { ...slow.parameters, Stored: { type: "String", default: "{{ssm:/x}}" } } as const;
    const { engine, id } = await begin(
      { TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }] },
      { api: { "ssm:GetParameters": answer } },
      { ...slow, parameters },
    );
    cancel = () => engine.stop(HOME, id, "Cancel");
    const { StepExecutions } = await engine.ended(HOME, id);
    expect(StepExecutions.map(({ StepStatus }) => StepStatus)).toEqual(["Cancelled"]);
  });

  it("has children that are listed in their own account and Region, not in the starting account", async () => {
    const { engine } = await run({ TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }] });
    const [child] = engine.records(at("222222222222"));
    expect(errorOf(() => engine.record(HOME, child?.AutomationExecutionId ?? ""))).toMatchObject({
      code: "AutomationExecutionNotFoundException",
    });
  });

  it("fails if AWS Organizations does not answer", async () => {
    const { record } = await run({ TargetLocations: [{ Accounts: ["ou-abcd-elsewhere"], Regions: ["eu-west-1"] }] });
    expect(record.AutomationExecutionStatus).toBe("Failed");
    expect(record.FailureMessage).toContain("(ParentNotFoundException)");
  });

  it("is refused for a target location that is not an account", async () => {
    await expect(run({ TargetLocations: [{ Accounts: ["prod"], Regions: ["eu-west-1"] }] })).rejects.toMatchObject({
      code: "InvalidTarget",
    });
  });
});
