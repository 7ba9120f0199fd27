/** The demo's fleet in its own sandbox. All of its files are in one temporary folder. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../diagnostics/errors";
import type { Fleet } from "../fleet/model";
import { ADMINISTRATION_ROLE_NAME } from "../fleet/names";
import type { OrganizationFiles } from "../sandbox/accounts/living-organization";
import type { Reloaded } from "../sandbox/reloaded";
import type { AccessRequest } from "../sandbox/accounts/access";
import type { LateOptions } from "../sandbox/late/late-services";
import { awsVariables, terraformVariables } from "../sandbox/lifecycle/environment";
import { startSandbox } from "../sandbox/lifecycle/start";
import type { NodeDescriptions } from "../sandbox/machines/description";
import { findMoto } from "../tools/moto";
import { findTerraform, type TerraformTool } from "../tools/terraform";
import type { Access } from "./checks/check";

export interface LocalFleet {
  readonly fleet: Fleet;
  readonly endpoint: string;
  readonly terraform: TerraformTool;
  /** The environment for Terraform and CDKTF: the operator's credentials in the management account, and the endpoint. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder for synthesized stacks. */
  readonly workFolder: string;
  /** Acts as the operator in the management account. */
  readonly operator: Access;
  /** Acts as an administrator of an account, or as a role in it, as Systems Manager would have assumed it. */
  accessTo(account: string, role?: string): Promise<Access>;
  /** Acts as the administration role, which exists only after the deployment. */
  asAdministrationRole(): Promise<Access>;
  /** Takes over changed files, as `sandbox reload` does. @throws ConfigurationError if they describe another organization */
  reload(files: OrganizationFiles): Promise<Reloaded>;
  /** Ends the sandbox and removes the folder. */
  stop(): Promise<void>;
}

export interface LocalFleetOptions {
  readonly fleet: Fleet;
  readonly nodes: NodeDescriptions;
  /** As late as AWS. @default a write is seen at once */
  readonly late?: LateOptions | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/**
 * Starts a sandbox with the fleet's accounts; Terraform and moto are installed first if they are missing.
 * @throws ConfigurationError, OperationError if it cannot be started
 */
export async function startLocalFleet({ fleet, nodes, late, env, log }: LocalFleetOptions): Promise<LocalFleet> {
  const [terraform, moto] = await found(findTerraform({ env, log }), findMoto({ env, log }));
  const workFolder = await mkdtemp(join(tmpdir(), "fleetbook-demo-"));
  const folder = join(workFolder, "sandbox");
  const removeFolder = (): Promise<void> => rm(workFolder, { recursive: true, force: true });
  try {
    const sandbox = await startSandbox({ fleet, folder, moto, nodes, late, env, log });
    const { endpoint } = sandbox;
    const stop = async (): Promise<void> => {
      await sandbox.stop();
      await removeFolder();
    };
    try {
      const access = async (asked: AccessRequest): Promise<Access> => ({
        region: fleet.homeRegion,
        endpoint,
        credentials: await sandbox.credentials(asked),
      });
      const operator = await access({ account: fleet.managementAccount.id });
      return {
        fleet,
        endpoint,
        terraform,
        env: {
          ...env,
          ...awsVariables({ endpoint, region: fleet.homeRegion, credentials: operator.credentials, env }),
          ...(await terraformVariables({ folder, env, log })),
          FLEETBOOK_FLEET: fleet.file,
        },
        workFolder,
        operator,
        accessTo: (account, role) => access({ account, role }),
        asAdministrationRole: () => access({ account: fleet.administratorAccount.id, role: ADMINISTRATION_ROLE_NAME }),
        reload: (files) => sandbox.reload(files),
        stop,
      };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

/** Both tools. @throws ConfigurationError that names all that is missing, so that nobody installs one only to hear of the other */
async function found<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const results = await Promise.allSettled([one, other]);
  const errors = results.flatMap((result): unknown[] => (result.status === "rejected" ? [result.reason] : []));
  const faults = errors.filter((error) => error instanceof ConfigurationError);
  if (faults.length > 1) throw new ConfigurationError(...faults.flatMap(({ problems }) => problems));
  return Promise.all([one, other]);
}
