// The automation that a run of an association starts, and the status during and after the run.
import { DescribeAssociationCommand, StartAssociationsOnceCommand } from "@aws-sdk/client-ssm";
import { AutomationError } from "../../../../src/engine/errors";
import { associated, create, HOME, NOW, ROLE, RUNBOOK, settled, SIMPLE, TARGETED, world } from "./world";

describe("A run of an association", () => {
  it("starts an automation as State Manager, with the association's id, when the association is created", async () => {
    const { automation, named } = await associated(SIMPLE);
    expect(await automation()).toMatchObject({
      location: HOME,
      caller: { arn: expect.stringContaining("state-manager") as string },
      associationId: named.AssociationId,
      request: {
        DocumentName: "runbook",
        DocumentVersion: "$DEFAULT",
        Parameters: { AutomationAssumeRole: [ROLE] },
      },
    });
  });

  it("is Pending while the automation is in progress, so that Terraform waits, and then Success", async () => {
    const { automation, describe } = await associated(SIMPLE);
    const running = await automation();
    expect((await describe()).Overview).toEqual({
      Status: "Pending",
      DetailedStatus: "InProgress",
      AssociationStatusAggregatedCount: { Pending: 1 },
    });
    await running.end("Success");
    expect(await describe()).toMatchObject({
      Overview: { Status: "Success", DetailedStatus: "Success", AssociationStatusAggregatedCount: { Success: 1 } },
      LastExecutionDate: NOW,
      LastSuccessfulExecutionDate: NOW,
    });
  });

  it.each(["Failed", "TimedOut", "Cancelled"] as const)("is Failed if the automation ends as %s", async (status) => {
    const { automation, describe } = await associated(SIMPLE);
    await (await automation()).end(status);
    const { Overview, LastSuccessfulExecutionDate } = await describe();
    expect(Overview).toEqual({
      Status: "Failed",
      DetailedStatus: status,
      AssociationStatusAggregatedCount: { Failed: 1 },
    });
    expect(LastSuccessfulExecutionDate).toBeUndefined();
  });

  it("is Failed if the automation is refused, and the sandbox's log says why", async () => {
    const refusal = new AutomationError("InvalidAutomationExecutionParametersException", "AccountId is wrong.");
    const { describe, named, log } = await associated(SIMPLE, { refusal });
    expect((await describe()).Overview).toEqual({ Status: "Failed", DetailedStatus: "InvalidAutomationParameters" });
    expect(log).toEqual([
      `Association ${named.AssociationId} in 111111111111 eu-west-1 did not run: AccountId is wrong.`,
    ]);
  });

  it.each([
    ["the association has no role in its parameters", RUNBOOK, { Name: "runbook" }],
    ["the runbook has no assumeRole", { ...RUNBOOK, assumeRole: undefined }, SIMPLE],
  ])("is Failed if %s", async (_reason, document, request) => {
    const { client, documents, started, log } = world();
    documents.set("runbook", document);
    const { AssociationId } = await create(client(), request);
    await settled();
    const answer = await client().send(new DescribeAssociationCommand({ AssociationId }));
    expect(answer.AssociationDescription?.Overview?.DetailedStatus).toBe("InvalidAutomationParameters");
    expect(started).toEqual([]);
    expect(log[0]).toMatch(/role/i);
  });

  it("starts a runbook whose assumeRole is a constant", async () => {
    const { client, documents, started } = world();
    documents.set("runbook", { ...RUNBOOK, assumeRole: ROLE });
    await create(client(), { Name: "runbook" });
    await settled();
    expect(started).toHaveLength(1);
  });

  it("is Failed with InvalidDocument if the document no longer exists", async () => {
    const { documents, describe, automation, client, named } = await associated(SIMPLE);
    await (await automation()).end();
    documents.clear();
    await client.send(new StartAssociationsOnceCommand({ AssociationIds: [named.AssociationId] }));
    expect((await describe()).Overview).toMatchObject({ Status: "Failed", DetailedStatus: "InvalidDocument" });
  });
});

describe("The version that a run uses", () => {
  it("is the default version for a document of another account, whatever version the association names", async () => {
    const { client, documents, automation } = world();
    const shared = "arn:aws:ssm:eu-west-1:999999999999:document/runbook";
    const own = "arn:aws:ssm:eu-west-1:111111111111:document/runbook";
    documents.set(shared, RUNBOOK).set(own, RUNBOOK);
    await create(client(), { ...SIMPLE, Name: shared, DocumentVersion: "$LATEST" });
    expect((await automation()).request.DocumentVersion).toBe("$DEFAULT");
    await create(client(), { ...SIMPLE, Name: own, DocumentVersion: "$LATEST" });
    expect((await automation()).request.DocumentVersion).toBe("$LATEST");
  });
});

describe("A run with targets", () => {
  it("starts one automation with State Manager's limits, and leaves the target parameter to the targets", async () => {
    const { automation } = await associated({
      ...TARGETED,
      Parameters: { ...SIMPLE.Parameters, InstanceId: ["{{RESOURCE_ID}}"] },
    });
    expect((await automation()).request).toEqual({
      DocumentName: "runbook",
      DocumentVersion: "$DEFAULT",
      Parameters: { AutomationAssumeRole: [ROLE] },
      TargetParameterName: "InstanceId",
      Targets: [{ Key: "tag:MyDocument", Values: ["Group1"] }],
      MaxConcurrency: "100%",
      MaxErrors: "100%",
    });
  });

  it("uses the association's own limits", async () => {
    const { automation } = await associated({ ...TARGETED, MaxConcurrency: "10%", MaxErrors: "0" });
    expect((await automation()).request).toMatchObject({ MaxConcurrency: "10%", MaxErrors: "0" });
  });

  it("counts its targets by status, during and after the automation", async () => {
    const { automation, describe, executions } = await associated(TARGETED);
    const running = await automation();
    running.progress({ "i-1": "Success", "i-2": "InProgress", "i-3": "Pending" });
    expect((await describe()).Overview).toEqual({
      Status: "Pending",
      DetailedStatus: "InProgress",
      AssociationStatusAggregatedCount: { Success: 1, Pending: 2 },
    });
    await running.end("Failed", { "i-1": "Success", "i-2": "Failed", "i-3": "Pending" });
    expect((await describe()).Overview).toEqual({
      Status: "Failed",
      DetailedStatus: "Failed",
      AssociationStatusAggregatedCount: { Success: 1, Failed: 1, Skipped: 1 },
    });
    expect((await executions())[0]?.ResourceCountByStatus).toBe("{Success=1, Failed=1, Skipped=1}");
  });

  it("is Failed if one target failed, even if the automation's error limit allows it", async () => {
    const { automation, describe } = await associated(TARGETED);
    await (await automation()).end("Success", { "i-1": "Success", "i-2": "TimedOut" });
    expect((await describe()).Overview).toMatchObject({ Status: "Failed", DetailedStatus: "TimedOut" });
  });

  it("is Success with an empty count if there are no targets", async () => {
    const { automation, describe, executions } = await associated(TARGETED);
    await (await automation()).end("Success", {});
    expect((await describe()).Overview).toEqual({
      Status: "Success",
      DetailedStatus: "Success",
      AssociationStatusAggregatedCount: {},
    });
    expect((await executions())[0]?.ResourceCountByStatus).toBe("{}");
  });

  it("is Failed if the automation failed to resolve its targets", async () => {
    const { automation, describe } = await associated(TARGETED);
    await (await automation()).end("Failed", {});
    expect((await describe()).Overview).toEqual({ Status: "Failed", DetailedStatus: "Failed" });
  });

  it("lists its targets, each with its child execution", async () => {
    const { automation, executions, targets, named } = await associated(TARGETED);
    const running = await automation();
    await running.end("Success", { "i-1": "Success", "i-2": "Failed" });
    const [run] = await executions();
    const listed = await targets(run?.ExecutionId);
    expect(listed).toEqual([
      {
        AssociationId: named.AssociationId,
        AssociationVersion: "1",
        ExecutionId: run?.ExecutionId,
        ResourceId: "i-1",
        ResourceType: "AWS::EC2::Instance",
        Status: "Success",
        DetailedStatus: "Success",
        LastExecutionDate: NOW,
        OutputSource: {
          OutputSourceId: `child-of-${running.id.slice(-4)}-for-i-1`.padEnd(36, "-"),
          OutputSourceType: "Automation",
        },
      },
      expect.objectContaining({ ResourceId: "i-2", Status: "Failed", DetailedStatus: "Failed" }),
    ]);
  });

  it("with TargetLocations lists accounts and Regions, with the execution of the home account as their source", async () => {
    const { automation, executions, targets } = await associated({
      ...TARGETED,
      TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"], TargetLocationMaxConcurrency: "2" }],
    });
    const running = await automation();
    expect(running.request.TargetLocations).toEqual([
      { Accounts: ["222222222222"], Regions: ["eu-west-1"], TargetLocationMaxConcurrency: "2" },
    ]);
    await running.end("Success", { "222222222222_eu-west-1": "Success" });
    const [run] = await executions();
    expect(await targets(run?.ExecutionId)).toMatchObject([
      { ResourceId: "222222222222_eu-west-1", OutputSource: { OutputSourceId: running.id } },
    ]);
  });
});
