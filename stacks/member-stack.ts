/** Everything that an account needs so that runbooks can act in it and their results can be read. */
import type { Construct } from "constructs";
import { assumeRoleParameter } from "../src/document/permissions/role-permissions";
import type { Account, Fleet } from "../src/fleet/model";
import { AccountStack } from "./account-stack";
import { ExecutionRole, OwnExecutionRole } from "./constructs/execution-role";
import { ReaderRole } from "./constructs/reader-role";
import { RunbookDocument } from "./constructs/runbook-document";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { RunbookRole } from "./constructs/runbook-role";
import { centralRunbooksIn } from "./grants";
import { executionRoleId, findRunbook, runbookId, runbookModels, runbookRoleId } from "./runbooks";

export interface MemberStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
  /** All runbooks by name. */
  readonly runbooks: ReadonlyMap<string, DeployableRunbook>;
}

export class MemberStack extends AccountStack {
  /**
   * @throws ConfigurationError if the account names a runbook that does not exist, or whose permissions cannot be derived
   */
  constructor(scope: Construct, props: MemberStackProps) {
    const { fleet, account, runbooks } = props;
    super(scope, "member", { fleet, account });

    new ExecutionRole(this, "execution-role", { fleet, account, runbooks, provider: this.home });
    for (const central of centralRunbooksIn(fleet, account, "own")) {
      new OwnExecutionRole(this, executionRoleId(central.name), {
        ...{ fleet, account, central, runbooks, provider: this.home },
      });
    }
    new ReaderRole(this, "reader-role", { fleet, account, provider: this.home });

    const models = runbookModels(runbooks);
    for (const { name, permissions } of account.runbooks) {
      const { runbook } = findRunbook(runbooks, name);
      // Other runbooks act with a role that they name themselves, or with the permissions of whoever starts them.
      if (assumeRoleParameter(runbook.document) === undefined) continue;
      new RunbookRole(this, runbookRoleId(name), {
        ...{ fleet, account, runbook, permissions, runbooks: models, provider: this.home },
      });
    }

    for (const [region, provider] of this.providers) {
      for (const { name } of account.runbooks.filter((runbook) => !isCentral(fleet, account, runbook.name))) {
        new RunbookDocument(this, runbookId(name, region), { runbook: findRunbook(runbooks, name), provider });
      }
    }
  }
}

/** Whether the administrator's stack already creates this document. A name is unique in an account and Region. */
function isCentral(fleet: Fleet, account: Account, runbook: string): boolean {
  return (
    account.id === fleet.administratorAccount.id && fleet.centralRunbooks.some((central) => central.name === runbook)
  );
}
