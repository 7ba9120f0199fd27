/**
 * The bucket that holds an account's Terraform state. The stack's own state is in that bucket too; the bootstrap moves it
 * there the first time.
 */
import type { Construct } from "constructs";
import type { Account, Fleet } from "../src/fleet/model";
import { bootstrapSession } from "../src/fleet/role-session";
import { AccountStack } from "./account-stack";
import { StateBucket } from "./constructs/state-bucket";

export interface StateStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
}

export class StateStack extends AccountStack {
  constructor(scope: Construct, props: StateStackProps) {
    const { fleet, account } = props;
    super(scope, "state", { fleet, account, session: bootstrapSession });

    // This id is the bucket's Terraform address: STATE_BUCKET_ADDRESS in src/fleet/names.ts.
    new StateBucket(this, "state-bucket", { fleet, account, provider: this.home });
  }
}
