import { HOME, instanceId, instanceOf } from "../managed-nodes/fixtures";
import { commandDocument, harness, shellCommand, step, type HarnessOptions } from "./harness";

const ID = instanceId(1);
const NOBODY = "00000000-0000-0000-0000-000000000000";

async function send(input: object = shellCommand([ID], "say hello"), options: HarnessOptions = {}) {
  const test = harness(options);
  const { Command: sent }: { Command: { CommandId: string } } = await test.call("SendCommand", input);
  const ended = async () => {
    await test.service.find(HOME, sent.CommandId)?.ended;
  };
  return { ...test, sent, ended, CommandId: sent.CommandId };
}

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("SendCommand", () => {
  it("returns the command as Pending", async () => {
    const { sent, clock } = await send({ ...shellCommand([ID], "say hello"), Comment: "greeting", TimeoutSeconds: 60 });
    const now = clock.now().getTime() / 1000;
    expect(sent).toMatchObject({
      CommandId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      DocumentName: "AWS-RunShellScript",
      DocumentVersion: "$DEFAULT",
      Comment: "greeting",
      Parameters: { commands: ["say hello"] },
      InstanceIds: [ID],
      RequestedDateTime: now,
      ExpiresAfter: now + 60 + 3600,
      Status: "Pending",
      StatusDetails: "Pending",
      MaxConcurrency: "50",
      MaxErrors: "0",
      TargetCount: 1,
      CompletedCount: 0,
      TimeoutSeconds: 60,
    });
  });

  it.each([
    [{ InstanceIds: [ID] }, "ValidationException", "Value null at 'documentName'"],
    [{ ...shellCommand([ID], "say a"), TimeoutSeconds: 29 }, "ValidationException", "'timeoutSeconds'"],
    [{ ...shellCommand([ID], "say a"), Comment: "x".repeat(101) }, "ValidationException", "'comment'"],
    [{ ...shellCommand([ID], "say a"), MaxConcurrency: "0" }, "ValidationException", "'maxConcurrency'"],
    [{ ...shellCommand([ID], "say a"), MaxErrors: "101%" }, "ValidationException", "'maxErrors'"],
    [shellCommand(["i-1"], "say a"), "ValidationException", "'instanceIds.1.member'"],
    [
      shellCommand(
        Array.from({ length: 51 }, (_, n) => instanceId(n)),
        "say a",
      ),
      "ValidationException",
      "'instanceIds'",
    ],
    [shellCommand([], "say a"), "ValidationException", "InstanceIds or with Targets"],
    [{ ...shellCommand([ID], "say a"), Targets: [{ Key: "tag:a", Values: ["b"] }] }, "ValidationException", "not both"],
    [shellCommand([ID, ID], "say a"), "DuplicateInstanceId", ""],
    [shellCommand([ID]), "InvalidParameters", ""],
    [{ DocumentName: "AWS-RunShellScript", InstanceIds: [ID] }, "InvalidParameters", "commands is required"],
    [{ DocumentName: "nothing", InstanceIds: [ID] }, "InvalidDocument", "nothing"],
    [
      {
        DocumentName: "AWS-RunShellScript",
        Targets: [{ Key: "Colour", Values: ["red"] }],
        Parameters: { commands: ["say a"] },
      },
      "InvalidTarget",
      "Colour",
    ],
  ])("refuses %j with %s", async (input, code, message) => {
    expect(await refusal(send(input))).toMatchObject({ code, message: expect.stringContaining(message) as string });
  });
});

describe("GetCommandInvocation", () => {
  it("returns the output of the script and its duration", async () => {
    const { call, ended, CommandId } = await send(shellCommand([ID], "say hello", "sleep 2", "exit 4"));
    await ended();
    expect(await call("GetCommandInvocation", { CommandId, InstanceId: ID })).toEqual({
      CommandId,
      InstanceId: ID,
      Comment: "",
      CloudWatchOutputConfig: { CloudWatchLogGroupName: "", CloudWatchOutputEnabled: false },
      DocumentName: "AWS-RunShellScript",
      DocumentVersion: "$DEFAULT",
      PluginName: "aws:runShellScript",
      ResponseCode: 4,
      ExecutionStartDateTime: "2026-01-02T00:00:00.000Z",
      ExecutionElapsedTime: "PT2S",
      ExecutionEndDateTime: "2026-01-02T00:00:02.000Z",
      Status: "Failed",
      StatusDetails: "Failed",
      StandardOutputContent: "hello\n",
      StandardOutputUrl: "",
      StandardErrorContent: "exit status 4",
      StandardErrorUrl: "",
    });
  });

  it("returns Pending and -1 while the command waits for its node", async () => {
    const { call, settle, CommandId } = await send(undefined, {
      nodes: { nodes: [{ match: {}, agent: { responds: false } }] },
    });
    await settle();
    expect(await call("GetCommandInvocation", { CommandId, InstanceId: ID })).toMatchObject({
      Status: "Pending",
      ResponseCode: -1,
      ExecutionStartDateTime: "",
    });
  });

  it("requires the name of the step for a document with several steps", async () => {
    const { call, ended, CommandId } = await send(
      { DocumentName: "two", InstanceIds: [ID] },
      {
        documents: {
          two: commandDocument([step("first", { runCommand: ["say 1"] }), step("second", { runCommand: ["exit 2"] })]),
        },
      },
    );
    await ended();
    const ask = (PluginName?: string) => call("GetCommandInvocation", { CommandId, InstanceId: ID, PluginName });
    expect(await ask("first")).toMatchObject({ Status: "Success", StandardOutputContent: "1\n" });
    expect(await ask("second")).toMatchObject({ Status: "Failed", ResponseCode: 2 });
    expect(await refusal(ask())).toMatchObject({ code: "InvalidPluginName" });
    expect(await refusal(ask("third"))).toMatchObject({ code: "InvalidPluginName" });
  });

  it.each([
    ["a command that does not exist", { CommandId: NOBODY, InstanceId: ID }, "InvocationDoesNotExist"],
    ["a node to which the command was not sent", { InstanceId: instanceId(2) }, "InvocationDoesNotExist"],
    ["a malformed command id", { CommandId: "x", InstanceId: ID }, "ValidationException"],
  ])("refuses %s", async (_, input, code) => {
    const { call, CommandId } = await send();
    expect(await refusal(call("GetCommandInvocation", { CommandId, ...input }))).toMatchObject({ code });
  });
});

describe("ListCommands and ListCommandInvocations", () => {
  const two = [instanceOf(1), instanceOf(2)];
  async function listed() {
    const test = await send(shellCommand([ID, instanceId(2)], "say hello"), { instances: two });
    await test.ended();
    await test.clock.sleep(60_000);
    const second: { Command: { CommandId: string } } = await test.call("SendCommand", shellCommand([ID], "exit 1"));
    await test.settle();
    return { ...test, ids: [test.CommandId, second.Command.CommandId] };
  }
  const commandIds = (answer: { Commands: { CommandId: string }[] }) => answer.Commands.map((each) => each.CommandId);

  it("return the newest command first, with its final status and counts", async () => {
    const { call, ids } = await listed();
    const answer: { Commands: { CommandId: string }[] } = await call("ListCommands");
    expect(commandIds(answer)).toEqual([...ids].reverse());
    expect(answer.Commands).toMatchObject([
      { Status: "Failed", CompletedCount: 1, ErrorCount: 1 },
      { Status: "Success", CompletedCount: 2, ErrorCount: 0 },
    ]);
  });

  it.each([
    [{ InstanceId: instanceId(2) }, [0]],
    [{ Filters: [{ key: "Status", value: "Failed" }] }, [1]],
    [{ Filters: [{ key: "InvokedAfter", value: "2026-01-02T00:00:30Z" }] }, [1]],
    [{ Filters: [{ key: "InvokedBefore", value: "2026-01-02T00:00:30Z" }] }, [0]],
    [{ Filters: [{ key: "ExecutionStage", value: "Executing" }] }, []],
    [
      {
        Filters: [
          { key: "ExecutionStage", value: "Complete" },
          { key: "DocumentName", value: "AWS-RunShellScript" },
        ],
      },
      [1, 0],
    ],
    [{ CommandId: NOBODY }, []],
  ])("filter commands: %j matches %j", async (input, expected) => {
    const { call, ids } = await listed();
    expect(commandIds(await call("ListCommands", input))).toEqual(expected.map((index) => ids[index]));
  });

  it.each(["ListCommands", "ListCommandInvocations"])(
    "%s refuses unknown filters and invalid values",
    async (operation) => {
      const { call } = harness();
      const ask = (key: string, value: string) => refusal(call(operation, { Filters: [{ key, value }] }));
      expect(await ask("Colour", "red")).toMatchObject({ code: "InvalidFilterKey" });
      expect(await ask("InvokedAfter", "yesterday")).toMatchObject({ code: "InvalidFilterKey" });
      expect(await refusal(call(operation, { MaxResults: 51 }))).toMatchObject({ code: "ValidationException" });
      expect(await refusal(call(operation, { NextToken: "made up" }))).toMatchObject({ code: "InvalidNextToken" });
    },
  );

  it("return the steps of invocations only with Details", async () => {
    const { call, CommandId } = await listed();
    expect(await call("ListCommandInvocations", { CommandId })).toMatchObject({
      CommandInvocations: [{ CommandPlugins: [] }, { CommandPlugins: [] }],
    });
    const input = { CommandId, InstanceId: ID, Details: true };
    expect(await call("ListCommandInvocations", input)).toMatchObject({
      CommandInvocations: [
        {
          InstanceId: ID,
          InstanceName: "ip-10-0-1-1.ap-northeast-1.compute.internal",
          CommandPlugins: [{ Name: "aws:runShellScript", ResponseCode: 0, Output: "hello\n" }],
        },
      ],
    });
  });

  it("return pages", async () => {
    const { call } = await listed();
    const seen: string[] = [];
    for (let NextToken: string | undefined, page = 0; page === 0 || NextToken !== undefined; page++) {
      const answer: { CommandInvocations: { InstanceId: string }[]; NextToken?: string } = await call(
        "ListCommandInvocations",
        { MaxResults: 1, NextToken },
      );
      seen.push(...answer.CommandInvocations.map(({ InstanceId }) => InstanceId));
      ({ NextToken } = answer);
    }
    expect(seen).toEqual([ID, ID, instanceId(2)]);
  });

  it("return no commands of another account or Region", async () => {
    const { service } = await listed();
    expect(service.list({ ...HOME, region: "eu-west-1" })).toEqual([]);
    expect(service.list({ ...HOME, accountId: "333333333333" })).toEqual([]);
  });
});

describe("CancelCommand", () => {
  const two = { instances: [instanceOf(1), instanceOf(2)] };

  it("cancels running and waiting invocations", async () => {
    const { call, settle, ended, CommandId } = await send(
      { ...shellCommand([ID, instanceId(2)], "sleep 3000"), MaxConcurrency: "1" },
      two,
    );
    await settle();
    await call("CancelCommand", { CommandId });
    await ended();
    expect(await call("ListCommands", { CommandId })).toMatchObject({
      Commands: [{ Status: "Cancelled", CompletedCount: 2 }],
    });
    expect(await call("ListCommandInvocations", { CommandId })).toMatchObject({
      CommandInvocations: [{ Status: "Cancelled" }, { Status: "Cancelled" }],
    });
  });

  it("makes the command Cancelled even if it succeeded on some nodes", async () => {
    const { call, settle, ended, CommandId } = await send(shellCommand([ID, instanceId(2)], "say hello"), {
      ...two,
      nodes: { nodes: [{ match: { instanceId: ID }, agent: { responds: false } }] },
    });
    await settle();
    await call("CancelCommand", { CommandId });
    await ended();
    expect(await call("ListCommands", { CommandId })).toMatchObject({ Commands: [{ StatusDetails: "Cancelled" }] });
    expect(await call("ListCommandInvocations", { CommandId })).toMatchObject({
      CommandInvocations: [{ Status: "Cancelled" }, { Status: "Success" }],
    });
  });

  it("can cancel the command on some nodes only", async () => {
    const { call, settle, ended, CommandId } = await send(shellCommand([ID, instanceId(2)], "sleep 30"), two);
    await settle();
    await call("CancelCommand", { CommandId, InstanceIds: [ID] });
    await ended();
    expect(await call("ListCommandInvocations", { CommandId })).toMatchObject({
      CommandInvocations: [{ Status: "Cancelled" }, { Status: "Success" }],
    });
  });

  it("does not change a command that has ended", async () => {
    const { call, ended, CommandId } = await send();
    await ended();
    await call("CancelCommand", { CommandId });
    expect(await call("ListCommands", { CommandId })).toMatchObject({ Commands: [{ Status: "Success" }] });
  });

  it.each([
    [{ CommandId: NOBODY }, "InvalidCommandId"],
    [{ InstanceIds: [instanceId(2)] }, "InvalidInstanceId"],
    [{ InstanceIds: [ID, ID] }, "DuplicateInstanceId"],
  ])("refuses %j with %s", async (input, code) => {
    const { call, CommandId } = await send();
    expect(await refusal(call("CancelCommand", { CommandId, ...input }))).toMatchObject({ code });
  });
});
