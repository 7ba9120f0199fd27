import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkTools, type ToolsOptions } from "../../src/doctor/check-tools";

describe("the doctor's look at the tools", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const node = { version: "20.19.0", range: ">=20.19 <23" };
  const check = async (options: Partial<ToolsOptions>): Promise<readonly string[]> => {
    const env = { PATH: folder, HOME: folder };
    const results = await checkTools({ env, node, silenceOf: () => Promise.resolve(undefined), ...options });
    return results.map(({ status, message }) => `${status} ${message}`);
  };
  const program = (name: string, script: string): void => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  };

  it("names a Node that is too old or too new", async () => {
    for (const version of ["18.20.0", "20.18.3", "24.0.0"]) {
      const [first] = await check({ node: { ...node, version } });
      expect(first).toBe(`fault Node is ${version}, and Fleetbook needs >=20.19 <23.`);
    }
    expect((await check({}))[0]).toBe("ok Node is 20.19.0.");
  });

  it("says that a missing Terraform would be downloaded, and downloads nothing", async () => {
    expect((await check({}))[1]).toBe("warning Terraform is not on PATH.");
  });

  it("says that a missing Terraform cannot be downloaded either, as the first deployment would", async () => {
    const [, message] = await check({ silenceOf: () => Promise.resolve("connect ECONNREFUSED") });
    expect(message).toMatch(
      /^fault Terraform is not on PATH, and https:\/\/releases\.hashicorp\.com\/.*\.zip cannot be reached \(connect ECONNREFUSED\)\.$/,
    );
  });

  it("names a Terraform that is too old for the lock file of the backend", async () => {
    program(
      "terraform",
      `case "$*" in *json) echo '{"terraform_version":"1.5.7"}';; *) echo "Terraform v1.5.7";; esac`,
    );
    expect((await check({}))[1]).toBe(
      `warning Terraform on PATH (${join(folder, "terraform")}) is version 1.5.7; 1.10.0 or newer is needed, for the S3 backend's use_lockfile.`,
    );
  });

  it("names a provider that neither a mirror nor the registry has", async () => {
    const silent = { systemPlaces: [folder], silenceOf: () => Promise.resolve("connect ECONNREFUSED") };
    expect((await check(silent))[2]).toBe(
      "fault Terraform can get AWS provider 5.100.0 from nowhere: there is no mirror, and registry.terraform.io does not answer (connect ECONNREFUSED).",
    );
    expect((await check({ systemPlaces: [folder] }))[2]).toBe(
      "ok Terraform gets AWS provider 5.100.0 from registry.terraform.io.",
    );
  });

  it("names a folder of providers that has not this one", async () => {
    const mirror = join(folder, "mirror");
    mkdirSync(mirror);
    const env = { PATH: folder, HOME: folder, FLEETBOOK_PROVIDER_MIRROR: mirror };
    expect((await check({ env }))[2]).toMatch(
      /^fault FLEETBOOK_PROVIDER_MIRROR: .* does not contain registry\.terraform\.io/,
    );
  });

  it("warns of a Python that is missing or too old, which only the sandbox needs", async () => {
    expect((await check({}))[3]).toMatch(/^warning There is no Python for the sandbox\. .* python3 is not on PATH\.$/);
    program("python3", "echo 3.8");
    expect((await check({}))[3]).toMatch(/python3 is 3\.8\.$/);
    program("python3", "echo 3.12");
    expect((await check({}))[3]).toBe(`ok Python for the sandbox is ${join(folder, "python3")}.`);
  });

  it("warns of a Python without its module venv, unless there is a moto already", async () => {
    program("python3", `case "$*" in *venv*) exit 1;; *) echo 3.12;; esac`);
    expect((await check({}))[3]).toBe(
      `warning The sandbox cannot install moto: ${join(folder, "python3")} has no venv module, and moto_server is not on PATH.`,
    );
    program("moto_server", "exit 0");
    expect((await check({}))[3]).toMatch(/^ok /);
  });
});
