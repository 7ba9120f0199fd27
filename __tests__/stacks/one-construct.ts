/** A stack with a single construct, so that the construct can be tested alone. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing } from "cdktf";
import { RootConstruct } from "constructs";
import type { Construct } from "constructs";
import type { Account, Fleet } from "../../src/fleet/model";
import { AccountStack } from "../../stacks/account-stack";
import { accountOf, exampleFleet } from "./example-fleet";
import type { StackJson } from "./example-fleet";

class BareStack extends AccountStack {
  readonly provider: AwsProvider;

  constructor(fleet: Fleet, account: Account) {
    // An App would create its output folder at once; this stack is only turned into JSON.
    super(new RootConstruct(), "bare", { fleet, account });
    this.provider = this.home;
  }
}

/** A stack of one account of the example (by default `app-dev`) with nothing in it yet. */
export function bareStack(fleet: Fleet = exampleFleet, account: Account = accountOf(fleet, "app-dev")): BareStack {
  return new BareStack(fleet, account);
}

/** The synthesized stack with the constructs that `add` creates. */
export function stackWith(
  add: (scope: Construct, provider: AwsProvider) => void,
  fleet: Fleet = exampleFleet,
): StackJson {
  const stack = bareStack(fleet);
  add(stack, stack.provider);
  return JSON.parse(Testing.synth(stack)) as StackJson;
}
