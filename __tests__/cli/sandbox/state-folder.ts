/** A folder of a sandbox's own for each test, and what the commands print. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxProgram } from "../../../src/cli/sandbox/program";

export interface StateFolder {
  /** What commands have printed on stdout, line by line. */
  readonly printed: string[];
  /** Writes the file in which a sandbox says what it is. */
  readonly write: (state: object) => void;
}

export function stateFolder(): StateFolder {
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
  return { printed, write: (state) => writeFileSync(join(folder, "sandbox.json"), JSON.stringify(state)) };
}

/** Runs `npm run sandbox -- …` in this process. */
export async function sandbox(...command: readonly string[]): Promise<void> {
  await sandboxProgram().parseAsync(["node", "sandbox", ...command]);
}
