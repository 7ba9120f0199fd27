/** Everything that an account needs so that runbooks can act in it and their results can be read. */
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { assumeRoleParameter } from "../src/document/permissions/role-permissions";
import type { Account, Fleet } from "../src/fleet/model";
import { executionRoleArn } from "../src/fleet/names";
import { AccountStack } from "./account-stack";
import { ApproverRole } from "./constructs/account/approver-role";
import { AutomationSettings } from "./constructs/account/automation-settings";
import { ExecutionRole, OwnExecutionRole } from "./constructs/execution-role";
import { PlanRole } from "./constructs/pipeline/plan-role";
import { ReaderRole } from "./constructs/reader-role";
import { RunbookAssociation } from "./constructs/runbook-association";
import { RunbookDocument } from "./constructs/runbook-document";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { RunbookRole } from "./constructs/runbook-role";
import { centralRunbooksIn } from "./grants";
import { associationId, executionRoleId, findRunbook, runbookId, runbookModels, runbookRoleId } from "./runbooks";

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

    const forRoles = { fleet, account, runbooks, provider: this.home };
    // Terraform reads the ARN of a role that it makes.
    const standardRoleArn =
      account.existingExecutionRole === undefined
        ? new ExecutionRole(this, "execution-role", forRoles).arn
        : executionRoleArn(fleet, account);
    const ownExecutionRoles = centralRunbooksIn(fleet, account, "own").map((central) => {
      const role = new OwnExecutionRole(this, executionRoleId(central.name), { ...forRoles, central });
      return [central.name, role.arn] as const;
    });
    const readerRole = new ReaderRole(this, "reader-role", { fleet, account, provider: this.home });
    if (fleet.approverPrincipalArns.length > 0) {
      new ApproverRole(this, "approver-role", { fleet, account, provider: this.home });
    }
    if (fleet.pipeline !== undefined) {
      new PlanRole(this, "plan-role", { fleet, account, pipeline: fleet.pipeline, provider: this.home });
    }
    new TerraformOutput(this, "execution_role_arn", { value: standardRoleArn });
    new TerraformOutput(this, "own_execution_role_arns", { value: Object.fromEntries(ownExecutionRoles) });
    new TerraformOutput(this, "reader_role_arn", { value: readerRole.arn });

    new AutomationSettings(this, "automation-settings", { fleet, account, providers: this.providers });

    const models = runbookModels(runbooks);
    const roles = new Map<string, RunbookRole>();
    for (const { name, permissions } of account.runbooks) {
      const { runbook } = findRunbook(runbooks, name);
      // Other runbooks act with a role that they name themselves, or with the permissions of whoever starts them.
      if (assumeRoleParameter(runbook.document) === undefined) continue;
      const role = { fleet, account, runbook, permissions, runbooks: models, provider: this.home };
      roles.set(name, new RunbookRole(this, runbookRoleId(name), role));
    }

    for (const [region, provider] of this.providers) {
      const documents = new Map<string, RunbookDocument>();
      for (const { name } of account.runbooks.filter((runbook) => !isCentral(fleet, account, runbook.name))) {
        const document = { runbook: findRunbook(runbooks, name), provider };
        documents.set(name, new RunbookDocument(this, runbookId(name, region), document));
      }
      for (const association of account.associations.filter(({ regions = [region] }) => regions.includes(region))) {
        const { name, runbook } = association;
        new RunbookAssociation(this, associationId(name, region), {
          ...{ provider, association, runbook: findRunbook(runbooks, runbook).runbook },
          ...{ role: roles.get(runbook), document: documents.get(runbook) },
        });
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
