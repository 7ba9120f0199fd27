/** Everything that the administrator account needs so that runbooks can be started there for the whole fleet. */
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { centralTargets } from "../src/fleet/model";
import type { CentralRunbook, Fleet } from "../src/fleet/model";
import { AccountStack } from "./account-stack";
import { AdministrationRole } from "./constructs/administration-role";
import { AutomationSettings } from "./constructs/account/automation-settings";
import { OutputsBucket } from "./constructs/outputs-bucket";
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
    super(scope, "administrator", { fleet, account: fleet.administratorAccount, regions: fleet.regions });

    const role = new AdministrationRole(this, "administration-role", { fleet, provider: this.home });
    new TerraformOutput(this, "administration_role_arn", { value: role.arn });

    const buckets = [...this.providers].flatMap(([region, provider]) => {
      const { outputs: settings } = fleet;
      if (settings === undefined) return [];
      const bucket = new OutputsBucket(this, `outputs-${region}`, { fleet, settings, region, provider });
      return [[region, bucket.name] as const];
    });
    if (buckets.length > 0) new TerraformOutput(this, "outputs_buckets", { value: Object.fromEntries(buckets) });

    // A target has them in its member stack.
    if (!fleet.administratorAccount.isTarget) {
      const account = fleet.administratorAccount;
      new AutomationSettings(this, "automation-settings", { fleet, account, providers: this.providers });
    }

    for (const [region, provider] of this.providers) {
      for (const central of fleet.centralRunbooks) {
        // In every Region: an execution there finds the document only in its own Region.
        new RunbookDocument(this, runbookId(central.name, region), {
          runbook: findRunbook(runbooks, central.name),
          provider,
          sharedWith: accountsToShareWith(fleet, central),
        });
      }
    }
  }
}

/** Ids of the accounts where the runbook acts. The administrator account owns the document and needs no share. */
function accountsToShareWith(fleet: Fleet, central: CentralRunbook): readonly string[] {
  return centralTargets(fleet, central)
    .map(({ id }) => id)
    .filter((id) => id !== fleet.administratorAccount.id);
}
