/** What `plan` and `apply` of a whole fleet need first: Terraform, its environment and the synthesized stacks. */
import { join } from "node:path";
import { allAccounts, type Account, type Fleet } from "../../fleet/model";
import { terraformCliConfig } from "../../tools/cli-config";
import { findTerraform, type TerraformTool } from "../../tools/terraform";
import type { Interruption } from "../interrupt";
import type { RolloutOptions } from "../stack-run";
import { synthesize } from "../synthesize";
import { workFolder } from "../work-folder";
import { oneAtATime } from "./one-at-a-time";
import { placeStacks, type PlacedStack } from "./placed-stack";

/** What every command on the plans of a fleet gets. */
export interface FleetOptions {
  readonly fleet: Fleet;
  /** The folder of `cdktf.json`. */
  readonly projectFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly interruption: Interruption;
  /** Seconds to wait for another run on this machine, and for a state lock. */
  readonly lockTimeoutSeconds: number;
  /** Receives the progress of each stack in place of `log`. */
  readonly onProgress?: (stack: string, line: string) => void;
}

export interface Workplace {
  readonly terraform: TerraformTool;
  readonly rollout: RolloutOptions;
  synthesize(): Promise<readonly PlacedStack[]>;
}

/** Runs the work alone in the fleet's work folder. @throws OperationError if another process still works there */
export async function inWorkplace<T>(
  command: "plan" | "apply" | "give-back",
  options: FleetOptions,
  work: (workplace: Workplace) => Promise<T>,
): Promise<T> {
  const { fleet, projectFolder, env, log, interruption, lockTimeoutSeconds, onProgress } = options;
  const folder = workFolder("rollout", projectFolder, fleet, env);
  const { signal } = interruption;
  return oneAtATime({ folder, command, waitSeconds: lockTimeoutSeconds, log, signal }, async () => {
    const terraform = await findTerraform({ env, log });
    const TF_CLI_CONFIG_FILE = await terraformCliConfig({ env, folder, product: terraform.product });
    const ownEnv = { ...env, TF_CLI_CONFIG_FILE, FLEETBOOK_FLEET: fleet.file };
    return work({
      terraform,
      rollout: {
        ...{ terraform, env: ownEnv, log, interruption, lockTimeoutSeconds },
        ...(onProgress === undefined ? {} : { onProgress }),
      },
      synthesize: async () => {
        const outputFolder = join(folder, "cdktf.out");
        return placeStacks(await synthesize({ projectFolder, outputFolder, env: ownEnv, log, signal }), fleet);
      },
    });
  });
}

/** The accounts of these stacks, in the fleet's order. */
export function accountsOf(fleet: Fleet, stacks: readonly PlacedStack[]): readonly Account[] {
  return allAccounts(fleet).filter((account) => stacks.some((stack) => stack.account === account));
}
