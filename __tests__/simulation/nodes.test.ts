import { simulate } from "../../src/simulation/simulate";
import type { SimulatedNode } from "../../src/simulation/nodes";
import { NODE, runbookOf, shellStep } from "./runbooks";

// Commands run in a shell of their own, and the machine may have much to do.
jest.setTimeout(60_000);

const ask = (command: string, node: SimulatedNode, rest: Parameters<typeof shellStep>[1] = {}) =>
  simulate(runbookOf([shellStep([command], rest)]), { nodes: { [NODE]: node } });

describe("a described node", () => {
  it("is a healthy Amazon Linux 2 that really runs the commands", async () => {
    const run = await ask('. /etc/os-release; echo "$NAME $VERSION_ID"; false || echo "exit status $?"', {});
    expect(run.expectStatus("Success").step("Ask").outputs["Output"]).toBe("Amazon Linux 2\nexit status 1\n");
  });

  it("runs its programs as they are described", async () => {
    const run = await ask("yum check-update", { programs: { yum: { stdout: "kernel 5.10", exitCode: 100 } } });
    expect(run.expectStatus("Failed").step("Ask").outputs).toMatchObject({ ResponseCode: 100, Status: "Failed" });
    expect(run.commands).toEqual([
      expect.objectContaining({ instanceId: NODE, text: "yum check-update", exitCode: 100, stdout: "kernel 5.10\n" }),
    ]);
  });

  it("can be described by a nodes file, which the test overrides", async () => {
    const runbook = runbookOf([shellStep(["hostname; whoami"])]);
    const nodesFile = {
      nodes: [{ match: { instanceId: NODE }, hostname: "of-file", programs: { whoami: { stdout: "file" } } }],
    };
    const run = await simulate(runbook, { nodes: { [NODE]: { hostname: "of-test" } }, nodesFile });
    expect(run.step("Ask").outputs["Output"]).toBe("of-test\nfile\n");
  });

  it("keeps its files between steps, but not between simulations", async () => {
    const runbook = runbookOf([shellStep(["echo kept > /tmp/file"]), shellStep(["cat /tmp/file"], { name: "Read" })]);
    const first = await simulate(runbook, { nodes: { [NODE]: {} } });
    expect(first.step("Read").outputs["Output"]).toBe("kept\n");
    expect((await ask("ls /tmp", {})).step("Ask").outputs["Output"]).not.toContain("file");
  });

  it("sleeps in virtual time, which takes no real time", async () => {
    const run = await ask("sleep 3000; echo done", {});
    expect(run.expectStatus("Success").seconds).toBe(3000);
  });

  it("does not outlast the step's time-out", async () => {
    const run = await ask("sleep 3000", {}, { timeoutSeconds: 40 });
    expect([run.status, run.seconds]).toEqual(["TimedOut", 40]);
  });

  it("lets the step time out if it does not respond", async () => {
    const run = await ask("hostname", { agent: { responds: false } }, { timeoutSeconds: 7200 });
    expect([run.status, run.seconds, run.commands]).toEqual(["Failed", 3600, []]);
  });

  it("accepts no command before its agent has started", async () => {
    const node = { agent: { startsAfterSeconds: 60 } };
    const early = await ask("hostname", node);
    expect(early.failureMessage).toContain("Its agent starts at 2026-01-01T00:01:00.000Z.");
    const wait = { name: "Wait", action: "aws:sleep", inputs: { Duration: "PT60S" } } as const;
    const late = await simulate(runbookOf([wait, shellStep(["hostname"])]), { nodes: { [NODE]: node } });
    expect(late.status).toBe("Success");
  });

  it("is Windows by its profile", async () => {
    const commands = {
      DocumentName: "AWS-RunPowerShellScript",
      InstanceIds: [NODE],
      Parameters: { commands: ["Get-Disk"] },
    };
    const run = await simulate(runbookOf([{ name: "Ask", action: "aws:runCommand", inputs: commands }]), {
      nodes: { [NODE]: { profile: "windows-2022", scripts: [{ contains: "Get-Disk", stdout: "one disk" }] } },
    });
    expect(run.step("Ask").outputs["Output"]).toBe("one disk\r\n");
  });
});

describe("a node that is a function", () => {
  it("is called with the script and returns what the script prints", async () => {
    const texts: string[] = [];
    const run = await ask("hostname\ndate", (text) => {
      texts.push(text);
      return "web-1";
    });
    expect(run.expectStatus("Success").step("Ask").outputs["Output"]).toBe("web-1\n");
    expect(texts).toEqual(["hostname\ndate"]);
  });

  it("may fail", async () => {
    const run = await ask("hostname", () => Promise.resolve({ stdout: "half", stderr: "broken", exitCode: 3 }));
    expect(run.expectStatus("Failed").step("Ask").outputs).toMatchObject({ ResponseCode: 3 });
    expect(run.failureMessage).toContain("half\n\n----------ERROR-------\nbroken");
  });

  it.each([
    ["its own time", 20, {}, "Success", 20],
    ["no more than the step's time-out", Infinity, { timeoutSeconds: 30 }, "TimedOut", 30],
    ["no more than the command's time-out", Infinity, {}, "Failed", 3600],
  ])("takes %s", async (_, takesSeconds, rest, status, seconds) => {
    const run = await ask("hostname", () => ({ takesSeconds }), rest);
    expect([run.status, run.seconds]).toEqual([status, seconds]);
  });

  it("ends the whole simulation if it throws", async () => {
    const mistake = new TypeError("mistake in the test");
    await expect(
      ask("hostname", () => {
        throw mistake;
      }),
    ).rejects.toBe(mistake);
  });
});

describe("an instance", () => {
  it.each([
    ["unmanaged", "unmanaged" as const, "In this simulation it is unmanaged."],
    ["not there", undefined, "The simulation has no such node: name it among its `nodes`"],
  ])("that is %s fails the step at once", async (_, node, reason) => {
    const run = await simulate(runbookOf([shellStep(["hostname"])]), {
      nodes: node === undefined ? {} : { [NODE]: node },
    });
    expect([run.status, run.seconds]).toEqual(["Failed", 0]);
    expect(run.failureMessage).toContain(
      "An error occurred (InvalidInstanceId) when calling the SendCommand operation",
    );
    expect(run.failureMessage).toContain(reason);
  });

  it("lets the step time out if it is stopped", async () => {
    const run = await ask("hostname", "stopped", { timeoutSeconds: 10 });
    expect([run.status, run.seconds, run.commands]).toEqual(["TimedOut", 10, []]);
  });
});

describe("a custom Command document", () => {
  const runbook = runbookOf([
    { name: "Ask", action: "aws:runCommand", inputs: { DocumentName: "my-command", InstanceIds: [NODE] } },
  ]);
  const content = `schemaVersion: "2.2"
mainSteps: [{ name: say, action: aws:runShellScript, inputs: { runCommand: [echo mine] } }]`;

  it("runs if the test supplies it", async () => {
    const run = await simulate(runbook, { nodes: { [NODE]: {} }, commandDocuments: { "my-command": content } });
    expect(run.step("Ask").outputs["Output"]).toBe("mine\n");
  });

  it("fails the step with instructions if it is missing", async () => {
    const run = await simulate(runbook, { nodes: { [NODE]: {} } });
    expect(run.failureMessage).toContain("no Command document my-command: supply it in `commandDocuments`");
  });
});
