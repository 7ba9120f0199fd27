import { writeFileSync } from "node:fs";
import { copyProject, type Outcome, type ProjectCopy } from "./project-copy";

const NODE = "i-0123456789abcdef0";
const confirmed = `schemaVersion: "0.3"
mainSteps:
  - { name: Confirm, action: aws:approve, inputs: { Approvers: [dev] } }
  - { name: Share, action: aws:executeAwsApi, inputs: { Service: ec2, Api: modify_image_attribute, ImageId: ami-1 } }
`;
const nodes = `nodes:
  - match: { instanceId: ${NODE} }
    programs:
      hostname: { stdout: "\\e[31mweb-1" }
      chronyc: { takesSeconds: 60 }
`;

// Every command is a separate process, and the machine may be busy.
jest.setTimeout(60_000);

let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
  writeFileSync(project.file("confirmed.yaml"), confirmed);
  writeFileSync(project.file("nodes.yaml"), nodes);
  writeFileSync(project.file("answers.yaml"), "ec2:ModifyImageAttribute: {}\n");
  writeFileSync(project.file("wrong.yaml"), "ec2:ModifyImageAttribute: yes\n");
});

afterAll(() => project.remove());

const simulate = (...args: string[]): Promise<Outcome> =>
  project.run("src/cli/fleetbook.ts", "runbook", "simulate", ...args);

describe("runbook simulate", () => {
  it("prints each step with inputs, outputs and time, and exits with 0 after a success", async () => {
    const { status, stdout, stderr } = await simulate("check-os", "--set", `InstanceId=${NODE}`, "-s", "CheckNTP=skip");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n").slice(0, 5)).toEqual([
      "CheckHostname  aws:runCommand  Success  0 s",
      "  inputs",
      "    DocumentName: AWS-RunShellScript",
      "    InstanceIds:",
      `      - ${NODE}`,
    ]);
    expect(stdout).toContain("    NTPOutput: |\n      Skipping NTP check\n\ncheck-os  Success  0 s\n  outputs\n");
  });

  it("exits with 1 after a failure, and shows control characters of a node's output as escapes", async () => {
    const { status, stdout } = await simulate("check-os", "--set", `InstanceId=${NODE}`, "--nodes", "nodes.yaml");
    expect(status).toBe(1);
    expect(stdout).toContain("\\x1b[31mweb-1");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("CheckNTP  aws:runCommand  TimedOut  10 s");
    expect(stdout).toContain("\ncheck-os  TimedOut  10 s\n");
  });

  it("runs PowerShell on Windows", async () => {
    const { status, stdout } = await simulate("check-os-windows", "--set", `InstanceId=${NODE}`);
    expect(status).toBe(0);
    expect(stdout).toContain("CheckUpdate.UpdateOutput: |\n      0 updates available\n");
  });

  it("prints only JSON to stdout, and progress to stderr", async () => {
    const answered = ["--signal", "Confirm=Approve", "--api", "answers.yaml", "--json"];
    const { status, stdout, stderr } = await simulate("confirmed.yaml", ...answered);
    expect(JSON.parse(stdout)).toMatchObject({
      runbook: "confirmed",
      status: "Success",
      steps: [{ name: "Confirm", outputs: { ApprovalStatus: "Approved" } }, { name: "Share" }],
      calls: [{ name: "ec2:ModifyImageAttribute", parameters: { ImageId: "ami-1" } }],
    });
    expect([status, stderr]).toEqual([
      0,
      "Confirm  aws:approve  Success  0 s\nShare  aws:executeAwsApi  Success  0 s\n",
    ]);
  });

  it("says how to answer a step that waits, and which steps were not reached", async () => {
    const { status, stdout, stderr } = await simulate("confirmed.yaml");
    expect(status).toBe(1);
    expect(stderr).toBe("Confirm got no signal: send one with --signal Confirm=Approve.\n");
    expect(stdout).toContain("confirmed  TimedOut  604800 s\n  not reached: Share\n");
  });

  it.each([
    [["chek-os"], 'Did you mean "check-os"?'],
    [["check-os"], "Missing required parameters: [InstanceId]."],
    [["check-os", "--set", "InstanzId=i-1"], 'Did you mean "InstanceId"?'],
    [["check-os", "--set", "InstanceId"], "Write --set NAME=VALUE."],
    [["check-os", "--set", `InstanceId=${NODE}`, "--set", "CheckNTP=maybe"], "is not among the allowedValues"],
    [
      ["check-os", "--set", `InstanceId=${NODE}`, "--nodes", "absent.yaml"],
      "absent.yaml  There is no nodes file here.",
    ],
    [["confirmed.yaml", "--api", "wrong.yaml"], "wrong.yaml:1:27"],
    [["confirmed.yaml", "--signal", "Confirm=Yes"], "types are Approve, Reject, Resume, Cancel"],
    [["confirmed.yaml", "--signal", "Confrim=Approve"], 'Did you mean "Confirm"?'],
    [["fleet.yaml"], "fleet.yaml"],
    [["src/cli/run.ts"], "The file has no runbook"],
  ])("exits with 2 and a hint for the arguments %j", async (args, hint) => {
    const { status, stderr } = await simulate(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
