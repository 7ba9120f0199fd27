import { AutomationEngine } from "../../../src/engine/engine";
import type { StartRequest } from "../../../src/engine/records";
import { ApiCallError } from "../../../src/engine/errors";
import { CALLER, fakePlatform, HOME, type Fakes } from "../fake-platform";
import { callStep, documentOf, run, settled, start } from "../run-document";

const document = documentOf([callStep("act", "act", { inputs: { Id: "{{ Id }}", Note: "{{ Note }}" } })], {
  parameters: { Id: { type: "String", allowedPattern: "i-.*" }, Note: { type: "String", default: "" } },
});
const slow = documentOf([{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } }], {
  parameters: { Id: { type: "String" } },
});
/** Those with "bad" in their ids fail. */
const fakes: Fakes = {
  api: {
    "test:act": ({ Id }) => {
      if (typeof Id === "string" && Id.includes("bad")) throw new ApiCallError("Broken", "It is broken.", "act");
      return {};
    },
  },
};
const values = (...Values: string[]): Partial<StartRequest> => ({
  TargetParameterName: "Id",
  Targets: [{ Key: "ParameterValues", Values }],
});
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `i-${index}`);

describe("an execution for targets", () => {
  it("runs one child for each, with the common parameters and the target's", async () => {
    const { engine, id, ended } = await start(document, fakes, {
      ...values("i-1", "i-2"),
      Parameters: { Note: ["for {{RESOURCE_ID}}"] },
    });
    const { record, platform } = await ended();
    expect(record).toMatchObject({
      AutomationExecutionStatus: "Success",
      ResolvedTargets: { ParameterValues: ["i-1", "i-2"], Truncated: false },
      Parameters: { Note: ["for {{RESOURCE_ID}}"] },
      ProgressCounters: { TotalSteps: 2, SuccessSteps: 2 },
    });
    expect(record.StepExecutions).toMatchObject([
      { StepName: "i-1", Action: "aws:executeAutomation", Inputs: { Id: "i-1" }, Outputs: {}, StepStatus: "Success" },
      { StepName: "i-2" },
    ]);
    expect(platform.calls.map(({ parameters: { Id, Note } }) => [Id, Note])).toEqual([
      ["i-1", "for i-1"],
      ["i-2", "for i-2"],
    ]);
    expect(engine.records(HOME)[0]).toMatchObject({
      ParentAutomationExecutionId: id,
      Target: "i-2",
      Parameters: { Id: ["i-2"], Note: ["for i-2"] },
    });
  });

  it.each(["ssm:StartAutomationExecution", "iam:PassRole"])("fails if its role lacks %s", async (lacking) => {
    const role = "arn:aws:iam::111111111111:role/runbook";
    const asked: string[] = [];
    const { record, steps } = await run(
      { ...document, assumeRole: role },
      {
        ...fakes,
        allowed: (action, resource, { arn }) => {
          asked.push(`${arn.split("/")[1] ?? ""} ${action} ${resource}`);
          return action !== lacking;
        },
      },
      values("i-1"),
    );
    expect(record.AutomationExecutionStatus).toBe("Failed");
    expect(steps[0]?.FailureMessage).toContain(`is not authorized to perform: ${lacking}`);
    expect(asked.at(-1)).toBe(
      lacking === "iam:PassRole"
        ? `runbook ${lacking} ${role}`
        : `runbook ${lacking} arn:aws:ssm:eu-west-1:111111111111:automation-definition/tested:$DEFAULT`,
    );
  });

  it("resolves each tag and group once", async () => {
    const { record } = await run(
      document,
      { ...fakes, targets: (targets) => [...targets.map(({ Key }) => `i-${Key}`), "i-1"] },
      {
        TargetParameterName: "Id",
        Targets: [
          { Key: "ParameterValues", Values: ["i-1"] },
          { Key: "tag:a", Values: ["b"] },
        ],
      },
    );
    expect(record.ResolvedTargets.ParameterValues).toEqual(["i-1", "i-tag:a"]);
  });

  it("resolves targets as its role, or as State Manager if an association started it", async () => {
    const asked: string[] = [];
    const role = "arn:aws:iam::111111111111:role/runbook";
    const platform = fakePlatform({
      documents: { doc: { ...document, assumeRole: role } },
      targets: (_targets, { identity }) => {
        asked.push(identity.arn.split("/")[1] ?? "");
        return [];
      },
    });
    const engine = new AutomationEngine(platform);
    const request = { ...values(), DocumentName: "doc", Targets: [{ Key: "tag:a", Values: ["b"] }] };
    const stateManager = { arn: "arn:aws:sts::111111111111:assumed-role/state-manager/session" };
    await engine.ended(HOME, await engine.start(HOME, CALLER, request));
    await engine.ended(HOME, await engine.start(HOME, stateManager, request, { associationId: "a" }));
    expect(asked).toEqual(["runbook", "state-manager"]);
  });

  it("succeeds without doing anything if there are no targets", async () => {
    const { status, record } = await run(document, fakes, { ...values(), Targets: [{ Key: "tag:a", Values: ["b"] }] });
    expect(status).toBe("Success");
    expect(record.StepExecutions).toEqual([]);
  });

  it("fails if targets cannot be resolved for an unknown reason", async () => {
    // Any value can be thrown, and none at all.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const silent = (): Promise<never> => Promise.reject(undefined);
    const request = { ...values(), Targets: [{ Key: "tag:a", Values: ["b"] }] };
    expect((await run(document, { targets: silent }, request)).status).toBe("Failed");
  });

  it("fails if its targets cannot be resolved", async () => {
    const { status, record } = await run(
      document,
      {
        targets: () => {
          throw new ApiCallError("AccessDeniedException", "No.", "GetResources");
        },
      },
      { ...values(), Targets: [{ Key: "tag:a", Values: ["b"] }] },
    );
    expect(status).toBe("Failed");
    expect(record.FailureMessage).toContain("(AccessDeniedException) when calling the GetResources operation");
  });

  it("starts 1, then 2, then 4 children, up to the limit", async () => {
    const { record } = await run(slow, {}, { ...values(...ids(10)), MaxConcurrency: "4" });
    const hours = record.StepExecutions.map(({ ExecutionStartTime }) => ExecutionStartTime?.getUTCHours());
    expect(hours).toEqual([10, 11, 11, 12, 12, 12, 12, 13, 13, 13]);
  });

  it("starts no more after the first error, and fails", async () => {
    const { record, statuses } = await run(document, fakes, values("i-1", "i-bad", "i-3", "i-4"));
    expect(statuses).toEqual(["i-1: Success", "i-bad: Failed", "i-3: Success", "i-4: Pending"]);
    expect(record).toMatchObject({
      AutomationExecutionStatus: "Failed",
      FailureMessage: expect.stringContaining("error limit") as string,
      ProgressCounters: { TotalSteps: 4, SuccessSteps: 2, FailedSteps: 1 },
    });
  });

  it("succeeds with errors within the limit", async () => {
    const { status, statuses } = await run(document, fakes, {
      ...values("i-bad", "i-2", "i-3", "i-4"),
      MaxErrors: "25%",
    });
    expect(statuses[0]).toBe("i-bad: Failed");
    expect(statuses.slice(1)).toEqual(["i-2: Success", "i-3: Success", "i-4: Success"]);
    expect(status).toBe("Success");
  });

  it("counts a child that times out as an error", async () => {
    const hasty = documentOf([{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" }, timeoutSeconds: 5 }], {
      parameters: { Id: { type: "String" } },
    });
    const { status, statuses } = await run(hasty, {}, values("i-1", "i-2"));
    expect(statuses).toEqual(["i-1: TimedOut", "i-2: Pending"]);
    expect(status).toBe("Failed");
  });

  it("counts a target with invalid parameters as an error", async () => {
    const { step } = await run(document, fakes, values("vol-1"));
    expect(step("vol-1").FailureMessage).toContain("(InvalidAutomationExecutionParametersException)");
  });

  it("can have a map of parameters for each child", async () => {
    const { record, platform } = await run(document, fakes, {
      TargetMaps: [{ Id: ["i-1"], Note: ["one"] }, { Id: ["i-2"] }],
    });
    expect(platform.calls.map(({ parameters: { Id, Note } }) => [Id, Note])).toEqual([
      ["i-1", "one"],
      ["i-2", ""],
    ]);
    expect(record.StepExecutions.map(({ StepName }) => StepName)).toEqual(['{"Id":["i-1"],"Note":["one"]}', "i-2"]);
  });

  it("assumes the role once for all children", async () => {
    const inRole = { ...document, assumeRole: "arn:aws:iam::111111111111:role/runbook" };
    const { platform } = await run(inRole, fakes, values("i-1", "i-2", "i-3"));
    expect(platform.assumed).toHaveLength(1);
    expect(platform.calls.every(({ hasRole }) => hasRole)).toBe(true);
  });

  it("cancels the children that run and starts no other", async () => {
    const { engine, id, ended } = await start(slow, {}, values("i-1", "i-2"));
    await settled();
    engine.stop(HOME, id, "Cancel");
    const { statuses, status, platform } = await ended();
    expect(statuses).toEqual(["i-1: Cancelled", "i-2: Pending"]);
    expect(status).toBe("Cancelled");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:00Z"));
  });

  it("lets the running children end if it is stopped with Complete", async () => {
    const { engine, id, ended } = await start(slow, {}, values("i-1", "i-2"));
    await settled();
    engine.stop(HOME, id, "Complete");
    expect(await ended()).toMatchObject({ status: "Success", statuses: ["i-1: Success", "i-2: Pending"] });
  });

  it.each<[string, Partial<StartRequest>, string]>([
    [
      "without the parameter that they are values of",
      { Targets: [{ Key: "tag:a", Values: ["b"] }] },
      "TargetParameterName",
    ],
    ["for a parameter that there is not", { ...values("i-1"), TargetParameterName: "id" }, "has no parameter id"],
    ["together with maps", { ...values("i-1"), TargetMaps: [{ Id: ["i-2"] }] }, "not both"],
    ["that are missing", { TargetParameterName: "Id" }, "needs Targets"],
  ])("is refused for targets %s", async (_case, request, message) => {
    await expect(run(document, fakes, request)).rejects.toMatchObject({
      code: "InvalidAutomationExecutionParametersException",
      message: expect.stringContaining(message) as string,
    });
  });

  it.each(["colour", "tag:", "constructor"])("is refused for the target key %s, which there is not", async (Key) => {
    const request = { TargetParameterName: "Id", Targets: [{ Key, Values: ["b"] }] };
    await expect(run(document, fakes, request)).rejects.toMatchObject({
      code: "InvalidTarget",
      message: expect.stringContaining(`${Key} is not a target key: use tag:<key>,`) as string,
    });
  });

  it("is refused for an unknown target key of a location", async () => {
    const location = { Accounts: ["222222222222"], Regions: ["eu-west-1"], Targets: [{ Key: "colour", Values: [] }] };
    const request = { TargetParameterName: "Id", TargetLocations: [location] };
    await expect(run(document, fakes, request)).rejects.toMatchObject({ code: "InvalidTarget" });
  });

  it("is refused for limits that AWS does not accept", async () => {
    await expect(run(document, fakes, { ...values("i-1"), MaxConcurrency: "0" })).rejects.toMatchObject({
      code: "ValidationException",
    });
  });
});
