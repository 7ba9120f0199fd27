/** The stacks of a fleet and their dependencies. */
import { mkdirSync } from "node:fs";
import { App, TerraformStack } from "cdktf";
import { ConfigurationError } from "../src/diagnostics/errors";
import { allAccounts } from "../src/fleet/model";
import type { Fleet } from "../src/fleet/model";
import { AccountStack } from "./account-stack";
import { AdministratorStack } from "./administrator-stack";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { EmptyStack } from "./empty-stack";
import { GuardsStack } from "./guards-stack";
import { MemberStack } from "./member-stack";
import { OrganizationStack } from "./organization-stack";
import { PipelineStack } from "./pipeline-stack";
import { withQuickTokens } from "./quick-tokens";
import { runbooksOf } from "./runbooks";
import { StateStack } from "./state-stack";
import { TargetStack } from "./target-stack";

/**
 * Adds every stack of the fleet except those of its state.
 *
 * @param all all runbooks by name
 * @throws ConfigurationError if the fleet names a runbook that does not exist; at `app.synth()`, if something in a
 *   stack does not belong to its account
 */
export function addFleetStacks(app: App, fleet: Fleet, all: ReadonlyMap<string, DeployableRunbook>): void {
  refuseOtherStacks(app);
  const runbooks = runbooksOf(fleet, all);
  const administrator = new AdministratorStack(app, { fleet, runbooks });
  // Destroyed in the opposite order: no account loses its registration before what needs it is gone.
  if (fleet.registerDelegatedAdministrator === true) {
    administrator.addDependency(new OrganizationStack(app, { fleet }));
  }

  if (fleet.pipeline !== undefined) new PipelineStack(app, { fleet, pipeline: fleet.pipeline });

  for (const account of allAccounts(fleet)) {
    const target = account.ec2Targets.length > 0 ? new TargetStack(app, { fleet, account, runbooks }) : undefined;
    if (account.isTarget) {
      const member = new MemberStack(app, { fleet, account, runbooks });
      // IAM refuses a trust policy that names a role which does not exist yet.
      member.addDependency(administrator);
      // An association runs as soon as it is created, on the instances that there are.
      if (target !== undefined && account.associations.length > 0) member.addDependency(target);
    }
    if (account.blockPublicSharing !== undefined) {
      new GuardsStack(app, { fleet, account, settings: account.blockPublicSharing });
    }
    for (const concern of account.emptyStacks) new EmptyStack(app, concern, { fleet, account });
  }
}

/** The managed policies of the deploy roles that bootstrap creates, as JSON, by account id. */
type DeployPolicies = ReadonlyMap<string, readonly string[]>;

/**
 * Adds the stack of each account's state bucket. They belong in a separate app, because `cdktf destroy '*'` must not reach
 * buckets that are protected from it.
 */
export function addStateStacks(app: App, fleet: Fleet, deployPolicies: DeployPolicies = new Map()): void {
  refuseOtherStacks(app);
  for (const account of allAccounts(fleet)) {
    new StateStack(app, { fleet, account, deployPolicies: deployPolicies.get(account.id) });
  }
}

/**
 * Synthesizes the stacks of all state buckets into a folder, as `cdktf synth` does with the fleet's other stacks.
 *
 * @param outputFolder absolute path; created if it does not exist
 * @param deployPolicies of the deploy roles that are to be created
 * @throws ConfigurationError if something in a stack does not belong to its account
 */
export function synthesizeStateStacks(fleet: Fleet, outputFolder: string, deployPolicies?: DeployPolicies): void {
  mkdirSync(outputFolder, { recursive: true });
  withQuickTokens(() => {
    const app = new App({ outdir: outputFolder });
    addStateStacks(app, fleet, deployPolicies);
    app.synth();
  });
}

/** A stack that is not an AccountStack would escape the guard, and cdktf would silently give it a local backend. */
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
          message: "The stack does not extend AccountStack, so it belongs to no account.",
          remedy: "Extend AccountStack, and pass the account that the stack belongs to.",
        })),
      );
    },
  });
}
