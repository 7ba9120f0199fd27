import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installWithNpm } from "../../src/tools/npm";

describe("an installation with npm", () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  const { signal } = new AbortController();

  /** What stands in for npm: it runs in the folder. */
  const npm = (script: string): void => {
    writeFileSync(join(folder, "npm"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "npm"), 0o755);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
    env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ""}` };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("runs in the folder, and no script of a package runs", async () => {
    npm('echo "$@" > arguments');
    await installWithNpm(["ci", "--prefer-offline"], { folder, env, signal });
    expect(readFileSync(join(folder, "arguments"), "utf8").trim()).toBe(
      "ci --prefer-offline --ignore-scripts --no-audit --no-fund",
    );
  });

  it("fails with what npm printed", async () => {
    npm("echo 'npm error code ETARGET' >&2; exit 1");
    await expect(installWithNpm(["install"], { folder, env, signal })).rejects.toThrow("npm error code ETARGET");
  });

  it("is interrupted by the signal", async () => {
    npm("sleep 60");
    const interruption = new AbortController();
    const installing = installWithNpm(["install"], { folder, env, signal: interruption.signal });
    interruption.abort();
    await expect(installing).rejects.toThrow("Interrupted while packages were installed: nothing was changed.");
  });
});
