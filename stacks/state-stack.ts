/**
 * The bucket that holds an account's Terraform state. Its own state is in that bucket too; how it gets there the
 * first time is the bootstrap's business.
 */
import type { Construct } from "constructs";
import type { Account, Fleet } from "../src/fleet/model";
import { stateStackName } from "../src/fleet/names";
import { AccountStack } from "./account-stack";
import { StateBucket } from "./constructs/state-bucket";

export interface StateStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
}

export class StateStack extends AccountStack {
  constructor(scope: Construct, props: StateStackProps) {
    const { fleet, account } = props;
    super(scope, stateStackName(account), { fleet, account });

    // This id is the bucket's address, which src/fleet/names.ts promises to the bootstrap.
    new StateBucket(this, "state-bucket", { fleet, account, provider: this.home });
  }
}
