/** What the management account says of the organization: which account administers Systems Manager in it. */
import { OrganizationsDelegatedAdministrator } from "@cdktf/provider-aws/lib/organizations-delegated-administrator";
import type { Construct } from "constructs";
import type { Fleet } from "../src/fleet/model";
import { SYSTEMS_MANAGER } from "../src/fleet/names";
import { AccountStack } from "./account-stack";

export interface OrganizationStackProps {
  readonly fleet: Fleet;
}

export class OrganizationStack extends AccountStack {
  constructor(scope: Construct, { fleet }: OrganizationStackProps) {
    super(scope, "organization", { fleet, account: fleet.managementAccount });

    new OrganizationsDelegatedAdministrator(this, "delegated-administrator", {
      provider: this.home,
      accountId: fleet.administratorAccount.id,
      servicePrincipal: SYSTEMS_MANAGER,
    });
  }
}
