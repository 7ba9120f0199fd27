/**
 * An EC2 instance that runbooks act on, in its own private network, in every Region of the fleet. If the account shares
 * images of it, the stack also has the runbook and the association that create them.
 */
import type { Construct } from "constructs";
import type { Account, Ec2Target as Ec2TargetSettings, Fleet } from "../src/fleet/model";
import { AccountStack } from "./account-stack";
import { AmiSharing } from "./constructs/ami-sharing";
import { Ec2Target } from "./constructs/ec2-target";
import { ImageKey } from "./constructs/image-key";
import { InstanceRole } from "./constructs/instance-role";
import { PrivateNetwork } from "./constructs/private-network";
import type { DeployableRunbook } from "./constructs/runbook-document";

export interface TargetStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly settings: Ec2TargetSettings;
  /** All runbooks by name. */
  readonly runbooks: ReadonlyMap<string, DeployableRunbook>;
}

export class TargetStack extends AccountStack {
  /** @throws ConfigurationError if images are to be shared and the runbook that shares them is missing */
  constructor(scope: Construct, props: TargetStackProps) {
    const { fleet, account, settings, runbooks } = props;
    super(scope, "target", { fleet, account });

    const name = `fleetbook-${account.name}`;
    const role = new InstanceRole(this, "instance-role", { fleet, account, provider: this.home });
    const sharing =
      account.amiSharing &&
      new AmiSharing(this, "ami-sharing", {
        ...{ fleet, account, runbooks, settings: account.amiSharing, provider: this.home },
        targetTag: settings.targetTag,
      });

    for (const [region, provider] of this.providers) {
      const { vpcCidr, subnetCidr } = settings;
      const network = new PrivateNetwork(this, `network-${region}`, { provider, region, name, vpcCidr, subnetCidr });
      const key =
        account.amiSharing !== undefined && settings.encryptedRootVolume
          ? new ImageKey(this, `image-key-${region}`, { fleet, account, sharing: account.amiSharing, region, provider })
          : undefined;
      const target = new Ec2Target(this, `ec2-target-${region}`, {
        ...{ provider, settings, network, role, name },
        ...(key === undefined ? {} : { kmsKeyArn: key.arn }),
      });
      sharing?.addRegion(region, provider, target.instance);
    }
  }
}
