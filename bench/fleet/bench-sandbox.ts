/** A sandbox of its own for a measurement, and access to its accounts. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account, Fleet } from "../../src/fleet/model";
import type { Credentials } from "../../src/sandbox/identities/principals";
import { startOrganization } from "../../src/sandbox/organization";
import { findMoto } from "../../src/tools/moto";
import type { ToolContext } from "../../src/tools/tool-context";

/** Settings for a client of the AWS SDK. */
interface Access {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: Credentials;
}

export interface BenchSandbox {
  readonly fleet: Fleet;
  readonly motoPid: number;
  /** As an administrator of the account. */
  readonly access: (account: Account) => Promise<Access>;
  /** Ends the sandbox and removes its files. */
  readonly stop: () => Promise<void>;
}

/** Starts one; moto is installed first if it is missing. @throws ConfigurationError, OperationError */
export async function startBenchSandbox(fleet: Fleet, { env, log }: ToolContext): Promise<BenchSandbox> {
  const moto = await findMoto({ env, log });
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-bench-"));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  let motoPid = 0;
  try {
    const sandbox = await startOrganization({
      fleet,
      moto,
      env,
      log,
      motoLogFile: join(folder, "moto.log"),
      token: randomUUID(),
      onMoto: ({ pid }) => {
        motoPid = pid;
        return Promise.resolve();
      },
    });
    return {
      fleet,
      motoPid,
      access: async ({ id }) => ({
        region: fleet.homeRegion,
        endpoint: sandbox.endpoint,
        credentials: await sandbox.credentials({ account: id }),
      }),
      async stop() {
        await sandbox.stop();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
