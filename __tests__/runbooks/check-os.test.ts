import { execFileSync } from "node:child_process";
import { checkOs } from "../../runbooks/check-os";
import { checkOsWindows } from "../../runbooks/check-os-windows";
import type { SimulatedNode } from "../../src/simulation/nodes";
import type { SimulatedRun } from "../../src/simulation/result";
import { simulate } from "../../src/simulation/simulate";

// Commands run in a shell of their own, and the machine may have much to do.
jest.setTimeout(60_000);

const questions = ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"];
const outputs = ["HostnameOutput", "TimezoneOutput", "LocaleOutput", "UpdateOutput", "NTPOutput"];

function commandsOf(runbook: typeof checkOs, step: string): string[] {
  const inputs = runbook.document.mainSteps.find(({ name }) => name === step)?.inputs as {
    Parameters: { commands: string[] };
  };
  return inputs.Parameters.commands;
}

describe.each([
  ["check-os", checkOs, "AWS-RunShellScript"],
  ["check-os-windows", checkOsWindows, "AWS-RunPowerShellScript"],
])("%s", (name, runbook, documentName) => {
  const { parameters, mainSteps } = runbook.document;

  it("is named so and is for EC2 instances", () => {
    expect(runbook).toMatchObject({ name, targetType: "/AWS::EC2::Instance" });
  });

  it("asks the five questions in order", () => {
    expect(mainSteps.map((step) => step.name)).toEqual(questions);
    expect(mainSteps.map((step) => step.nextStep)).toEqual([...questions.slice(1), undefined]);
    expect(mainSteps.map((step) => step.isEnd)).toEqual([undefined, undefined, undefined, undefined, true]);
  });

  it("runs each question once on the instance and stops at the first that fails", () => {
    for (const step of mainSteps) {
      expect(step).toMatchObject({
        action: "aws:runCommand",
        maxAttempts: 1,
        onFailure: "Abort",
        inputs: { DocumentName: documentName, InstanceIds: ["{{ InstanceId }}"] },
      });
    }
  });

  it("can skip each question and asks it unless told otherwise", () => {
    for (const question of questions) {
      expect(parameters?.[question]).toMatchObject({
        type: "String",
        default: "check",
        allowedValues: ["check", "skip"],
      });
    }
  });

  it("acts with the role that it is given", () => {
    expect(runbook.document.assumeRole).toBe("{{ AutomationAssumeRole }}");
    expect(parameters?.["AutomationAssumeRole"]?.default).toBe("");
  });

  it("hands out all five answers", () => {
    expect(mainSteps.flatMap((step) => step.outputs)).toEqual(
      outputs.map((output) => ({ Name: output, Selector: "$.CommandPlugins[0].Output", Type: "String" })),
    );
    expect(runbook.document.outputs).toEqual(questions.map((question, index) => `${question}.${outputs[index]}`));
  });
});

const NODE = "i-0123456789abcdef0";
const check = (node: SimulatedNode, parameters: Record<string, string> = {}) =>
  simulate(checkOs, { parameters: { InstanceId: NODE, ...parameters }, nodes: { [NODE]: node } });
const statuses = (run: SimulatedRun) => run.steps.map(({ status }) => status);
const skipAllBut = (question: string) =>
  Object.fromEntries(questions.filter((each) => each !== question).map((each) => [each, "skip"]));

describe("check-os on a node", () => {
  it("hands out the answers of a healthy Amazon Linux 2", async () => {
    const run = await check({ hostname: "web-1" });
    expect(run.expectStatus("Success").outputs).toEqual({
      "CheckHostname.HostnameOutput": "web-1\n",
      "CheckTimezone.TimezoneOutput": expect.stringContaining("Time zone: n/a (UTC, +0000)") as string,
      "CheckLocale.LocaleOutput": expect.stringContaining("System Locale: LANG=en_US.UTF-8") as string,
      "CheckUpdate.UpdateOutput": expect.stringContaining("Loaded plugins:") as string,
      "CheckNTP.NTPOutput": expect.stringContaining("^* 169.254.169.123") as string,
    });
  });

  it("hands out the answers of an Amazon Linux 2023", async () => {
    expect((await check({ profile: "amazon-linux-2023" })).status).toBe("Success");
  });

  it("says what it skips and asks the node nothing", async () => {
    const asked = "called";
    const programs = ["hostname", "timedatectl", "localectl", "yum", "chronyc"];
    const run = await check(
      { programs: Object.fromEntries(programs.map((name) => [name, { stdout: asked, exitCode: 1 }])) },
      Object.fromEntries(questions.map((question) => [question, "skip"])),
    );
    expect(Object.values(run.expectStatus("Success").outputs)).toEqual([
      "Skipping hostname check\n",
      "Skipping timezone check\n",
      "Skipping locale check\n",
      "Skipping update check\n",
      "Skipping NTP check\n",
    ]);
  });

  it.each(questions)("asks %s alone where the others are skipped", async (question) => {
    const run = await check({}, skipAllBut(question));
    const skipped = Object.values(run.expectStatus("Success").outputs).filter((text) =>
      /^Skipping/.test(text as string),
    );
    expect(skipped).toHaveLength(4);
    expect(run.step(question).outputs["Output"]).not.toMatch(/^Skipping/);
  });

  it("takes available updates for an answer, with their list", async () => {
    const list = "kernel.x86_64  5.10.250-1.amzn2  amzn2-core\n";
    const run = await check({ programs: { yum: { args: "check-update", stdout: list, exitCode: 100 } } });
    expect(run.expectStatus("Success").step("CheckUpdate").outputs).toMatchObject({
      ResponseCode: 0,
      UpdateOutput: list,
    });
  });

  it("takes any other exit status of yum for a failure, and stops there", async () => {
    const run = await check({ programs: { yum: { stderr: "Cannot find a valid baseurl", exitCode: 1 } } });
    expect(statuses(run.expectStatus("Failed"))).toEqual(["Success", "Success", "Success", "Failed", "Pending"]);
    expect(run.failureMessage).toContain("Cannot find a valid baseurl");
  });

  it("fails where chronyc does", async () => {
    const run = await check({ programs: { chronyc: { stdout: "506 Cannot talk to daemon", exitCode: 1 } } });
    expect(run.expectStatus("Failed").step("CheckNTP")).toMatchObject({
      status: "Failed",
      outputs: { ResponseCode: 1 },
      failureMessage: expect.stringContaining("506 Cannot talk to daemon") as string,
    });
    expect(run.outputs["CheckUpdate.UpdateOutput"]).toContain("Loaded plugins:");
  });

  it("asks no further question after one that failed", async () => {
    const run = await check({ programs: { hostname: { exitCode: 1 } } });
    expect(statuses(run.expectStatus("Failed"))).toEqual(["Failed", "Pending", "Pending", "Pending", "Pending"]);
    expect(run.commands).toHaveLength(1);
  });

  it("fails where the node does not have the program", async () => {
    const run = await check({ programs: { timedatectl: false } });
    expect(run.expectStatus("Failed").step("CheckTimezone").outputs).toMatchObject({ ResponseCode: 127 });
  });

  it("keeps what a hostile node prints as it is", async () => {
    const hostile = "\u001b[31mweb\u0007\u202e-1";
    const run = await check({ programs: { hostname: { stdout: hostile } } });
    expect(run.outputs["CheckHostname.HostnameOutput"]).toBe(`${hostile}\n`);
  });

  it("fails at once on an instance that is not managed", async () => {
    const run = await check("unmanaged");
    expect(run.expectStatus("Failed").step("CheckHostname")).toMatchObject({
      status: "Failed",
      seconds: 0,
      failureMessage: expect.stringContaining("(InvalidInstanceId) when calling the SendCommand operation") as string,
    });
  });

  it.each<[string, SimulatedNode]>([
    ["is stopped", "stopped"],
    ["never answers", () => ({ takesSeconds: Infinity })],
    ["has an agent that does not respond", { agent: { responds: false } }],
    ["hangs in the program", { programs: { hostname: { takesSeconds: 3600 } } }],
  ])("waits ten seconds for a node that %s", async (_, node) => {
    const run = await check(node);
    expect([run.status, run.seconds]).toEqual(["TimedOut", 10]);
    expect(statuses(run)).toEqual(["TimedOut", "Pending", "Pending", "Pending", "Pending"]);
  });

  it("waits for an answer that takes less than ten seconds", async () => {
    const run = await check({ programs: { yum: { stdout: "slow", takesSeconds: 9 } } });
    expect(run.expectStatus("Success").step("CheckUpdate").seconds).toBe(9);
  });

  it.each(questions)("is POSIX shell in %s", (step) => {
    expect(() => execFileSync("sh", ["-n"], { input: commandsOf(checkOs, step).join("\n") })).not.toThrow();
  });

  it.each([
    ["no instance", {}, "Missing required parameters: [InstanceId]"],
    ["another choice", { InstanceId: NODE, CheckNTP: "maybe" }, '"CheckNTP" has an invalid value'],
  ])("does not begin with %s", async (_, parameters, message) => {
    await expect(simulate(checkOs, { parameters })).rejects.toThrow(message);
  });
});
