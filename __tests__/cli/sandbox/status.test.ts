import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxProgram } from "../../../src/cli/sandbox/program";

describe("npm run sandbox -- status", () => {
  let folder: string;
  const before = { ...process.env };
  const printed: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
    process.env.FLEETBOOK_SANDBOX = folder;
    printed.length = 0;
    jest.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
  });
  afterEach(() => {
    process.env = before;
    process.exitCode = 0;
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  const status = (...options: readonly string[]) =>
    sandboxProgram().parseAsync(["node", "sandbox", "status", ...options]);

  it("exits with 1 where no sandbox runs", async () => {
    await status();
    expect([process.exitCode, printed]).toEqual([1, [expect.stringMatching(/^No sandbox is running\./)]]);
  });

  it("exits with 1 where one was killed, as JSON too", async () => {
    writeFileSync(join(folder, "sandbox.json"), "{}");
    await status("--json");
    expect([process.exitCode, JSON.parse(printed.join("\n"))]).toEqual([1, { kind: "stale" }]);
  });
});
