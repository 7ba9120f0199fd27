import { HOME, instanceId, instanceOf, privateNetwork } from "../managed-nodes/fixtures";
import { commandDocument, harness, shellCommand, step } from "./harness";

const ID = instanceId(1);
const many = (count: number, overrides: Parameters<typeof instanceOf>[1] = {}) =>
  Array.from({ length: count }, (_, index) => instanceOf(index + 1, { tags: { env: "dev" }, ...overrides }));
const byTag = (commands: string[], rest: object = {}) => ({
  DocumentName: "AWS-RunShellScript",
  Targets: [{ Key: "tag:env", Values: ["dev"] }],
  Parameters: { commands },
  ...rest,
});

describe("A command", () => {
  it("succeeds with the output of its script", async () => {
    const outcome = await harness().run(shellCommand([ID], "say hello", "say world"));
    expect(outcome).toMatchObject({ status: "Success", statusDetails: "Success" });
    expect(outcome.invocations).toEqual([
      {
        CommandId: outcome.commandId,
        InstanceId: ID,
        Status: "Success",
        StatusDetails: "Success",
        CommandPlugins: [
          {
            Name: "aws:runShellScript",
            Status: "Success",
            StatusDetails: "Success",
            ResponseCode: 0,
            Output: "hello\nworld\n",
          },
        ],
      },
    ]);
  });

  it("fails with the exit code of its script", async () => {
    const outcome = await harness().run(shellCommand([ID], "say news", "exit 100"));
    expect(outcome).toMatchObject({ status: "Failed", statusDetails: "Failed" });
    expect(outcome.invocations[0]).toMatchObject({
      Status: "Failed",
      CommandPlugins: [{ ResponseCode: 100, Output: "news\n\n----------ERROR-------\nexit status 100" }],
    });
  });

  it("times out when its script takes longer than executionTimeout", async () => {
    const command = shellCommand([ID], "sleep 61");
    const outcome = await harness().run({
      ...command,
      Parameters: { ...command.Parameters, executionTimeout: ["60"] },
    });
    expect(outcome).toMatchObject({ status: "TimedOut", statusDetails: "ExecutionTimedOut" });
    expect(outcome.invocations[0]).toMatchObject({ Status: "TimedOut", CommandPlugins: [{ ResponseCode: 137 }] });
  });

  it("fails with the reason if the sandbox could not run it", async () => {
    const { run, logged } = harness({ runOnNode: () => Promise.reject(new Error("no shell")) });
    const { invocations } = await run(shellCommand([ID], "say hello"));
    expect(invocations[0]?.CommandPlugins[0]?.Output).toContain("The sandbox could not run the command: no shell");
    expect(logged.join()).toContain("no shell");
  });

  it("is cancelled by the signal, which ends its script", async () => {
    const { run, settle, clock } = harness();
    const stopping = new AbortController();
    const started = clock.now();
    const outcome = run(shellCommand([ID], "sleep 3000"), stopping.signal);
    await settle();
    stopping.abort();
    expect(await outcome).toMatchObject({
      status: "Cancelled",
      invocations: [{ Status: "Cancelled", CommandPlugins: [{ Status: "Cancelled", ResponseCode: 137 }] }],
    });
    expect(clock.now()).toEqual(started);
  });

  it("goes on if its sender may not cancel it", async () => {
    const { run, settle } = harness({ allow: ({ action }) => action !== "ssm:CancelCommand" });
    const stopping = new AbortController();
    const outcome = run(shellCommand([ID], "sleep 3000"), stopping.signal);
    await settle();
    stopping.abort();
    expect(await outcome).toMatchObject({ status: "Success" });
  });

  it("is not sent if the signal is aborted already", async () => {
    const { run, ran } = harness();
    await expect(run(shellCommand([ID], "say hello"), AbortSignal.abort(new Error("too late")))).rejects.toThrow(
      "too late",
    );
    expect(ran).toEqual([]);
  });
});

describe("The delivery of a command", () => {
  it("to a stopped node times out after TimeoutSeconds", async () => {
    const { run, nodes, change, clock, ran } = harness();
    await nodes.of(HOME);
    change({ facts: privateNetwork({ instances: [instanceOf(1, { state: "stopped" })] }) });
    const started = clock.now().getTime();
    const outcome = await run({ ...shellCommand([ID], "say hello"), TimeoutSeconds: 600 });
    expect(outcome).toMatchObject({ status: "TimedOut", statusDetails: "DeliveryTimedOut" });
    expect(outcome.invocations[0]).toMatchObject({
      Status: "TimedOut",
      StatusDetails: "DeliveryTimedOut",
      CommandPlugins: [{ ResponseCode: -1, Output: "" }],
    });
    expect(clock.now().getTime() - started).toBe(600_000);
    expect(ran).toEqual([]);
  });

  it("to a node whose agent does not respond times out", async () => {
    const { run } = harness({ nodes: { nodes: [{ match: {}, agent: { responds: false } }] } });
    expect(await run(shellCommand([ID], "say hello"))).toMatchObject({ statusDetails: "DeliveryTimedOut" });
  });

  it("happens as soon as the node regains its connection", async () => {
    const { run, nodes, change, settle, ran } = harness();
    await nodes.of(HOME);
    change({ facts: privateNetwork({ endpoints: [] }) });
    const outcome = run(shellCommand([ID], "say hello"));
    await settle();
    expect(ran).toEqual([]);
    change({ facts: privateNetwork() });
    expect(await outcome).toMatchObject({ status: "Success" });
  });

  it("fails if the instance is terminated in the meantime", async () => {
    const { run, change, settle } = harness({ nodes: { nodes: [{ match: {}, agent: { responds: false } }] } });
    const outcome = run(shellCommand([ID], "say hello"));
    await settle();
    change({ facts: privateNetwork({ instances: [] }) });
    expect(await outcome).toMatchObject({ status: "Failed", statusDetails: "Undeliverable" });
  });

  it.each([
    ["unknown", instanceId(9), "The instance does not exist in ap-northeast-1."],
    ["not managed", instanceId(2), "No instance profile is attached."],
  ])("to an instance that is %s is refused", async (_, id, reason) => {
    const { run } = harness({ instances: [instanceOf(1), instanceOf(2, { profileArn: undefined })] });
    await expect(run(shellCommand([ID, id], "say hello"))).rejects.toMatchObject({
      name: "ApiCallError",
      code: "InvalidInstanceId",
      operation: "SendCommand",
      message: `Instances [[${id}]] not in a valid state for account 222222222222. ${id}: ${reason}`,
    });
  });
});

describe("A command for several nodes", () => {
  it("runs on the nodes that its targets select", async () => {
    const { run, ran } = harness({ instances: [...many(3), instanceOf(4)] });
    expect((await run(byTag(["say hello"]))).invocations.map(({ InstanceId }) => InstanceId)).toEqual(
      [1, 2, 3].map(instanceId),
    );
    expect(ran).toHaveLength(3);
  });

  it("runs on at most MaxConcurrency nodes at a time", async () => {
    const { run, running } = harness({ instances: many(10) });
    await run(byTag(["sleep 10"], { MaxConcurrency: "30%" }));
    expect(running.most).toBe(3);
  });

  it("stops after more errors than MaxErrors", async () => {
    const { run, ran } = harness({ instances: many(5) });
    const outcome = await run(byTag(["exit 1"], { MaxConcurrency: "1", MaxErrors: "1" }));
    expect(outcome).toMatchObject({ status: "Failed", statusDetails: "Failed" });
    expect(outcome.invocations.map(({ StatusDetails }) => StatusDetails)).toEqual([
      "Failed",
      "Failed",
      "Terminated",
      "Terminated",
      "Terminated",
    ]);
    expect(ran).toHaveLength(2);
  });

  it("does not stop after delivery time-outs", async () => {
    const { run } = harness({
      instances: many(3),
      nodes: { nodes: [{ match: { instanceId: ID }, agent: { responds: false } }] },
    });
    const outcome = await run(byTag(["say hello"], { MaxConcurrency: "1" }));
    expect(outcome).toMatchObject({ status: "Failed", statusDetails: "Incomplete" });
    expect(outcome.invocations.map(({ StatusDetails }) => StatusDetails)).toEqual([
      "DeliveryTimedOut",
      "Success",
      "Success",
    ]);
  });

  it("has the detailed status NoInstancesInTag if no node has the tag", async () => {
    expect(await harness().run(byTag(["say hello"]))).toMatchObject({
      statusDetails: "NoInstancesInTag",
      invocations: [],
    });
  });

  it("has an invocation with InvalidPlatform on a node of another platform", async () => {
    const windows = instanceOf(2, { isWindows: true, tags: { env: "dev" } });
    const outcome = await harness({ instances: [...many(1), windows] }).run(byTag(["say hello"]));
    expect(outcome.invocations.map(({ StatusDetails }) => StatusDetails)).toEqual(["Success", "InvalidPlatform"]);
  });

  it("is refused if it names a node of another platform by its id", async () => {
    const { run } = harness({ instances: [instanceOf(1, { isWindows: true })] });
    await expect(run(shellCommand([ID], "say hello"))).rejects.toMatchObject({ code: "UnsupportedPlatformType" });
  });
});

it("An agent runs five commands at a time", async () => {
  const { run, running } = harness();
  await Promise.all(Array.from({ length: 12 }, () => run(shellCommand([ID], "sleep 1"))));
  expect(running.most).toBe(5);
});

it("A thousand commands on two hundred nodes all end, each with its own output", async () => {
  const { run, world } = harness({ instances: many(200) });
  const outcomes = await Promise.all(
    Array.from({ length: 1000 }, (_, index) =>
      run(shellCommand([instanceId((index % 200) + 1)], `say ${String(index)}`)),
    ),
  );
  expect(outcomes.map(({ invocations }) => invocations[0]?.CommandPlugins[0]?.Output)).toEqual(
    outcomes.map((_, index) => `${String(index)}\n`),
  );
  expect(world.reads).toBe(1);
});

describe("The authorization of a command", () => {
  const instanceArn = `arn:aws:ec2:ap-northeast-1:222222222222:instance/${ID}`;

  it("requires ssm:SendCommand on the document and on each instance, whose tags are condition keys", async () => {
    const { run, required } = harness({ instances: many(1) });
    await run(shellCommand([ID], "say hello"));
    expect(required.filter(({ action }) => action === "ssm:SendCommand")).toEqual([
      {
        action: "ssm:SendCommand",
        resource: "arn:aws:ssm:ap-northeast-1::document/AWS-RunShellScript",
        extra: undefined,
      },
      {
        action: "ssm:SendCommand",
        resource: instanceArn,
        extra: { "ssm:resourceTag/env": "dev", "aws:ResourceTag/env": "dev" },
      },
    ]);
  });

  it.each(["ListCommands", "ListCommandInvocations", "GetCommandInvocation", "DescribeInstanceInformation"])(
    "requires ssm:%s to follow the command",
    async (operation) => {
      const { run } = harness({ instances: many(1), allow: ({ action }) => action !== `ssm:${operation}` });
      await expect(run(shellCommand([ID], "say hello"))).rejects.toMatchObject({
        code: "AccessDeniedException",
        operation,
      });
    },
  );

  it.each([
    ["by id", shellCommand([ID], "say hello")],
    ["by tag", byTag(["say hello"])],
  ])("refuses the whole command if it is not allowed on an instance that is selected %s", async (_, input) => {
    const { run, ran } = harness({ instances: many(2), allow: ({ resource }) => resource !== instanceArn });
    await expect(run(input)).rejects.toMatchObject({ code: "AccessDeniedException", operation: "SendCommand" });
    expect(ran).toEqual([]);
  });

  it("refuses a command without revealing whether the instance exists", async () => {
    const { run } = harness({ allow: ({ resource }) => !resource.includes("instance/") });
    await expect(run(shellCommand([instanceId(9)], "say hello"))).rejects.toMatchObject({
      code: "AccessDeniedException",
    });
  });

  it("uses the ARN with the account id for an account's own document", async () => {
    const { run, required } = harness({ documents: { mine: commandDocument([step("a", { runCommand: "say a" })]) } });
    await run({ DocumentName: "mine", InstanceIds: [ID] });
    expect(required[0]?.resource).toBe("arn:aws:ssm:ap-northeast-1:222222222222:document/mine");
  });

  it("requires iam:PassRole for the service role", async () => {
    const { run, required } = harness();
    const role = "arn:aws:iam::222222222222:role/notify";
    await run({ ...shellCommand([ID], "say hello"), ServiceRoleArn: role });
    expect(required[0]).toEqual({
      action: "iam:PassRole",
      resource: role,
      extra: { "iam:PassedToService": "ssm.amazonaws.com" },
    });
  });
});

it("Stopping Run Command cancels commands that are in progress", async () => {
  const { run, service, settle } = harness();
  const outcome = run(shellCommand([ID], "sleep 3000"));
  await settle();
  await service.stop();
  expect(await outcome).toMatchObject({ status: "Cancelled" });
});
