/** The package as a user has it: packed, unpacked into an empty project, and its program run by Node alone. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InstalledPackage, MODULES, runIn } from "./installed-package";

const ROOT = path.resolve(__dirname, "../..");

// The machine may be busy.
jest.setTimeout(5 * 60_000);

/** What docs/package.md shows, with a client of AWS's SDK. */
const SANDBOX_TEST = `
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { useSandbox } from "fleetbook/jest";
import { writeFileSync } from "node:fs";

const sandbox = useSandbox();

it("is the account", async () => {
  const env = await sandbox.env({ account: "app-dev" });
  writeFileSync("endpoint.json", JSON.stringify({ endpoint: env.AWS_ENDPOINT_URL }));
  const sts = new STSClient({
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
      sessionToken: env.AWS_SESSION_TOKEN,
    },
  });
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe("222222222222");
}, 60_000);
`;

describe("the package", () => {
  let installed: InstalledPackage;
  let project: string;
  const fleetbook = (...args: readonly string[]) => runIn(project, process.execPath, installed.program, ...args);

  beforeAll(async () => {
    installed = await InstalledPackage.install();
    project = path.join(installed.root, "fleet");
    mkdirSync(project);
  });
  afterAll(() => installed.remove());

  it("has neither tests nor pictures nor TypeScript sources", () => {
    const files = readdirSync(installed.folder, { recursive: true }).map(String);
    expect(files).toContain("dist/src/sandbox/python/script_worker.py");
    expect(files.filter((file) => /__tests__\/.*\.js$|\.(svg|png)$|(?<!\.d)\.ts$|\.tsx$/.test(file))).toEqual([]);
  });

  it("shows a page of its documentation", async () => {
    const { status, stdout } = await fleetbook("help", "fleet-file");
    expect([status, stdout.split("\n")[0]]).toEqual([0, "The fleet file"]);
  });

  it("names its commands as npx calls them", async () => {
    const { status, stdout } = await fleetbook("--help");
    expect([status, stdout.split("\n")[0]]).toEqual([0, "Usage: npx fleetbook [options] [command]"]);
  });

  it("makes a project, and refuses to make it again", async () => {
    const { status, stdout } = await fleetbook("init", ".", "--example");
    expect([status, stdout]).toEqual([0, "The project is ready. Next:\n  npm install\n  npm run demo\n  npm test\n"]);
    const again = await fleetbook("init", ".", "--example");
    expect([again.status, again.stdout]).toEqual([2, ""]);
    expect(again.stderr).toContain("The folder is not empty");
  });

  it("validates the project from any of its folders: the package's runbooks and the user's TypeScript", async () => {
    const folder = path.join(project, "runbooks");
    const { status, stdout, stderr } = await runIn(folder, process.execPath, installed.program, "validate");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^\.\.\/fleet\.yaml: 4 accounts, .* 4 runbooks; no faults\.\n$/);
  });

  it("simulates a runbook of the user's", async () => {
    const { status, stdout } = await fleetbook(
      "runbook",
      "simulate",
      "disk-space",
      "--set",
      "InstanceId=i-0123456789abcdef0",
    );
    expect([status, stdout]).toEqual([expect.any(Number), expect.stringContaining("AskDisk")]);
  });

  it("synthesizes every stack of the project with its main.ts", async () => {
    const { app } = JSON.parse(readFileSync(path.join(project, "cdktf.json"), "utf8")) as { app: string };
    const { status, stderr } = await runIn(project, "sh", "-c", app);
    expect([status, stderr]).toEqual([0, ""]);
    const stacks = readdirSync(path.join(project, "cdktf.out/stacks"));
    expect(stacks).toEqual(expect.arrayContaining(["administrator", "member-app-dev", "target-app-prod"]));
    expect(readFileSync(path.join(project, "cdktf.out/stacks/administrator/cdk.tf.json"), "utf8")).toContain(
      "disk-space",
    );
    expect(existsSync(path.join(ROOT, "dist/cdktf.out"))).toBe(false);
  });

  it("runs the project's own test", async () => {
    const jest = path.join(MODULES, "jest/bin/jest.js");
    const { status, stderr } = await runIn(project, process.execPath, jest, "--maxWorkers", "1");
    expect(stderr).toContain("2 passed");
    expect(status).toBe(0);
  });

  it("gives a test of the project's a sandbox of its own, and leaves none behind", async () => {
    writeFileSync(path.join(project, "__tests__/sandbox.test.ts"), SANDBOX_TEST);
    const jest = path.join(MODULES, "jest/bin/jest.js");
    const { status, stderr } = await runIn(project, process.execPath, jest, "sandbox.test", "--maxWorkers", "1");
    expect(stderr).toContain("1 passed");
    expect(status).toBe(0);
    const { endpoint } = JSON.parse(readFileSync(path.join(project, "endpoint.json"), "utf8")) as { endpoint: string };
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  it.each([
    [
      "an old Node",
      "process.versions, 'node', { value: '12.22.12' }",
      "Node is 12.22.12, and Fleetbook needs 20.19 or newer.",
    ],
    ["Windows", "process, 'platform', { value: 'win32' }", "Fleetbook runs on Linux and macOS, and on Windows in WSL."],
  ])("says in one sentence that it cannot run on %s, before it loads anything", async (_, property, sentence) => {
    const machine = path.join(installed.root, "machine.cjs");
    writeFileSync(machine, `Object.defineProperty(${property});`);
    const { status, stdout, stderr } = await runIn(
      project,
      process.execPath,
      "--require",
      machine,
      installed.program,
      "--help",
    );
    expect([status, stdout, stderr.split("\n")[0]]).toEqual([2, "", `error  ${sentence}`]);
  });
});
