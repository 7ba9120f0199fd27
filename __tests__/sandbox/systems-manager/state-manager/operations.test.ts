// State Manager's API: its answers, its refusals and their messages.
import {
  CreateAssociationBatchCommand,
  CreateAssociationCommand,
  DeleteAssociationCommand,
  DescribeAssociationCommand,
  DescribeAssociationExecutionsCommand,
  DescribeAssociationExecutionTargetsCommand,
  ListAssociationsCommand,
  ListAssociationVersionsCommand,
  paginateListAssociations,
  UpdateAssociationCommand,
  type AssociationFilterKey,
  type CreateAssociationRequest,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { associated, create, HOME, NOW, RUNBOOK, settled, SIMPLE, TARGETED, world } from "./world";

const UNKNOWN = "11111111-2222-3333-4444-555555555555";

async function namesOf(
  client: SSMClient,
  filters: readonly { key: AssociationFilterKey; value: string }[],
): Promise<(string | undefined)[]> {
  const { Associations = [] } = await client.send(new ListAssociationsCommand({ AssociationFilterList: [...filters] }));
  return Associations.map(({ AssociationName }) => AssociationName);
}

const NO_TARGETS = [{ Key: "aws:NoOpAutomationTag", Values: ["AWS-NoOpAutomationTarget-Value"] }];

describe("CreateAssociation", () => {
  it("returns every setting of the request, and the members that AWS adds", async () => {
    const request = {
      ...TARGETED,
      AssociationName: "sharing",
      DocumentVersion: "1",
      ScheduleExpression: "cron(0 2 ? * SUN *)",
      ApplyOnlyAtCronInterval: true,
      ScheduleOffset: 2,
      Duration: 4,
      MaxConcurrency: "50%",
      MaxErrors: "1",
      ComplianceSeverity: "HIGH",
      SyncCompliance: "MANUAL",
      OutputLocation: { S3Location: { OutputS3BucketName: "output", OutputS3KeyPrefix: "sharing" } },
    } as const;
    const answer = await create(world().client(), { ...request, Targets: [...request.Targets] });
    expect(answer).toEqual({
      ...request,
      AssociationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      AssociationVersion: "1",
      Date: NOW,
      LastUpdateAssociationDate: NOW,
      Overview: { Status: "Pending", DetailedStatus: "Creating" },
    });
  });

  it("returns AWS's placeholder if an automation has no targets, and $DEFAULT if it has no version", async () => {
    expect(await create(world().client(), SIMPLE)).toMatchObject({
      Targets: NO_TARGETS,
      DocumentVersion: "$DEFAULT",
      ApplyOnlyAtCronInterval: false,
    });
  });

  it("accepts AWS's placeholder with a target parameter as a target", async () => {
    const { client, automation } = world();
    await create(client(), { ...TARGETED, Targets: NO_TARGETS });
    expect((await automation()).request).toMatchObject({ Targets: NO_TARGETS, TargetParameterName: "InstanceId" });
  });

  it("requires no value for a parameter that gets its value from each target", async () => {
    const { client, documents } = world();
    documents.set("runbook", { ...RUNBOOK, parameters: { ...RUNBOOK.parameters, InstanceId: {} } });
    await expect(create(client(), TARGETED)).resolves.toBeDefined();
    await expect(create(client(), { ...SIMPLE, TargetMaps: [{ InstanceId: ["i-1"] }] })).resolves.toBeDefined();
    await expect(create(client(), SIMPLE)).rejects.toMatchObject({
      name: "InvalidParameters",
      message: 'Parameter "InstanceId" requires a value.',
    });
  });

  it("refuses another association if the account and Region have 2,000", async () => {
    const { client, manager } = world({ ends: "Success" });
    for (let made = 0; made < 2_000; made += 1) await manager.create(HOME, SIMPLE, new Map());
    await expect(create(client(), SIMPLE)).rejects.toMatchObject({ name: "AssociationLimitExceeded" });
    await expect(create(client("222222222222"), SIMPLE)).resolves.toBeDefined();
  });

  const location = { Accounts: ["222222222222"], Regions: ["eu-west-1"] };
  const refusals: readonly (readonly [string, Partial<CreateAssociationRequest>, string, string | RegExp])[] = [
    [
      "an unknown document",
      { Name: "gone" },
      "InvalidDocument",
      /does not exist: arn:aws:ssm:eu-west-1:111111111111:document\/gone/,
    ],
    [
      "a session document",
      { Name: "session" },
      "InvalidDocument",
      "Document type Session is not supported for associations.",
    ],
    [
      "a version that does not exist",
      { DocumentVersion: "7" },
      "InvalidDocumentVersion",
      "Document version: 7 is invalid, latest version is 1",
    ],
    [
      "a version of one of Amazon's documents",
      { Name: "AWS-X", DocumentVersion: "1" },
      "InvalidDocumentVersion",
      "Document version can not be used with Amazon document",
    ],
    [
      "a document of Amazon's that the sandbox does not have",
      { Name: "AWS-Nothing" },
      "InvalidDocument",
      /Owner=Amazon/,
    ],
    ["InstanceId", { InstanceId: "i-12345678" }, "InvalidDocument", /instance id/],
    [
      "an undeclared parameter",
      { Parameters: { Nope: ["x"] } },
      "InvalidParameters",
      'Parameter "Nope" is not defined in the document.',
    ],
    [
      "targets without a target parameter",
      { Targets: TARGETED.Targets },
      "ValidationException",
      "Must specify both Automation Target Parameter Name and Targets",
    ],
    [
      "AWS's placeholder without a target parameter",
      { Targets: NO_TARGETS },
      "ValidationException",
      "Must specify both Automation Target Parameter Name and Targets",
    ],
    [
      "a target parameter without targets",
      { AutomationTargetParameterName: "InstanceId" },
      "ValidationException",
      "Must specify both Automation Target Parameter Name and Targets",
    ],
    [
      "an undeclared target parameter",
      { ...TARGETED, AutomationTargetParameterName: "Nope" },
      "InvalidParameters",
      'Parameter "Nope" is not defined in the document.',
    ],
    [
      "targets of an unknown kind",
      { ...TARGETED, Targets: [{ Key: "colour", Values: ["red"] }] },
      "InvalidTarget",
      /^Unsupported target key: colour, can either be InstanceIds/,
    ],
    [
      "an empty tag value",
      { ...TARGETED, Targets: [{ Key: "tag:a", Values: [""] }] },
      "InvalidTarget",
      "Tag or InstanceIds values cannot contain null or empty string.",
    ],
    [
      "a malformed instance id",
      { ...TARGETED, Targets: [{ Key: "instanceids", Values: ["web-1"] }] },
      "InvalidTarget",
      "Invalid InstanceId format: web-1",
    ],
    [
      "targets and target maps",
      { ...TARGETED, TargetMaps: [{ InstanceId: ["i-1"] }] },
      "InvalidTargetMaps",
      /together/,
    ],
    ["a target map of an undeclared parameter", { TargetMaps: [{ Nope: ["x"] }] }, "InvalidTargetMaps", /Nope/],
    [
      "child organizational units",
      { TargetLocations: [{ ...location, IncludeChildOrganizationUnits: true }] },
      "InvalidTarget",
      /not supported by State Manager/,
    ],
    ["an invalid schedule", { ScheduleExpression: "sometimes" }, "InvalidSchedule", /sometimes/],
    [
      "ApplyOnlyAtCronInterval with a rate",
      { ScheduleExpression: "rate(1 day)", ApplyOnlyAtCronInterval: true },
      "InvalidSchedule",
      /rate/,
    ],
    [
      "ScheduleOffset without ApplyOnlyAtCronInterval",
      { ScheduleExpression: "cron(0 2 ? * SUN *)", ScheduleOffset: 1 },
      "InvalidSchedule",
      /ScheduleOffset/,
    ],
    ["Duration without ApplyOnlyAtCronInterval", { Duration: 1 }, "InvalidSchedule", /Duration/],
    [
      "an output location without a bucket",
      { OutputLocation: { S3Location: {} } },
      "InvalidOutputLocation",
      /OutputS3BucketName/,
    ],
    ["alarms", { AlarmConfiguration: { Alarms: [{ Name: "cpu" }] } }, "NotImplemented", /CloudWatch/],
    ["calendars", { CalendarNames: ["holidays"] }, "NotImplemented", /Change Calendar/],
    ["a tag with the reserved prefix aws:", { Tags: [{ Key: "aws:x", Value: "" }] }, "ValidationException", /aws:/],
    [
      "a document name that does not match AWS's pattern",
      { Name: "a b" },
      "ValidationException",
      /'a b' at 'name' failed to satisfy constraint/,
    ],
    [
      "limits out of bounds",
      { MaxConcurrency: "0", MaxErrors: "x%" },
      "ValidationException",
      /^2 validation errors detected/,
    ],
  ];

  it.each(refusals)("refuses %s", async (_what, changes, name, message) => {
    const { client, documents, manager } = world();
    documents.set("session", { ...RUNBOOK, type: "Session" });
    documents.set("AWS-X", { ...RUNBOOK, isAmazons: true });
    await expect(create(client(), { ...SIMPLE, ...changes })).rejects.toMatchObject({
      name,
      message: typeof message === "string" ? message : (expect.stringMatching(message) as string),
    });
    expect(manager.all(HOME)).toEqual([]);
  });
});

describe("CreateAssociationBatch", () => {
  it("creates the valid associations, and returns the failed ones with their reasons", async () => {
    const Entries = [{ ...SIMPLE, AssociationName: "good" }, { Name: "gone" }];
    const { Successful, Failed } = await world().client().send(new CreateAssociationBatchCommand({ Entries }));
    expect(Successful).toMatchObject([{ AssociationName: "good", AssociationVersion: "1" }]);
    expect(Failed).toEqual([
      { Entry: { Name: "gone" }, Fault: "Client", Message: expect.stringContaining("does not exist") as string },
    ]);
  });
});

describe("UpdateAssociation", () => {
  it("creates another version, and resets every setting that it leaves out but the document's name", async () => {
    const { client, named } = await associated({ ...TARGETED, AssociationName: "sharing", MaxErrors: "1" });
    const { Parameters } = SIMPLE;
    const { AssociationDescription } = await client.send(new UpdateAssociationCommand({ ...named, Parameters }));
    expect(AssociationDescription).toEqual({
      ...named,
      Name: "runbook",
      Parameters,
      Targets: NO_TARGETS,
      AssociationVersion: "2",
      DocumentVersion: "$DEFAULT",
      ApplyOnlyAtCronInterval: false,
      Date: NOW,
      LastUpdateAssociationDate: NOW,
      LastExecutionDate: NOW,
      Overview: { Status: "Pending", DetailedStatus: "Creating" },
    });
  });

  it("refuses the placeholder that an automation without targets is shown with", async () => {
    const { client, named, describe: read } = await associated(SIMPLE);
    const { Targets } = await read();
    await expect(client.send(new UpdateAssociationCommand({ ...named, ...SIMPLE, Targets }))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Must specify both Automation Target Parameter Name and Targets",
    });
  });

  it("changes nothing if it is refused", async () => {
    const { client, named, describe: read } = await associated(SIMPLE);
    const wrong = new UpdateAssociationCommand({ ...named, ScheduleExpression: "sometimes" });
    await expect(client.send(wrong)).rejects.toMatchObject({ name: "InvalidSchedule" });
    expect(await read()).toMatchObject({ AssociationVersion: "1", Parameters: SIMPLE.Parameters });
  });

  it("accepts only the newest version, so that one of two concurrent updates is refused", async () => {
    const { client, named } = await associated(SIMPLE);
    const update = new UpdateAssociationCommand({ ...named, ...SIMPLE, AssociationVersion: "1" });
    const outcomes = await Promise.allSettled([client.send(update), client.send(update)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(client.send(update)).rejects.toMatchObject({ name: "InvalidAssociationVersion" });
    const latest = new UpdateAssociationCommand({ ...named, ...SIMPLE, AssociationVersion: "$LATEST" });
    await expect(client.send(latest)).resolves.toMatchObject({ AssociationDescription: { AssociationVersion: "3" } });
  });

  it("refuses version 1,001", async () => {
    const { client, manager, named } = await associated(SIMPLE, { ends: "Success" });
    for (let made = 1; made < 1_000; made += 1) await manager.update(HOME, named.AssociationId, undefined, SIMPLE);
    const update = new UpdateAssociationCommand({ ...named, ...SIMPLE });
    await expect(client.send(update)).rejects.toMatchObject({ name: "AssociationVersionLimitExceeded" });
  });
});

describe("DescribeAssociation and ListAssociationVersions", () => {
  it("return every version", async () => {
    const { client, named } = await associated({ ...SIMPLE, AssociationName: "first" });
    await client.send(new UpdateAssociationCommand({ ...named, ...SIMPLE, AssociationName: "second" }));
    const nameOf = async (AssociationVersion: string) => {
      const answer = await client.send(new DescribeAssociationCommand({ ...named, AssociationVersion }));
      return answer.AssociationDescription?.AssociationName;
    };
    expect([await nameOf("1"), await nameOf("2"), await nameOf("$LATEST")]).toEqual(["first", "second", "second"]);
    await expect(nameOf("3")).rejects.toMatchObject({ name: "InvalidAssociationVersion" });
    const { AssociationVersions } = await client.send(new ListAssociationVersionsCommand(named));
    expect(AssociationVersions).toMatchObject([
      { AssociationVersion: "1", AssociationName: "first", CreatedDate: NOW, DocumentVersion: "$DEFAULT" },
      { AssociationVersion: "2", AssociationName: "second" },
    ]);
  });
});

describe("AssociationDoesNotExist", () => {
  it("is the error in another account, in another Region and after the deletion", async () => {
    const { client: clientOf } = world();
    const client = clientOf();
    const { AssociationId } = await create(client, SIMPLE);
    const named = { AssociationId };
    const read = new DescribeAssociationCommand(named);
    const missing = { name: "AssociationDoesNotExist" };
    await expect(clientOf("222222222222").send(read)).rejects.toMatchObject(missing);
    await expect(clientOf(undefined, "us-east-1").send(read)).rejects.toMatchObject(missing);
    await client.send(new DeleteAssociationCommand(named));
    await expect(client.send(read)).rejects.toMatchObject(missing);
    await expect(client.send(new DeleteAssociationCommand(named))).rejects.toMatchObject(missing);
    await expect(client.send(new UpdateAssociationCommand(named))).rejects.toMatchObject(missing);
    await expect(client.send(new ListAssociationVersionsCommand(named))).rejects.toMatchObject(missing);
    await expect(client.send(new DescribeAssociationExecutionsCommand(named))).rejects.toMatchObject(missing);
    await expect(client.send(new DescribeAssociationCommand({ Name: "runbook" }))).rejects.toMatchObject(missing);
  });
});

describe("ListAssociations", () => {
  it("lists the account's associations in pages, whose tokens are valid only for the same query", async () => {
    const { client } = world();
    const own = client();
    await create(client("222222222222"), SIMPLE);
    await create(client(undefined, "us-east-1"), SIMPLE);
    for (const AssociationName of ["one", "two", "three"]) await create(own, { ...SIMPLE, AssociationName });
    const pages: (string | undefined)[][] = [];
    for await (const { Associations = [] } of paginateListAssociations({ client: own, pageSize: 2 }, {})) {
      pages.push(Associations.map(({ AssociationName }) => AssociationName));
    }
    expect(pages).toEqual([["one", "two"], ["three"]]);
    const { NextToken } = await own.send(new ListAssociationsCommand({ MaxResults: 1 }));
    const AssociationFilterList = [{ key: "Name" as const, value: "runbook" }];
    await expect(own.send(new ListAssociationsCommand({ NextToken, AssociationFilterList }))).rejects.toMatchObject({
      name: "InvalidNextToken",
    });
  });

  it("supports every filter of AWS's", async () => {
    const { client, documents, automation, pass } = world();
    documents.set("other", RUNBOOK);
    const own = client();
    const Targets = [{ Key: "ResourceGroup", Values: ["group"] }];
    const { AssociationId = "" } = await create(own, { ...TARGETED, Targets, AssociationName: "one" });
    await (await automation()).end("Success", { "i-1": "Success" });
    await pass(60_000);
    await create(own, { ...SIMPLE, Name: "other", AssociationName: "two" });
    await settled();
    expect(await namesOf(own, [{ key: "Name", value: "other" }])).toEqual(["two"]);
    expect(await namesOf(own, [{ key: "AssociationId", value: AssociationId }])).toEqual(["one"]);
    expect(await namesOf(own, [{ key: "AssociationName", value: "two" }])).toEqual(["two"]);
    expect(await namesOf(own, [{ key: "AssociationStatusName", value: "Success" }])).toEqual(["one"]);
    expect(await namesOf(own, [{ key: "AssociationStatusName", value: "Pending" }])).toEqual(["two"]);
    expect(await namesOf(own, [{ key: "LastExecutedBefore", value: "2026-01-15T10:00:30Z" }])).toEqual(["one"]);
    expect(await namesOf(own, [{ key: "LastExecutedAfter", value: "2026-01-15T10:00:30Z" }])).toEqual(["two"]);
    expect(await namesOf(own, [{ key: "ResourceGroupName", value: "group" }])).toEqual(["one"]);
    expect(await namesOf(own, [{ key: "InstanceId", value: "i-1" }])).toEqual([]);
    const both = [{ key: "Name", value: "runbook" } as const, { key: "AssociationName", value: "two" } as const];
    expect(await namesOf(own, both)).toEqual([]);
    await expect(namesOf(own, [{ key: "LastExecutedAfter", value: "yesterday" }])).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("The executions of an association", () => {
  it("can be filtered by id, status and time", async () => {
    const { client, named, automation, executions, pass } = await associated({
      ...SIMPLE,
      ScheduleExpression: "rate(1 hour)",
    });
    await (await automation()).end("Failed");
    await pass(60 * 60_000 + 1);
    await (await automation()).end("Success");
    const [second, first] = await executions();
    const found = async (
      Key: "ExecutionId" | "Status" | "CreatedTime",
      Type: "EQUAL" | "GREATER_THAN",
      Value: string,
    ) => {
      const command = new DescribeAssociationExecutionsCommand({ ...named, Filters: [{ Key, Type, Value }] });
      return (await client.send(command)).AssociationExecutions?.map(({ ExecutionId }) => ExecutionId);
    };
    expect(await found("Status", "EQUAL", "Failed")).toEqual([first?.ExecutionId]);
    expect(await found("ExecutionId", "EQUAL", second?.ExecutionId ?? "")).toEqual([second?.ExecutionId]);
    expect(await found("CreatedTime", "GREATER_THAN", NOW.toISOString())).toEqual([second?.ExecutionId]);
    expect(await found("CreatedTime", "EQUAL", NOW.toISOString())).toEqual([first?.ExecutionId]);
    await expect(found("Status", "GREATER_THAN", "Failed")).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("have targets that can be filtered by status, id and type", async () => {
    const { client, named, automation, executions } = await associated(TARGETED);
    await (await automation()).end("Success", { "i-1": "Success", "i-2": "Failed", "i-3": "Success" });
    const [run] = await executions();
    const found = async (Key: "Status" | "ResourceId" | "ResourceType", Value: string) => {
      const command = new DescribeAssociationExecutionTargetsCommand({
        ...named,
        ExecutionId: run?.ExecutionId,
        Filters: [{ Key, Value }],
      });
      return (await client.send(command)).AssociationExecutionTargets?.map(({ ResourceId }) => ResourceId);
    };
    expect(await found("Status", "Success")).toEqual(["i-1", "i-3"]);
    expect(await found("ResourceId", "i-2")).toEqual(["i-2"]);
    expect(await found("ResourceType", "AWS::S3::Bucket")).toEqual([]);
    const unknown = new DescribeAssociationExecutionTargetsCommand({ ...named, ExecutionId: UNKNOWN });
    await expect(client.send(unknown)).rejects.toMatchObject({ name: "AssociationExecutionDoesNotExist" });
  });

  it("have targets that are listed in pages", async () => {
    const { client, named, automation, executions } = await associated(TARGETED);
    await (await automation()).end("Success", { "i-1": "Success", "i-2": "Success", "i-3": "Success" });
    const asked = { ...named, ExecutionId: (await executions())[0]?.ExecutionId, MaxResults: 2 };
    const { NextToken } = await client.send(new DescribeAssociationExecutionTargetsCommand(asked));
    const rest = await client.send(new DescribeAssociationExecutionTargetsCommand({ ...asked, NextToken }));
    expect(rest).toMatchObject({ AssociationExecutionTargets: [{ ResourceId: "i-3" }] });
    expect(rest.NextToken).toBeUndefined();
  });
});

it("CreateAssociation requires the name of a document", async () => {
  const command = new CreateAssociationCommand({ Name: undefined });
  await expect(world().client().send(command)).rejects.toMatchObject({
    name: "ValidationException",
    message: "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
  });
});
