/** The example fleet or another one, deployed by the real Terraform into a sandbox in this process, for tests of what runs on it. */
import { join } from "node:path";
import { loadNodes, loadProject } from "../../src/cli/project";
import { PROJECT_FOLDER } from "../../src/project/folders";
import type { Access } from "../../src/demo/checks/check";
import { startLocalFleet, type LocalFleet } from "../../src/demo/local-fleet";
import { applyLocally, planLocally } from "../../src/demo/plan-and-apply";
import { synthesize } from "../../src/rollout/synthesize";
import { awsVariables } from "../../src/sandbox/lifecycle/environment";
import { makeStateBuckets } from "./state-buckets";

export interface DeployedFleet {
  readonly local: LocalFleet;
  /** The environment of a shell in which somebody acts as an account's administrator. */
  shell(account: string): Promise<NodeJS.ProcessEnv>;
  /** A client with the credentials of an account's administrator, or of a role in it. */
  client<T>(of: new (access: Access) => T, account: string, role?: string): Promise<T>;
  stop(): Promise<void>;
}

export interface DeployedFleetOptions {
  /** Absolute path of the fleet file. @default the example */
  readonly fleetFile?: string;
  /** Makes in the accounts what the fleet file expects there, and may write the file again with its ids. */
  readonly prepare?: (local: LocalFleet) => Promise<void>;
}

export async function startDeployedFleet({ fleetFile, prepare }: DeployedFleetOptions = {}): Promise<DeployedFleet> {
  const { fleet } = loadProject(fleetFile);
  const said: string[] = [];
  const log = (line: string) => void said.push(line);
  const local = await startLocalFleet({ fleet, nodes: loadNodes(fleet), env: process.env, log });
  try {
    await makeStateBuckets(local);
    await prepare?.(local);
    const never = new AbortController().signal;
    const stacks = await synthesize({
      projectFolder: PROJECT_FOLDER,
      outputFolder: join(local.workFolder, "cdktf.out"),
      env: local.env,
      log,
      signal: never,
    });
    const interruption = { signal: never, force: never };
    const rollout = { terraform: local.terraform, env: local.env, log, interruption };
    const plans = await planLocally(local, stacks, rollout);
    const results = await applyLocally(local, plans, stacks, rollout);
    const failed = results.filter(({ outcome }) => outcome !== "changed");
    if (failed.length > 0) throw new Error(`${JSON.stringify(failed, undefined, 2)}\n${said.join("\n")}`);
  } catch (error) {
    await local.stop();
    throw error;
  }
  return {
    local,
    async shell(account) {
      const access = await local.accessTo(account);
      return { ...process.env, ...awsVariables({ ...access, env: process.env }) };
    },
    client: async (Client, account, role) => new Client(await local.accessTo(account, role)),
    stop: () => local.stop(),
  };
}
