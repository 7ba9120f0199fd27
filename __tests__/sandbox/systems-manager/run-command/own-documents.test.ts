import { ACCOUNT, instanceId, instanceOf, REGION } from "../managed-nodes/fixtures";
import { commandDocument, harness, shellCommand, step } from "./harness";

const ID = instanceId(1);

async function plugins(steps: readonly object[], { isWindows = false } = {}) {
  const { run } = harness({
    instances: [instanceOf(1, { isWindows, tags: { all: "" } })],
    documents: { mine: commandDocument(steps) },
  });
  const outcome = await run({ DocumentName: "mine", Targets: [{ Key: "tag-key", Values: ["all"] }] });
  const [invocation] = outcome.invocations;
  return { status: outcome.status, details: outcome.statusDetails, plugins: invocation?.CommandPlugins ?? [] };
}

async function lines(parameters: object, runCommand: unknown, given: Record<string, readonly string[]> = {}) {
  const { run, ran } = harness({ documents: { mine: commandDocument([step("a", { runCommand })], parameters) } });
  await run({ DocumentName: "mine", InstanceIds: [ID], Parameters: given });
  return ran[0]?.script.commands;
}

describe("The parameters of a Command document", () => {
  it.each([
    [{ n: { type: "String" } }, ["say {{ n }} and {{n}}"], { n: ["$& x"] }, ["say $& x and $& x"]],
    [{ c: { type: "StringList" } }, "{{ c }}", { c: ["say a", "say b"] }, ["say a", "say b"]],
    [{ c: { type: "StringList" } }, ["say 0", "{{ c }}"], { c: ["say a", "say b"] }, ["say 0", "say a", "say b"]],
    [{ c: { type: "StringList" } }, ["say {{ c }}"], { c: ["a", "b"] }, ['say ["a","b"]']],
    [{ n: { type: "String", default: "d" } }, ["say {{ n }}"], {}, ["say d"]],
    [
      { b: { type: "Boolean" }, i: { type: "Integer" } },
      ["say {{ b }} {{ i }}"],
      { b: ["True"], i: ["7"] },
      ["say true 7"],
    ],
    [{}, ["say {{ other }} {{.Names}}"], {}, ["say {{ other }} {{.Names}}"]],
  ])("%j replace the references in %j with %j", async (parameters, runCommand, given, expected) => {
    expect(await lines(parameters, runCommand, given)).toEqual(expected);
  });

  it.each([
    [{ n: { type: "String" } }, {}, "The parameter n is required."],
    [{}, { n: ["x"] }, "The document has no parameter n"],
    [{ n: { type: "String" } }, { n: ["x", "y"] }, "takes one value, found 2"],
    [{ n: { type: "String", allowedValues: ["a"] } }, { n: ["x"] }, "not among the allowedValues"],
    [{ n: { type: "String", allowedPattern: "[a-z]+" } }, { n: ["1"] }, "does not match the allowedPattern"],
    [{ n: { type: "Integer" } }, { n: ["x"] }, "is not an integer"],
    [{ n: { type: "Boolean" } }, { n: ["yes"] }, "is not a Boolean"],
  ])("%j refuse the values %j", async (parameters, given, message) => {
    await expect(lines(parameters, ["say a"], given)).rejects.toMatchObject({
      code: "InvalidParameters",
      message: expect.stringContaining(message) as string,
    });
  });

  it("reach the script in its environment, and not in its text, with the interpolation type ENV_VAR", async () => {
    const parameters = { n: { type: "String", interpolationType: "ENV_VAR" }, m: { type: "String" } };
    const { run, ran } = harness({
      documents: { mine: commandDocument([step("a", { runCommand: ["say {{ n }} $SSM_n {{ m }}"] })], parameters) },
    });
    await run({ DocumentName: "mine", InstanceIds: [ID], Parameters: { n: ["; rm -rf /"], m: ["x"] } });
    expect(ran[0]?.script).toMatchObject({
      commands: ["say {{ n }} $SSM_n x"],
      environment: { SSM_n: "; rm -rf /" },
    });
  });

  it("can set the working directory and the time-out, which is one hour if it is out of range", async () => {
    const inputs = { runCommand: ["say a"], workingDirectory: "{{ dir }}", timeoutSeconds: "{{ t }}" };
    const parameters = { dir: { type: "String" }, t: { type: "String" } };
    const { run, ran } = harness({ documents: { mine: commandDocument([step("a", inputs)], parameters) } });
    await run({ DocumentName: "mine", InstanceIds: [ID], Parameters: { dir: ["/opt"], t: ["7"] } });
    await run({ DocumentName: "mine", InstanceIds: [ID], Parameters: { dir: [""], t: ["4"] } });
    expect(ran.map(({ script }) => [script.workingDirectory, script.timeoutSeconds])).toEqual([
      ["/opt", 7],
      ["", 3600],
    ]);
  });
});

describe("A Policy document", () => {
  const documents = { policy: { ...commandDocument([step("a", { runCommand: "say a" })]), documentType: "Policy" } };
  const request = { DocumentName: "policy", InstanceIds: [ID] };

  it("is run by State Manager", async () => {
    const { run } = harness({ documents, byAssociation: { outputFolder: (id) => id } });
    expect(await run(request)).toMatchObject({ status: "Success" });
  });

  it("is refused as a command", async () => {
    await expect(harness({ documents }).run(request)).rejects.toMatchObject({
      code: "InvalidDocument",
      message: expect.stringContaining("is of type Policy") as string,
    });
  });
});

describe("A reference to Parameter Store", () => {
  const stored = {
    "/greeting": { type: "String", value: "a, b" },
    "/lines": { type: "StringList", value: "say 1,say 2" },
    "/greeting:3": { type: "String", value: "old" },
    "/secret": { type: "SecureString", value: "cipher" },
  };
  const commands = { c: { type: "StringList" } };
  const sent = async (parameters: object, given: Record<string, readonly string[]>) => {
    const made = harness({
      documents: { mine: commandDocument([step("a", { runCommand: ["{{ c }}"] })], parameters) },
      stored,
    });
    await made.run({ DocumentName: "mine", InstanceIds: [ID], Parameters: given });
    return { ...made, lines: made.ran[0]?.script.commands };
  };

  it.each([
    [commands, { c: ["say {{ssm:/greeting}}!", "say {{ ssm:/greeting:3 }}"] }, ["say a, b!", "say old"]],
    [commands, { c: ["say 0", "{{ssm:/lines}}", "{{ssm:/greeting}}"] }, ["say 0", "say 1", "say 2", "a, b"]],
    [{ c: { type: "String" } }, { c: ["{{ssm:/lines}}"] }, ["say 1,say 2"]],
    [{ c: { type: "String", default: "say {{ssm:/greeting}}" } }, {}, ["say a, b"]],
    [{ c: { type: "StringList", default: ["{{ssm:/lines}}"] } }, {}, ["say 1", "say 2"]],
    [commands, { c: ["say {{ other }} {{ssm-secure:/x}}"] }, ["say {{ other }} {{ssm-secure:/x}}"]],
  ])("in %j with the values %j is resolved when the command is sent", async (parameters, given, expected) => {
    expect((await sent(parameters, given)).lines).toEqual(expected);
  });

  it.each([
    [{ c: ["say {{ssm:/gone}}"] }, "The parameter c refers to {{ssm:/gone}}. Parameter Store has no /gone."],
    [{ c: ["say {{ssm:/secret}}"] }, "a SecureString cannot be used"],
  ])("with the values %j is refused", async (given, message) => {
    await expect(sent(commands, given)).rejects.toMatchObject({
      code: "InvalidParameters",
      message: expect.stringContaining(message) as string,
    });
  });

  it("must resolve to a valid value", async () => {
    const parameters = { c: { type: "String", default: "{{ssm:/greeting}}", allowedValues: ["x"] } };
    await expect(sent(parameters, {})).rejects.toMatchObject({ code: "InvalidParameters" });
  });

  it("takes the sender's permission to read the parameter", async () => {
    const { required } = await sent(commands, { c: ["say {{ssm:/greeting:3}}"] });
    expect(required).toContainEqual(
      expect.objectContaining({
        action: "ssm:GetParameters",
        resource: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/greeting`,
      }),
    );
    const { call } = harness({ stored, allow: ({ action }) => action !== "ssm:GetParameters" });
    const answer = call("SendCommand", shellCommand([ID], "say {{ssm:/greeting}}"));
    await expect(answer).rejects.toMatchObject({ code: "AccessDeniedException" });
  });

  it("stays a reference in the record of the command", async () => {
    const { call } = harness({ stored });
    const { Command } = await call<{ Command: { Parameters: object } }>(
      "SendCommand",
      shellCommand([ID], "say {{ssm:/greeting}}"),
    );
    expect(Command.Parameters).toEqual({ commands: ["say {{ssm:/greeting}}"] });
  });
});

describe("The steps of a Command document", () => {
  const say = (name: string, inputs: object = {}) => step(name, { runCommand: [`say ${name}`], ...inputs });
  const fail = (inputs: object = {}) => step("fail", { runCommand: ["exit 3"], ...inputs });
  const outputs = ({ plugins: all }: Awaited<ReturnType<typeof plugins>>) =>
    all.map(({ Name, StatusDetails, ResponseCode }) => [Name, StatusDetails, ResponseCode]);

  it("run one after the other, even after a failed step", async () => {
    const result = await plugins([say("first"), fail(), say("last")]);
    expect(result.status).toBe("Failed");
    expect(outputs(result)).toEqual([
      ["first", "Success", 0],
      ["fail", "Failed", 3],
      ["last", "Success", 0],
    ]);
  });

  it("are skipped after a failed step with onFailure exit, except a finallyStep", async () => {
    const result = await plugins([fail({ onFailure: "exit" }), say("middle"), say("clean", { finallyStep: true })]);
    expect(result.status).toBe("Failed");
    expect(outputs(result)).toEqual([
      ["fail", "Failed", 3],
      ["middle", "Skipped", 0],
      ["clean", "Success", 0],
    ]);
  });

  it("are skipped and the command succeeds after onFailure successAndExit, onSuccess exit or exit code 168", async () => {
    for (const first of [
      fail({ onFailure: "successAndExit" }),
      say("fail", { onSuccess: "exit" }),
      step("fail", { runCommand: ["exit 168"] }),
    ]) {
      const result = await plugins([first, say("rest")]);
      expect(result.status).toBe("Success");
      expect(result.plugins[1]).toMatchObject({ StatusDetails: "Skipped" });
    }
  });

  const posix = { precondition: { StringEquals: ["platformType", "Linux"] } };
  const windows = { precondition: { StringEquals: ["platformType", "Windows"] } };
  const forEach = [
    { ...say("linux"), ...posix },
    { ...say("windows"), ...windows, action: "aws:runPowerShellScript" },
  ];
  it.each([
    [false, ["Success", "Skipped"]],
    [true, ["Skipped", "Success"]],
  ])("run only if their platform precondition is met (Windows: %s)", async (isWindows, expected) => {
    const result = await plugins(forEach, { isWindows });
    expect(result.status).toBe("Success");
    expect(result.plugins.map(({ StatusDetails }) => StatusDetails)).toEqual(expected);
  });

  it("make the invocation InvalidPlatform if none of them is for the node's platform", async () => {
    expect((await plugins([{ ...say("linux"), ...posix }], { isWindows: true })).details).toBe("InvalidPlatform");
  });
});

describe("A Command document is refused", () => {
  it.each([
    ["if it does not exist", undefined, "does not exist"],
    ["if it is of another type", { documentType: "Automation", content: "{}" }, "is of type Automation"],
    ["if its content is not a document", { documentType: "Command", content: "[" }, "cannot be run as a command"],
    [
      "if it has another schema version",
      { documentType: "Command", content: '{"schemaVersion":"0.3"}' },
      "schemaVersion",
    ],
    [
      "if it has a plugin that the sandbox's nodes do not support",
      commandDocument([{ name: "x", action: "aws:domainJoin", inputs: {} }]),
      "step x is aws:domainJoin",
    ],
  ])("%s", async (_, document, message) => {
    const { run } = harness({ documents: document === undefined ? {} : { mine: document } });
    await expect(run({ DocumentName: "mine", InstanceIds: [ID] })).rejects.toMatchObject({
      code: "InvalidDocument",
      message: expect.stringContaining(message) as string,
    });
  });

  it("if its hash is not the one of the request", async () => {
    const { run } = harness();
    const input = { DocumentName: "AWS-RunShellScript", InstanceIds: [ID], Parameters: { commands: ["say a"] } };
    await expect(run({ ...input, DocumentHash: "00" })).rejects.toMatchObject({ code: "InvalidDocument" });
  });

  it("if the request names a version that Amazon's document does not have", async () => {
    const input = { DocumentName: "AWS-RunShellScript", InstanceIds: [ID], Parameters: { commands: ["say a"] } };
    await expect(harness().run({ ...input, DocumentVersion: "2" })).rejects.toMatchObject({
      code: "InvalidDocumentVersion",
    });
    expect(await harness().run({ ...input, DocumentVersion: "$LATEST" })).toMatchObject({ status: "Success" });
  });
});
