/**
 * Where plans are measured: a clone of this repository with fleet files of its own, and a sandbox with the accounts whose stacks are
 * planned. Nothing is deployed there, so each plan creates a whole stack.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { awsVariables, terraformVariables } from "../../src/sandbox/lifecycle/environment";
import { makeBareStateBuckets } from "../fleet/bare-state-buckets";
import { benchFleet } from "../fleet/bench-fleet";
import { startBenchSandbox, type BenchSandbox } from "../fleet/bench-sandbox";
import type { MeasurementContext } from "../measurement";

const REPOSITORY = join(__dirname, "../..");

export interface PlanSite {
  /** The clone. */
  readonly project: string;
  /** For the commands: credentials that deploy, and the sandbox's endpoint. */
  readonly env: NodeJS.ProcessEnv;
  /** Commits a file of the clone. */
  readonly commit: (file: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param memberAccounts so many accounts are in the sandbox, besides the management account */
export async function startPlanSite(memberAccounts: number, context: MeasurementContext): Promise<PlanSite> {
  const { env, log } = context;
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-bench-"));
  const project = join(folder, "fleetbook");
  const git = async (...args: readonly string[]): Promise<void> => {
    await promisify(execFile)("git", ["-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args]);
  };
  let sandbox: BenchSandbox | undefined;
  const stop = async (): Promise<void> => {
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await git("clone", "--quiet", "--shared", REPOSITORY, project);
    await symlink(join(REPOSITORY, "node_modules"), join(project, "node_modules"));
    const started = (sandbox = await startBenchSandbox(benchFleet(memberAccounts), { env, log }));
    await makeBareStateBuckets(started.fleet, started.access);
    const { endpoint, region, credentials } = await started.access(started.fleet.managementAccount);
    return {
      ...{ project, stop },
      env: {
        ...env,
        ...awsVariables({ endpoint, region, credentials, env }),
        ...(await terraformVariables({ folder, env, log })),
        FLEETBOOK_FLEET: undefined,
      },
      commit: async (file) => {
        await git("-C", project, "add", "--", file);
        await git("-C", project, "commit", "--quiet", "--message", "A fleet file");
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
