/** Everything that the administrator account needs so that runbooks can be started there for the whole fleet. */
import type { Construct } from "constructs";
import { allAccounts } from "../src/fleet/model";
import type { Fleet } from "../src/fleet/model";
import { ADMINISTRATOR_STACK_NAME } from "../src/fleet/names";
import { AccountStack } from "./account-stack";
import { AdministrationRole } from "./constructs/administration-role";
import { RunbookDocument } from "./constructs/runbook-document";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { findRunbook, runbookId } from "./runbooks";

export interface AdministratorStackProps {
  readonly fleet: Fleet;
  /** All runbooks by name. */
  readonly runbooks: ReadonlyMap<string, DeployableRunbook>;
}

export class AdministratorStack extends AccountStack {
  /** @throws ConfigurationError if the fleet names a runbook that does not exist */
  constructor(scope: Construct, props: AdministratorStackProps) {
    const { fleet, runbooks } = props;
    super(scope, ADMINISTRATOR_STACK_NAME, { fleet, account: fleet.administratorAccount });

    new AdministrationRole(this, "administration-role", { fleet, provider: this.home });

    const targets = accountsToShareWith(fleet);
    for (const { name, shared } of fleet.centralRunbooks) {
      new RunbookDocument(this, runbookId(name, fleet.homeRegion), {
        runbook: findRunbook(runbooks, name),
        provider: this.home,
        ...(shared ? { sharedWith: targets } : {}),
      });
    }
  }
}

/** Ids of the accounts where runbooks act. The administrator account owns the documents and needs no share. */
function accountsToShareWith(fleet: Fleet): readonly string[] {
  return allAccounts(fleet)
    .filter((account) => account.isTarget && account.id !== fleet.administratorAccount.id)
    .map((account) => account.id);
}
