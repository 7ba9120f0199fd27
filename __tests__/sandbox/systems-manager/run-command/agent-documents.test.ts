import type { NodeEntry } from "../../../../src/sandbox/machines/schema";
import { AgentPlugins } from "../../../../src/sandbox/machines/agent/agent-plugins";
import { jumpingTime } from "../../../../src/sandbox/machines/machine-time";
import { MachineShells } from "../../../../src/sandbox/machines/machine-shells";
import { ACCOUNT, HOME, instanceId, instanceOf } from "../managed-nodes/fixtures";
import { command } from "../../../amazon/fixtures";
import { userOf } from "../../json-client";
import { commandsPort } from "../../../../src/sandbox/systems-manager/run-command/commands-port";
import { harness } from "./harness";

const ID = instanceId(1);

/** A node of that description, whose agent runs documents one after the other. */
function nodeOf(
  entry: Omit<NodeEntry, "match"> = {},
  { isWindows = false, content }: { isWindows?: boolean; content?: object } = {},
) {
  const agents = new AgentPlugins();
  const { runOnNode } = new MachineShells({ agents });
  const { run, service } = harness({
    instances: [instanceOf(1, { isWindows })],
    nodes: { nodes: [{ match: {}, ...entry }] },
    runOnNode,
    ...(content !== undefined && {
      documents: { "AWS-RunPatchBaseline": { documentType: "Command", content: JSON.stringify(content) } },
    }),
  });
  const authorizer = { require: () => Promise.resolve() };
  const associations = commandsPort(service, authorizer, HOME, userOf(ACCOUNT), { outputFolder: (id) => id });
  const said = async (commands: { run: typeof run }, DocumentName: string, parameters: Record<string, string>) => {
    const Parameters = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]]));
    const input = { DocumentName, InstanceIds: [ID], Parameters };
    const { status, invocations } = await commands.run(input, new AbortController().signal);
    const ran = invocations[0]?.CommandPlugins.find(({ StatusDetails }) => StatusDetails !== "Skipped");
    return { status, step: ran?.Name, output: ran?.Output ?? "", code: ran?.ResponseCode };
  };
  return {
    run: (name: string, parameters: Record<string, string> = {}) => said({ run }, name, parameters),
    associate: (name: string) => said(associations as never, name, {}),
    agentVersion: () => agents.agentVersion(ID),
  };
}

describe("AWS-RunPatchBaseline", () => {
  it("reports no missing patches on a healthy node", async () => {
    const { status, step, output } = await nodeOf().run("AWS-RunPatchBaseline", { Operation: "Scan" });
    expect([status, step]).toEqual(["Success", "PatchLinux"]);
    expect(output).toMatch(/^Patch Summary for i-.*\n[\s\S]*\nOperationType +: Scan\n[\s\S]*\nMissingCount +: 0\n/);
  });

  it("installs what is missing, and finds it installed from then on", async () => {
    const { run } = nodeOf({ patches: { missing: ["kernel", "openssl"], installed: 7 } });
    expect((await run("AWS-RunPatchBaseline", { Operation: "Scan" })).output).toMatch(
      /MissingCount +: 2\n[\s\S]*Missing: kernel/,
    );
    expect((await run("AWS-RunPatchBaseline", { Operation: "Install" })).output).toMatch(/InstalledCount +: 9\n/);
    expect((await run("AWS-RunPatchBaseline", { Operation: "Scan" })).output).toMatch(/MissingCount +: 0\n/);
  });

  it("fails if a patch cannot be installed", async () => {
    const { run } = nodeOf({ patches: { missing: ["kernel", "openssl"], failing: ["kernel"] } });
    const { status, output, code } = await run("AWS-RunPatchBaseline", { Operation: "Install" });
    expect([status, code]).toEqual(["Failed", 1]);
    expect(output).toMatch(/FailedCount +: 1\n[\s\S]*Installed: openssl\nFailed: kernel\n/);
  });

  it("counts patches that wait for a reboot if there is none", async () => {
    const { run } = nodeOf({ patches: { missing: ["kernel"], pendingReboot: ["kernel"] } });
    const { output } = await run("AWS-RunPatchBaseline", { Operation: "Install", RebootOption: "NoReboot" });
    expect(output).toMatch(/InstalledPendingRebootCount +: 1\n/);
  });

  it("runs on Windows nodes too", async () => {
    const { step, output } = await nodeOf({ patches: { missing: ["KB1"] } }, { isWindows: true }).run(
      "AWS-RunPatchBaseline",
      { Operation: "Scan" },
    );
    expect([step, output]).toEqual(["PatchWindows", expect.stringMatching(/MissingCount +: 1/)]);
  });

  it("has the parameters and steps of a pulled document, whose script needs a network, and is answered all the same", async () => {
    const script = { name: "Theirs", action: "aws:runShellScript", inputs: { runCommand: ["curl https://s3"] } };
    const content = { ...command(script), parameters: { Operation: { type: "String" } } };
    const { run } = nodeOf({ patches: { missing: ["kernel"] } }, { content });
    expect(await run("AWS-RunPatchBaseline", { Operation: "Scan" })).toMatchObject({
      status: "Success",
      step: "Theirs",
      output: expect.stringContaining("Missing: kernel") as string,
    });
  });

  it("refuses an operation that AWS does not have", async () => {
    await expect(nodeOf().run("AWS-RunPatchBaseline", { Operation: "Look" })).rejects.toMatchObject({
      code: "InvalidParameters",
    });
  });
});

describe("AWS-UpdateSSMAgent", () => {
  const agent = { version: "3.2.9.0", latestVersion: "3.2.10.0" };

  it("updates to the latest version, once", async () => {
    const { run, agentVersion } = nodeOf({ agent });
    expect((await run("AWS-UpdateSSMAgent")).output).toContain("Updating amazon-ssm-agent from 3.2.9.0 to 3.2.10.0");
    expect(agentVersion()).toBe("3.2.10.0");
    expect((await run("AWS-UpdateSSMAgent")).output).toContain("has already been installed, update skipped");
  });

  it("installs an earlier version only if a downgrade is allowed", async () => {
    const { run, agentVersion } = nodeOf({ agent });
    expect(await run("AWS-UpdateSSMAgent", { version: "3.1.0.0" })).toMatchObject({ status: "Failed", code: 1 });
    expect((await run("AWS-UpdateSSMAgent", { version: "3.1.0.0", allowDowngrade: "true" })).status).toBe("Success");
    expect(agentVersion()).toBe("3.1.0.0");
  });
});

describe("AWS-GatherSoftwareInventory", () => {
  it("is refused by the agent as a command, and collects as an association", async () => {
    const { run, associate } = nodeOf({ inventory: { "AWS:Application": [{ Name: "bash" }, { Name: "curl" }] } });
    expect(await run("AWS-GatherSoftwareInventory")).toMatchObject({
      status: "Failed",
      output: expect.stringContaining("can only be invoked via ssm-associate") as string,
    });
    expect(await associate("AWS-GatherSoftwareInventory")).toMatchObject({
      status: "Success",
      output: expect.stringContaining("AWS:Application: 2 entries") as string,
    });
  });
});

describe("AWS-ConfigureAWSPackage", () => {
  const packages = {
    Agent: { available: ["1.0", "2.0"] },
    Old: { installed: "0.9" },
    Broken: { available: ["1.0"], fails: true },
  };

  it("installs the latest or a named version, and uninstalls it", async () => {
    const { run } = nodeOf({ packages });
    const configure = (parameters: Record<string, string>) => run("AWS-ConfigureAWSPackage", parameters);
    expect((await configure({ action: "Install", name: "Agent" })).output).toContain(
      "Successfully installed Agent 2.0",
    );
    expect((await configure({ action: "Install", name: "Agent", version: "1.0" })).output).toContain(
      "Successfully installed Agent 1.0",
    );
    expect((await configure({ action: "Uninstall", name: "Agent" })).output).toContain(
      "Successfully uninstalled Agent 1.0",
    );
    expect((await configure({ action: "Uninstall", name: "Agent" })).status).toBe("Failed");
    expect((await configure({ action: "Uninstall", name: "Old" })).status).toBe("Success");
  });

  it.each([
    [{ action: "Install", name: "Unknown" }, "Describe it under `packages`"],
    [{ action: "Install", name: "Agent", version: "9.0" }, "The available versions are 1.0, 2.0."],
    [{ action: "Install", name: "Broken" }, "failed to install package: Broken 1.0"],
    [{ action: "Uninstall", name: "Old", version: "0.8" }, "Old 0.8 is not installed"],
  ])("fails with %j", async (parameters, message) => {
    const { status, output } = await nodeOf({ packages }).run("AWS-ConfigureAWSPackage", parameters);
    expect([status, output]).toEqual(["Failed", expect.stringContaining(message)]);
  });
});

it("Patches that take longer than the step may end the step by its time-out", async () => {
  const clock = { sleep: () => Promise.resolve(), during: <T>(work: Promise<T>) => work };
  const agents = new AgentPlugins();
  const node = {
    instanceId: ID,
    agent: { version: "1", latestVersion: "1" },
    packages: {},
    patches: { takesSeconds: 60 },
  };
  const script = {
    plugin: "patches",
    commands: [],
    timeoutSeconds: 30,
    workingDirectory: "",
    commandId: "c",
    instanceId: ID,
  };
  const { signal } = new AbortController();
  const result = await agents.run(node as never, script as never, signal, jumpingTime(clock));
  expect(result).toMatchObject({ ended: "timed-out" });
});
