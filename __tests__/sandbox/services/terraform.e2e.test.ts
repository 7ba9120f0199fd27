import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreatePatchBaselineCommand, SSMClient } from "@aws-sdk/client-ssm";
import { environment } from "../../../src/sandbox/lifecycle/environment";
import { describeWith } from "../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../test-sandbox";

const FIXTURE = join(__dirname, "../../fixtures/sandbox/every-resource");

describeWith(["moto_server", "terraform"], "Terraform", (moto, terraform) => {
  let test: TestSandbox;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    folder = join(test.folder, "every-resource");
    await cp(FIXTURE, folder, { recursive: true });
    const options = { folder: test.folder, env: process.env, log: () => undefined };
    env = { ...process.env, ...(await environment(options, { account: "app-dev" })) };
  });
  afterAll(() => test.end());

  /** @returns the exit code */
  const run = async (command: string, ...args: readonly string[]): Promise<number> => {
    try {
      await promisify(execFile)(terraform, [command, "-no-color", "-input=false", ...args], { cwd: folder, env });
      return 0;
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      if (code !== 2) throw new Error(`terraform ${command}: ${stdout.slice(-3000)}${stderr}`, { cause: error });
      return code;
    }
  };

  it("creates, plans without a change, changes and destroys every resource that the documentation lists", async () => {
    await run("init");
    await run("apply", "-auto-approve", "-parallelism=20");
    expect(await run("plan", "-detailed-exitcode")).toBe(0);
    await run("apply", "-auto-approve", "-parallelism=20", "-var", "n=2");
    expect(await run("plan", "-detailed-exitcode", "-var", "n=2")).toBe(0);
    await run("destroy", "-auto-approve", "-parallelism=20", "-var", "n=2");
  });

  it("is told at once what is refused, and why", async () => {
    const ssm = await test.client(SSMClient, "app-dev");
    expect(await failureOf(ssm.send(new CreatePatchBaselineCommand({ Name: "baseline" })))).toEqual({
      code: "NotImplemented",
      message: expect.stringContaining("does not serve ssm:CreatePatchBaseline: a patch baseline") as string,
      status: 501,
      attempts: 1,
    });
  });
});
