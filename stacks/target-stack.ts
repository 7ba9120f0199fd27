/** An EC2 instance for runbooks to act on, in a private network of its own, in every Region of the fleet. */
import type { Construct } from "constructs";
import type { Account, Ec2Target as Ec2TargetSettings, Fleet } from "../fleet/model";
import { targetStackName } from "../fleet/names";
import { AccountStack } from "./account-stack";
import { Ec2Target } from "./constructs/ec2-target";
import { InstanceRole } from "./constructs/instance-role";
import { PrivateNetwork } from "./constructs/private-network";

export interface TargetStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly settings: Ec2TargetSettings;
}

export class TargetStack extends AccountStack {
  constructor(scope: Construct, props: TargetStackProps) {
    const { fleet, account, settings } = props;
    super(scope, targetStackName(account), { fleet, account, regions: fleet.regions });

    const name = `fleetbook-${account.name}`;
    const role = new InstanceRole(this, "instance-role", { fleet, provider: this.home });
    for (const [region, provider] of this.providers) {
      const { vpcCidr, subnetCidr } = settings;
      const network = new PrivateNetwork(this, `network-${region}`, { provider, region, name, vpcCidr, subnetCidr });
      new Ec2Target(this, `ec2-target-${region}`, { provider, settings, network, role, name });
    }
  }
}
