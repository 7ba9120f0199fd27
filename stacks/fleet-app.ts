/** Which stacks a fleet has, and which of them wait for which. */
import { mkdirSync } from "node:fs";
import { App, TerraformStack } from "cdktf";
import { ConfigurationError } from "../src/diagnostics/errors";
import { allAccounts } from "../src/fleet/model";
import type { Fleet } from "../src/fleet/model";
import { AccountStack } from "./account-stack";
import { AdministratorStack } from "./administrator-stack";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { GuardsStack } from "./guards-stack";
import { MemberStack } from "./member-stack";
import { StateStack } from "./state-stack";
import { TargetStack } from "./target-stack";

/**
 * Adds every stack of the fleet but those of its state.
 *
 * @param runbooks every runbook there is, by name
 * @throws ConfigurationError if the fleet names a runbook that does not exist; at `app.synth()`, if something in a
 *   stack does not belong to its account
 */
export function addFleetStacks(app: App, fleet: Fleet, runbooks: ReadonlyMap<string, DeployableRunbook>): void {
  refuseOtherStacks(app);
  const administrator = new AdministratorStack(app, { fleet, runbooks });

  for (const account of allAccounts(fleet)) {
    if (account.isTarget) {
      // IAM refuses a trust policy that names a role which does not exist yet.
      new MemberStack(app, { fleet, account, runbooks }).addDependency(administrator);
    }
    if (account.ec2Target !== undefined) {
      new TargetStack(app, { fleet, account, settings: account.ec2Target, runbooks });
    }
    if (account.blockPublicSharing !== undefined) {
      new GuardsStack(app, { fleet, account, settings: account.blockPublicSharing });
    }
  }
}

/**
 * Adds the stack of each account's state bucket. They belong into an app of their own: `cdktf destroy '*'` must not
 * meet buckets that are protected from it.
 */
export function addStateStacks(app: App, fleet: Fleet): void {
  refuseOtherStacks(app);
  for (const account of allAccounts(fleet)) new StateStack(app, { fleet, account });
}

/**
 * Synthesizes the stacks of all state buckets into a folder, as `cdktf synth` does with the fleet's other stacks.
 *
 * @param outputFolder absolute path; made if it does not exist
 * @throws ConfigurationError if something in a stack does not belong to its account
 */
export function synthesizeStateStacks(fleet: Fleet, outputFolder: string): void {
  mkdirSync(outputFolder, { recursive: true });
  const app = new App({ outdir: outputFolder });
  addStateStacks(app, fleet);
  app.synth();
}

/** A stack that is not an AccountStack would escape the guard; cdktf would give it a local backend without a word. */
function refuseOtherStacks(app: App): void {
  app.node.addValidation({
    validate: () => {
      const others = app.node
        .findAll()
        .filter((construct) => TerraformStack.isStack(construct) && !(construct instanceof AccountStack));
      if (others.length === 0) return [];
      throw new ConfigurationError(
        ...others.map((stack) => ({
          place: `stack ${stack.node.path}`,
          message: "It belongs to no account: every stack of the fleet extends AccountStack.",
          remedy: "Extend AccountStack, and pass the account that the stack belongs to.",
        })),
      );
    },
  });
}
