import { readFileSync, writeFileSync } from "node:fs";
import type { Log } from "sarif";
import { policyDocument } from "../../src/iam/statements/policy-document";
import { rolePermissions } from "../../src/document/permissions/role-permissions";
import { renderYaml } from "../../src/document/render";
import { loadFleet } from "../../src/fleet/load";
import type { LintReport } from "../../src/catalogue/lint-selection";
import { roleContext } from "../../stacks/role-context";
import { checkOs } from "../../runbooks/check-os";
import { shippedRunbooks } from "../fixtures/shipped-runbooks";
import { copyProject, type Outcome, type ProjectCopy } from "./project-copy";

const forever = `schemaVersion: "0.3"
parameters: { Unused: { type: String } }
mainSteps:
  - { name: wait, action: aws:sleep, inputs: { Duration: soon } }
`;
const unknownAction = `schemaVersion: "0.3"
mainSteps:
  - { name: wait, action: "aws:\\e[31msleep", inputs: {} }
`;

// Every command is a separate process, and the machine may be busy.
jest.setTimeout(60_000);

let project: ProjectCopy;

beforeAll(() => {
  project = copyProject();
  writeFileSync(project.file("runbooks", "wait-forever.yaml"), forever);
  writeFileSync(project.file("hostile.yaml"), unknownAction);
});

afterAll(() => project.remove());

const fleetbook = (...args: string[]): Promise<Outcome> => project.run("src/cli/fleetbook.ts", ...args);

describe("commands with a faulty runbook:", () => {
  it("lint shows place, severity, message, rule and remedy, counts, and exits with 1", async () => {
    const { status, stdout, stderr } = await fleetbook("runbook", "lint");
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^runbooks\/wait-forever\.yaml:2:\d+ {2}warning {2}.*\. {2}\[unused-parameter\]$/),
      expect.stringMatching(/^ {2}[A-Z].*\.$/),
      expect.stringMatching(/^runbooks\/wait-forever\.yaml:4:\d+ {2}error {2}.*\. {2}\[input-value\]$/),
      expect.stringMatching(/^ {2}[A-Z].*\.$/),
      "4 runbooks: 1 error, 1 warning.",
      "",
    ]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  });

  it("lint prints only JSON to stdout", async () => {
    const found = await fleetbook("runbook", "lint", "wait-forever", "runbooks/check-*.ts", "--format", "json");
    const report = JSON.parse(found.stdout) as LintReport;
    expect(report.checked).toBe(3);
    expect(report.findings.map(({ rule, severity, position }) => [rule, severity, position?.line])).toEqual([
      ["unused-parameter", "warning", 2],
      ["input-value", "error", 4],
    ]);
    expect({ status: found.status, stderr: found.stderr }).toEqual({ status: 1, stderr: "" });
  });

  it("lint prints annotations for GitHub, and the count", async () => {
    const { status, stdout } = await fleetbook("runbook", "lint", "wait-forever", "--format", "github");
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^::warning file=runbooks\/wait-forever\.yaml,line=2,col=\d+,title=unused-parameter::/),
      expect.stringMatching(/^::error file=runbooks\/wait-forever\.yaml,line=4,col=\d+,title=input-value::/),
      "1 runbook: 1 error, 1 warning.",
      "",
    ]);
    expect(status).toBe(1);
  });

  it("lint prints SARIF, also of a file that cannot be read", async () => {
    const { status, stdout } = await fleetbook("runbook", "lint", "fleet.yaml", "wait-forever", "--format", "sarif");
    const { runs } = JSON.parse(stdout) as Log;
    expect(runs[0]?.results?.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["unused-parameter", "warning"],
      ["input-value", "error"],
      ["unreadable-file", "error"],
    ]);
    expect(status).toBe(2);
  });

  it("lint and validate count ignored findings", async () => {
    const file = project.file("runbooks", "wait-forever.yaml");
    writeFileSync(
      file,
      `# fleetbook-ignore unused-parameter: callers still give it\n${forever.replace("soon", "PT1M")}`,
    );
    const linted = await fleetbook("runbook", "lint");
    const validated = await fleetbook("validate");
    writeFileSync(file, forever);
    expect(linted).toEqual({ status: 0, stdout: "4 runbooks: 0 errors, 0 warnings, 1 ignored.\n", stderr: "" });
    expect(validated.stdout).toContain("4 runbooks; no faults, 1 ignored.");
  });

  it("lint shows control characters of a file as escapes", async () => {
    const { stdout } = await fleetbook("runbook", "lint", "hostile.yaml");
    expect(stdout).toContain("\\x1b[31msleep");
    expect(stdout).not.toContain("\u001b");
  });

  it("lint exits with 2 for a file that is not a runbook, and reports what is wrong with the others", async () => {
    const { status, stdout, stderr } = await fleetbook("runbook", "lint", "fleet.yaml", "runbooks/wait-forever.yaml");
    expect(status).toBe(2);
    expect(stdout).toContain("[input-value]");
    expect(stderr).toMatch(/^error {2}fleet\.yaml/);
  });

  it("validate names the errors with file, line, rule and remedy, together with the faults of the fleet file", async () => {
    const fleet = readFileSync(project.file("fleet.yaml"), "utf8").replace("ou: workloads\n", "ou: wrkloads\n");
    writeFileSync(project.file("other.yaml"), fleet);
    const { status, stderr, stdout } = await fleetbook("validate", "--fleet", "other.yaml");
    expect(status).toBe(2);
    expect(stderr).toMatch(/^runbooks\/wait-forever\.yaml:2:\d+ {2}warning .*\[unused-parameter\]$/m);
    expect(stderr).toMatch(/^error {2}runbooks\/wait-forever\.yaml:4:\d+ .* \[input-value\]\n {7}[A-Z].*\.$/m);
    expect(stderr).toMatch(/^error {2}other\.yaml:\d+:\d+ /m);
    expect(stdout).toBe("");
  });

  it("synth ignores a faulty runbook that the fleet does not deploy, and refuses one that it deploys", async () => {
    expect(await project.run("main.ts")).toEqual({ status: 0, stdout: "", stderr: "" });

    const fleet = project.file("fleet.yaml");
    const before = readFileSync(fleet, "utf8");
    writeFileSync(fleet, before.replace("  - name: check-os\n", "  - name: check-os\n  - name: wait-forever\n"));
    const { status, stderr } = await project.run("main.ts");
    writeFileSync(fleet, before);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error {2}runbooks\/wait-forever\.yaml:4:\d+ .* \[input-value\]\n {7}[A-Z].*\.\n$/);
  });
});

describe("the runbook commands:", () => {
  it("render prints a runbook as it is deployed", async () => {
    expect(await fleetbook("runbook", "render", "check-os")).toEqual({
      status: 0,
      stdout: renderYaml(checkOs.document),
      stderr: "",
    });
  });

  it.each(["render", "graph", "permissions", "simulate"])("%s takes a file", async (command) => {
    const source = readFileSync(project.file("runbooks", "check-os.ts"), "utf8");
    writeFileSync(
      project.file("other-os.ts"),
      source.replaceAll("../src/", "./src/").replace('"check-os"', '"other-os"'),
    );
    const options = command === "simulate" ? ["--set", "InstanceId=i-0123456789abcdef0"] : [];
    const { status, stderr } = await fleetbook("runbook", command, "other-os.ts", ...options);
    expect([status, stderr.replace(/^\* for .*$/gm, "").trim()]).toEqual([0, ""]);
  });

  it("graph draws a runbook", async () => {
    const { status, stdout } = await fleetbook("runbook", "graph", "create-and-share-ami");
    expect([status, stdout.split("\n")[0]]).toEqual([0, "flowchart TD"]);
  });

  it("permissions prints the policy of the role in an account, with the reason for each * on stderr", async () => {
    const fleet = loadFleet(project.file("fleet.yaml"), {
      runbooks: [...shippedRunbooks.keys()],
      runbook: () => undefined,
    });
    const [appDev] = fleet.memberAccounts;
    if (appDev === undefined) throw new Error("not the example fleet");
    const context = { ...roleContext(fleet, appDev, "check-os"), runbooks: new Map() };

    const { status, stdout, stderr } = await fleetbook("runbook", "permissions", "check-os", "--account", "app-dev");
    expect(JSON.parse(stdout)).toEqual(policyDocument(rolePermissions(checkOs, context).statements));
    expect(stderr).toMatch(/^\* for .*ssm:ListCommands.*: AWS has no resource-level permissions/);
    expect(status).toBe(0);
  });

  it("have a policy that is not enough if the action of a call is not known: exit status 1, and the call on stderr", async () => {
    writeFileSync(
      project.file("gap.yaml"),
      `schemaVersion: "0.3"
mainSteps:
  - name: call
    action: aws:executeAwsApi
    inputs: { Service: codecatalyst, Api: CreateProject }
`,
    );
    const { status, stdout, stderr } = await fleetbook("runbook", "permissions", "gap.yaml");
    expect(JSON.parse(stdout)).toMatchObject({ Statement: [] });
    expect(stderr).toContain("Not derived: AWS documents no IAM action for CreateProject of the service codecatalyst");
    expect(status).toBe(1);
  });

  it("permissions prints a policy for every account and Region if no account is given", async () => {
    const { stdout, stderr } = await fleetbook("runbook", "permissions", "check-os", "--json");
    const { policy, gaps } = JSON.parse(stdout) as { policy: object; gaps: unknown };
    expect(JSON.stringify(policy)).toContain("arn:aws:ec2:*:*:instance/*");
    expect([gaps, stderr]).toEqual([[], ""]);
  });

  it.each([
    [["runbook"], "Usage: npm run fleetbook -- runbook"],
    [["runbook", "graph", "chek-os"], 'Did you mean "check-os"?'],
    [["runbook", "lint", "--format", "xml"], "Allowed choices are text, json, github, sarif"],
    [["runbook", "permissions", "check-os", "--account", "app-deb"], 'Did you mean "app-dev"?'],
    [["runbook", "permissions", "check-os", "--region", "ap-northeast-9"], 'Did you mean "ap-northeast-1"?'],
  ])("the arguments %j are refused with exit status 2 and a hint", async (args, hint) => {
    const { status, stdout, stderr } = await fleetbook(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
