// When associations run: on creation and change, on their schedule, on demand, and when their document changes.
import {
  DeleteAssociationCommand,
  DescribeAssociationExecutionsCommand,
  StartAssociationsOnceCommand,
  UpdateAssociationCommand,
} from "@aws-sdk/client-ssm";
import { associated, create, HOME, NOW, RUNBOOK, settled, SIMPLE, world } from "./world";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

describe("An association with a schedule", () => {
  it("runs when it is created and then at every interval, for a month", async () => {
    const { pass, executions, started, client, named } = await associated(
      { ...SIMPLE, ScheduleExpression: "rate(30 minutes)" },
      { ends: "Success" },
    );
    await pass(30 * DAY + 1);
    expect(started).toHaveLength(1 + 30 * 48);
    // AWS's page size.
    expect(await executions()).toHaveLength(50);
    const older = new DescribeAssociationExecutionsCommand({
      ...named,
      Filters: [{ Key: "CreatedTime", Type: "LESS_THAN", Value: "2026-01-15T11:00:00Z" }],
    });
    expect((await client.send(older)).AssociationExecutions).toHaveLength(2);
  });

  it("keeps its executions for 30 days", async () => {
    const { pass, client, named } = await associated(
      { ...SIMPLE, ScheduleExpression: "rate(10 days)" },
      { ends: "Success" },
    );
    await pass(60 * DAY + 1);
    const { AssociationExecutions } = await client.send(new DescribeAssociationExecutionsCommand(named));
    const days = AssociationExecutions?.map(({ CreatedTime }) => ((CreatedTime?.getTime() ?? 0) - NOW.getTime()) / DAY);
    expect(days).toEqual([60, 50, 40, 30]);
  });

  it("runs only at the times of its cron expression with ApplyOnlyAtCronInterval", async () => {
    const { pass, started, describe, executions } = await associated(
      { ...SIMPLE, ScheduleExpression: "cron(0 2 ? * SUN *)", ApplyOnlyAtCronInterval: true },
      { ends: "Success" },
    );
    expect((await describe()).Overview).toEqual({ Status: "Pending", DetailedStatus: "Creating" });
    expect(started).toEqual([]);
    await pass(7 * DAY);
    expect((await executions()).map(({ CreatedTime }) => CreatedTime)).toEqual([new Date("2026-01-18T02:00:00Z")]);
    expect((await describe()).Overview?.Status).toBe("Success");
  });

  it("runs when it is created if its only time is past", async () => {
    const { automation } = await associated({
      ...SIMPLE,
      ScheduleExpression: "at(2026-01-15T09:00:00)",
      ApplyOnlyAtCronInterval: true,
    });
    expect(await automation()).toBeDefined();
  });

  it("ends a run as TimedOut if the next run is due before it has ended", async () => {
    const { pass, started, executions } = await associated({
      ...SIMPLE,
      ScheduleExpression: "rate(1 hour)",
    });
    await pass(HOUR + 1);
    expect(await executions()).toMatchObject([
      { Status: "Pending", DetailedStatus: "InProgress" },
      { Status: "Failed", DetailedStatus: "TimedOut", ResourceCountByStatus: "{Failed=1}" },
    ]);
    expect(started).toHaveLength(2);
  });

  it("ends a run as TimedOut if the next run is requested before it has started its work", async () => {
    const { client, named, started, executions } = await associated(SIMPLE);
    const once = new StartAssociationsOnceCommand({ AssociationIds: [named.AssociationId] });
    await Promise.all([client.send(once), client.send(once)]);
    const [newest, ...earlier] = await executions();
    expect(newest?.DetailedStatus).toBe("InProgress");
    expect(earlier).toMatchObject([{ DetailedStatus: "TimedOut" }, { DetailedStatus: "TimedOut" }]);
    // The automations of the earlier runs are cancelled too.
    expect(earlier.map(({ ResourceCountByStatus }) => ResourceCountByStatus)).toEqual(["{Failed=1}", "{Failed=1}"]);
    expect(started).toHaveLength(3);
  });

  it("cancels a run that takes longer than its Duration", async () => {
    const { pass, describe } = await associated({
      ...SIMPLE,
      ScheduleExpression: "cron(0 12 ? * * *)",
      ApplyOnlyAtCronInterval: true,
      Duration: 3,
    });
    await pass(5 * HOUR - 1);
    expect((await describe()).Overview?.Status).toBe("Pending");
    await pass(2);
    expect((await describe()).Overview).toMatchObject({ Status: "Failed", DetailedStatus: "Cancelled" });
  });

  it("no longer runs once it is deleted or State Manager is stopped", async () => {
    const { pass, manager, started, client, named } = await associated(
      { ...SIMPLE, ScheduleExpression: "rate(1 hour)" },
      { ends: "Success" },
    );
    await create(client, { ...SIMPLE, ScheduleExpression: "rate(1 hour)" });
    await client.send(new DeleteAssociationCommand(named));
    manager.stop();
    await pass(5 * HOUR);
    expect(started).toHaveLength(2);
  });
});

describe("An existing association", () => {
  it("runs on demand, regardless of its schedule", async () => {
    const { client, named, automation } = await associated({
      ...SIMPLE,
      ScheduleExpression: "cron(0 2 ? * SUN *)",
      ApplyOnlyAtCronInterval: true,
    });
    await client.send(new StartAssociationsOnceCommand({ AssociationIds: [named.AssociationId] }));
    expect(await automation()).toBeDefined();
  });

  it("does not run on demand if another association of the request does not exist", async () => {
    const { client, named, automation, started } = await associated(SIMPLE);
    await (await automation()).end();
    const unknown = "11111111-2222-3333-4444-555555555555";
    const start = new StartAssociationsOnceCommand({ AssociationIds: [named.AssociationId, unknown] });
    await expect(client.send(start)).rejects.toMatchObject({ name: "AssociationDoesNotExist" });
    await settled();
    expect(started).toHaveLength(1);
  });

  it("runs again after an update, and is Pending until that run has ended", async () => {
    const { client, named, automation, describe, started } = await associated(SIMPLE);
    await (await automation()).end();
    const update = await client.send(new UpdateAssociationCommand({ ...named, ...SIMPLE, AssociationName: "sharing" }));
    expect(update.AssociationDescription?.Overview).toEqual({ Status: "Pending", DetailedStatus: "Creating" });
    await (await automation()).end();
    expect(started).toHaveLength(2);
    expect((await describe()).Overview?.Status).toBe("Success");
  });

  it("no longer runs on its old schedule after an update", async () => {
    const { client, named, pass, started } = await associated(
      { ...SIMPLE, ScheduleExpression: "rate(1 hour)" },
      { ends: "Success" },
    );
    await client.send(new UpdateAssociationCommand({ ...named, ...SIMPLE }));
    await pass(DAY);
    expect(started).toHaveLength(2);
  });

  it("waits for its schedule after an update with ApplyOnlyAtCronInterval", async () => {
    const { client, named, describe, started } = await associated(SIMPLE, { ends: "Success" });
    const schedule = { ScheduleExpression: "cron(0 2 ? * SUN *)", ApplyOnlyAtCronInterval: true };
    await client.send(new UpdateAssociationCommand({ ...named, ...SIMPLE, ...schedule }));
    expect((await describe()).Overview?.DetailedStatus).toBe("Creating");
    expect(started).toHaveLength(1);
  });

  it("does not stop its automation when it is deleted", async () => {
    const { client, named, automation } = await associated(SIMPLE);
    const running = await automation();
    await client.send(new DeleteAssociationCommand(named));
    await expect(running.end()).resolves.toBeUndefined();
  });
});

describe("A new version of a document", () => {
  const changed = { ...RUNBOOK, version: "2", latestVersion: "2" };

  it("runs the associations of the document once", async () => {
    const { documents, manager, started } = await associated(SIMPLE, { ends: "Success" });
    documents.set("runbook", changed);
    await manager.documentChanged(HOME.accountId, HOME.region, "runbook");
    await manager.documentChanged(HOME.accountId, HOME.region, "runbook");
    await settled();
    expect(started).toHaveLength(2);
  });

  it("runs an association of another account that names the document by its ARN", async () => {
    const arn = "arn:aws:ssm:eu-west-1:999999999999:document/runbook";
    const { client, documents, manager, started } = world({ ends: "Success" });
    documents.set(arn, RUNBOOK);
    await create(client(), { ...SIMPLE, Name: arn });
    documents.set(arn, changed);
    await manager.documentChanged("999999999999", HOME.region, "runbook");
    await settled();
    expect(started).toHaveLength(2);
  });

  it.each([
    ["an association that waits for its schedule", HOME, "runbook", { ApplyOnlyAtCronInterval: true }],
    ["another document", HOME, "other", {}],
    ["the document of another account", { ...HOME, accountId: "222222222222" }, "runbook", {}],
    ["the document of another Region", { ...HOME, region: "us-east-1" }, "runbook", {}],
  ])("does not run an association if the change concerns %s", async (_case, location, name, settings) => {
    const { documents, manager, started } = await associated({ ...SIMPLE, ...settings }, { ends: "Success" });
    await settled();
    const before = started.length;
    documents.set("runbook", changed);
    await manager.documentChanged(location.accountId, location.region, name);
    await settled();
    expect(started).toHaveLength(before);
  });

  it("does not run an association that has run with this version on its schedule", async () => {
    const { documents, manager, started, pass } = await associated(
      { ...SIMPLE, ScheduleExpression: "rate(1 hour)" },
      { ends: "Success" },
    );
    documents.set("runbook", changed);
    await pass(HOUR + 1);
    await manager.documentChanged(HOME.accountId, HOME.region, "runbook");
    await settled();
    expect(started).toHaveLength(2);
  });

  it("does not run an association that is deleted in the meantime", async () => {
    const { client, named, documents, manager, started } = await associated(SIMPLE, { ends: "Success" });
    await settled();
    documents.set("runbook", changed);
    const change = manager.documentChanged(HOME.accountId, HOME.region, "runbook");
    manager.delete(HOME, named.AssociationId);
    await change;
    await settled();
    expect(started).toHaveLength(1);
    await expect(client.send(new DeleteAssociationCommand(named))).rejects.toThrow();
  });

  it("logs the reason if the document no longer exists", async () => {
    const { documents, manager, log } = await associated(SIMPLE, { ends: "Success" });
    documents.clear();
    await manager.documentChanged(HOME.accountId, HOME.region, "runbook");
    expect(log[0]).toContain("Document does not exist");
  });
});
