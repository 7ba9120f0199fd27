/** The package as a user has it: built, packed, and unpacked beside the packages that it needs. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");
export const MODULES = path.join(ROOT, "node_modules");

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program as a user's shell would: with no setting of the tests. */
export function runIn(cwd: string, program: string, ...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, FLEETBOOK_FLEET: "", JEST_WORKER_ID: undefined, NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Links to the repository's packages, as if they had been installed. */
function linkPackages(modules: string): void {
  mkdirSync(modules);
  for (const name of readdirSync(MODULES)) symlinkSync(path.join(MODULES, name), path.join(modules, name));
}

/** A temporary folder in whose `node_modules` the package is installed. */
export class InstalledPackage {
  private constructor(
    /** Absolute path of the folder. */
    readonly root: string,
  ) {}

  static async install(): Promise<InstalledPackage> {
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), "fleetbook-package-")));
    linkPackages(path.join(root, "node_modules"));
    // The declarations take most of a build's time, and no test reads them.
    const built = await runIn(ROOT, process.execPath, "--import", "tsx", "src/build/build.ts", "--no-types");
    expect(built).toMatchObject({ status: 0, stderr: "" });
    const packed = await runIn(ROOT, "npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", root);
    await runIn(root, "tar", "-xzf", packed.stdout.trim());
    await runIn(root, "mv", "package", "node_modules/fleetbook");
    return new InstalledPackage(root);
  }

  /** The package's own folder. */
  get folder(): string {
    return path.join(this.root, "node_modules/fleetbook");
  }

  /** What `npx fleetbook` starts. */
  get program(): string {
    return path.join(this.folder, "dist/src/cli/fleetbook.js");
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
