/**
 * A copy of the project as it is shipped, in which a test may add runbooks and change the fleet, and its commands as people run
 * them.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { shippedRunbooks } from "../fixtures/shipped-runbooks";

const PROJECT = path.resolve(__dirname, "../..");
const SHIPPED = [
  ...["src", "stacks", "main.ts", "cdktf.json", "package.json", "tsconfig.json"],
  ...[...shippedRunbooks.keys()].map((name) => `runbooks/${name}.ts`),
];

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProjectCopy {
  /** Absolute path of a file of the copy. */
  readonly file: (...parts: string[]) => string;
  /** Runs one of its TypeScript files. */
  readonly run: (script: string, ...args: string[]) => Promise<Outcome>;
  readonly remove: () => void;
}

/** @param others further files and folders of the project that the copy needs */
export function copyProject(...others: readonly string[]): ProjectCopy {
  const folder = mkdtempSync(path.join(tmpdir(), "fleetbook-copy-"));
  for (const name of [...SHIPPED, ...others]) {
    cpSync(path.join(PROJECT, name), path.join(folder, name), { recursive: true });
  }
  cpSync(path.join(PROJECT, "__tests__/fixtures/example/fleet.yaml"), path.join(folder, "fleet.yaml"));
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  return {
    file: (...parts) => path.join(folder, ...parts),
    run: (script, ...args) => run(folder, script, args),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function run(cwd: string, script: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", script, ...args],
      { cwd, env: { ...process.env, DEBUG: "", FLEETBOOK_FLEET: "", GITHUB_WORKSPACE: "", NO_COLOR: "1" } },
      (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}
