import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkOs } from "../../runbooks/check-os";
import { checkOsWindows } from "../../runbooks/check-os-windows";

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

describe("check-os on a node", () => {
  let bin: string;

  beforeEach(() => {
    bin = mkdtempSync(path.join(tmpdir(), "check-os-"));
  });

  afterEach(() => {
    rmSync(bin, { recursive: true, force: true });
  });

  /** Runs a step's commands as the agent does, `yum` being a program of ours with the exit status. */
  function run(step: string, choice: string, yumExit = 0): { stdout: string; status: number | null } {
    writeFileSync(path.join(bin, "yum"), `#!/bin/sh\necho "asked: $*"\nexit ${yumExit}\n`);
    chmodSync(path.join(bin, "yum"), 0o755);
    const script = path.join(bin, "_script.sh");
    writeFileSync(script, `${commandsOf(checkOs, step).join("\n")}\n`.replaceAll(`{{ ${step} }}`, choice));
    const { stdout, status } = spawnSync("sh", [script], {
      encoding: "utf8",
      env: { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    });
    return { stdout, status };
  }

  it("takes available updates for an answer", () => {
    expect(run("CheckUpdate", "check", 100)).toEqual({ stdout: "asked: check-update\n", status: 0 });
  });

  it("takes no updates for an answer", () => {
    expect(run("CheckUpdate", "check", 0).status).toBe(0);
  });

  it("takes any other exit status of yum for a failure", () => {
    expect(run("CheckUpdate", "check", 1).status).toBe(1);
  });

  it.each([
    ["CheckHostname", "Skipping hostname check\n"],
    ["CheckTimezone", "Skipping timezone check\n"],
    ["CheckLocale", "Skipping locale check\n"],
    ["CheckUpdate", "Skipping update check\n"],
    ["CheckNTP", "Skipping NTP check\n"],
  ])("says that it skips %s", (step, line) => {
    expect(run(step, "skip", 1)).toEqual({ stdout: line, status: 0 });
  });

  it.each(questions)("is POSIX shell in %s", (step) => {
    expect(() => execFileSync("sh", ["-n"], { input: commandsOf(checkOs, step).join("\n") })).not.toThrow();
  });

  it("waits ten seconds for each answer", () => {
    expect(checkOs.document.mainSteps.map((step) => step.timeoutSeconds)).toEqual([10, 10, 10, 10, 10]);
  });
});

describe("check-os-windows on a node", () => {
  it.each(questions)("sets the code page to UTF-8 first in %s", (step) => {
    expect(commandsOf(checkOsWindows, step)[0]).toMatch(/^chcp 65001/);
  });
});
