import { instanceId, instanceOf } from "../managed-nodes/fixtures";
import { commandDocument, harness, step } from "./harness";

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

describe("the parameters of a document", () => {
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
  ])("%j fill %j with %j", async (parameters, runCommand, given, expected) => {
    expect(await lines(parameters, runCommand, given)).toEqual(expected);
  });

  it.each([
    [{ n: { type: "String" } }, {}, "The parameter n is required."],
    [{}, { n: ["x"] }, "The document has no parameter n"],
    [{ n: { type: "String" } }, { n: ["x", "y"] }, "takes one value, and has 2"],
    [{ n: { type: "String", allowedValues: ["a"] } }, { n: ["x"] }, "not among the allowedValues"],
    [{ n: { type: "String", allowedPattern: "[a-z]+" } }, { n: ["1"] }, "does not match the allowedPattern"],
    [{ n: { type: "Integer" } }, { n: ["x"] }, "is not an integer"],
    [{ n: { type: "Boolean" } }, { n: ["yes"] }, "is not a Boolean"],
  ])("%j refuse %j", async (parameters, given, message) => {
    await expect(lines(parameters, ["say a"], given)).rejects.toMatchObject({
      code: "InvalidParameters",
      message: expect.stringContaining(message) as string,
    });
  });

  it("give folder and time limit too; a limit out of bounds is an hour", async () => {
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

describe("the steps of a document", () => {
  const say = (name: string, inputs: object = {}) => step(name, { runCommand: [`say ${name}`], ...inputs });
  const fail = (inputs: object = {}) => step("fail", { runCommand: ["exit 3"], ...inputs });
  const outputs = ({ plugins: all }: Awaited<ReturnType<typeof plugins>>) =>
    all.map(({ Name, StatusDetails, ResponseCode }) => [Name, StatusDetails, ResponseCode]);

  it("run one after the other, also after one that failed", async () => {
    const result = await plugins([say("first"), fail(), say("last")]);
    expect(result.status).toBe("Failed");
    expect(outputs(result)).toEqual([
      ["first", "Success", 0],
      ["fail", "Failed", 3],
      ["last", "Success", 0],
    ]);
  });

  it("end after a failure with onFailure exit, but for a finallyStep", async () => {
    const result = await plugins([fail({ onFailure: "exit" }), say("middle"), say("clean", { finallyStep: true })]);
    expect(result.status).toBe("Failed");
    expect(outputs(result)).toEqual([
      ["fail", "Failed", 3],
      ["middle", "Skipped", 0],
      ["clean", "Success", 0],
    ]);
  });

  it("end as a success with onFailure successAndExit, onSuccess exit and exit code 168", async () => {
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
  ])("for several platforms run where their precondition is met (Windows: %s)", async (isWindows, expected) => {
    const result = await plugins(forEach, { isWindows });
    expect(result.status).toBe("Success");
    expect(result.plugins.map(({ StatusDetails }) => StatusDetails)).toEqual(expected);
  });

  it("of which none is for the platform make the invocation InvalidPlatform", async () => {
    expect((await plugins([{ ...say("linux"), ...posix }], { isWindows: true })).details).toBe("InvalidPlatform");
  });
});

describe("a document is refused", () => {
  it.each([
    ["that does not exist", undefined, "does not exist"],
    ["of another type", { documentType: "Automation", content: "{}" }, "is of type Automation"],
    ["that is no document", { documentType: "Command", content: "[" }, "cannot be run as a command"],
    ["of another schema", { documentType: "Command", content: '{"schemaVersion":"0.3"}' }, "schemaVersion"],
    [
      "with a plugin that nodes here do not have",
      commandDocument([{ name: "x", action: "aws:configurePackage", inputs: {} }]),
      "step x is aws:configurePackage",
    ],
  ])("%s", async (_, document, message) => {
    const { run } = harness({ documents: document === undefined ? {} : { mine: document } });
    await expect(run({ DocumentName: "mine", InstanceIds: [ID] })).rejects.toMatchObject({
      code: "InvalidDocument",
      message: expect.stringContaining(message) as string,
    });
  });

  it("whose hash is another", async () => {
    const { run } = harness();
    const input = { DocumentName: "AWS-RunShellScript", InstanceIds: [ID], Parameters: { commands: ["say a"] } };
    await expect(run({ ...input, DocumentHash: "00" })).rejects.toMatchObject({ code: "InvalidDocument" });
  });

  it("in a version that Amazon's does not have", async () => {
    const input = { DocumentName: "AWS-RunShellScript", InstanceIds: [ID], Parameters: { commands: ["say a"] } };
    await expect(harness().run({ ...input, DocumentVersion: "2" })).rejects.toMatchObject({
      code: "InvalidDocumentVersion",
    });
    expect(await harness().run({ ...input, DocumentVersion: "$LATEST" })).toMatchObject({ status: "Success" });
  });
});
