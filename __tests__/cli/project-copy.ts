/** A copy of the project, in which a test may add runbooks and change the fleet, and its commands as people run them. */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROJECT = path.resolve(__dirname, "../..");
const SOURCES = ["src", "runbooks", "stacks"];

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

export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(path.join(tmpdir(), "fleetbook-copy-"));
  for (const name of [...SOURCES, "main.ts", "fleet.yaml", "cdktf.json", "package.json", "tsconfig.json"]) {
    cpSync(path.join(PROJECT, name), path.join(folder, name), { recursive: true });
  }
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
