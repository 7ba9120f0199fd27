/**
 * The bucket that holds an account's Terraform state, and the role that deploys its stacks, if that is one of Fleetbook's own. The
 * stack's own state is in that bucket too; the bootstrap moves it there the first time.
 */
import type { Construct } from "constructs";
import type { Account, Fleet } from "../src/fleet/model";
import { bootstrapSession } from "../src/fleet/role-session";
import { AccountStack } from "./account-stack";
import { DeployRole } from "./constructs/account/deploy-role";
import { StateBucket } from "./constructs/state-bucket";

export interface StateStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
  /**
   * The managed policies of the deploy role, as JSON.
   * @default - the role is left out
   */
  readonly deployPolicies?: readonly string[] | undefined;
}

export class StateStack extends AccountStack {
  constructor(scope: Construct, props: StateStackProps) {
    const { fleet, account, deployPolicies: policies } = props;
    super(scope, "state", { fleet, account, session: bootstrapSession });

    // This id is the bucket's Terraform address: STATE_BUCKET_ADDRESS in src/fleet/names.ts.
    new StateBucket(this, "state-bucket", { fleet, account, provider: this.home });
    const { deployRole: role } = account;
    if (role?.created !== undefined && policies !== undefined) {
      new DeployRole(this, "deploy-role", { fleet, account, role, policies, provider: this.home });
    }
  }
}
