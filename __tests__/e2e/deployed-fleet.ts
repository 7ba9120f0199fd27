/**
 * The example fleet, deployed by the real Terraform into a sandbox in this process, for tests of what runs on it. The
 * state buckets are bare ones: what the bootstrap makes of them costs a minute of the provider's own waits and has tests
 * of its own.
 */
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { join } from "node:path";
import { loadNodes, loadProject, PROJECT_FOLDER } from "../../src/cli/project";
import type { Access } from "../../src/demo/checks/check";
import { startLocalFleet, type LocalFleet } from "../../src/demo/local-fleet";
import { allAccounts } from "../../src/fleet/model";
import { stateBucketName } from "../../src/fleet/names";
import { deploy } from "../../src/rollout/deploy";
import { synthesize } from "../../src/rollout/synthesize";
import { awsVariables } from "../../src/sandbox/lifecycle/environment";

export interface DeployedFleet {
  readonly local: LocalFleet;
  /** The environment of a shell in which somebody acts as an account's administrator. */
  shell(account: string): Promise<NodeJS.ProcessEnv>;
  /** A client with the credentials of an account's administrator, or of a role in it. */
  client<T>(of: new (access: Access) => T, account: string, role?: string): Promise<T>;
  stop(): Promise<void>;
}

export async function startDeployedFleet(): Promise<DeployedFleet> {
  const { fleet } = loadProject();
  const said: string[] = [];
  const log = (line: string) => void said.push(line);
  const local = await startLocalFleet(fleet, loadNodes(fleet), process.env, log);
  try {
    await makeStateBuckets(local);
    const never = new AbortController().signal;
    const stacks = await synthesize({
      projectFolder: PROJECT_FOLDER,
      outputFolder: join(local.workFolder, "cdktf.out"),
      env: local.env,
      log,
      signal: never,
    });
    const interruption = { signal: never, force: never };
    const results = await deploy(stacks, { terraform: local.terraform, env: local.env, log, interruption });
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

async function makeStateBuckets(local: LocalFleet): Promise<void> {
  const { fleet } = local;
  await Promise.all(
    allAccounts(fleet).map(async (account) => {
      const s3 = new S3Client({ ...(await local.accessTo(account.id)), forcePathStyle: true });
      await s3.send(
        new CreateBucketCommand({
          Bucket: stateBucketName(fleet, account),
          CreateBucketConfiguration: { LocationConstraint: fleet.homeRegion as "ap-northeast-1" },
        }),
      );
    }),
  );
}
