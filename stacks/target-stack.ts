/**
 * An EC2 instance for runbooks to act on, in a private network of its own, in every Region of the fleet; and, where the
 * account shares images of it, the runbook and the association that make them.
 */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import type { Account, AmiSharing as AmiSharingSettings, Ec2Target as Ec2TargetSettings, Fleet } from "../fleet/model";
import { AMI_SHARING_RUNBOOK, amiSharingRunbookName, targetStackName } from "../fleet/names";
import { AccountStack } from "./account-stack";
import { AmiSharing } from "./constructs/ami-sharing";
import { Ec2Target } from "./constructs/ec2-target";
import { ImageKey } from "./constructs/image-key";
import { InstanceRole } from "./constructs/instance-role";
import { PrivateNetwork } from "./constructs/private-network";
import type { DeployableRunbook } from "./constructs/runbook-document";
import { RunbookRole } from "./constructs/runbook-role";
import { findRunbook } from "./runbooks";

export interface TargetStackProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly settings: Ec2TargetSettings;
  /** Every runbook there is, by name. */
  readonly runbooks: ReadonlyMap<string, DeployableRunbook>;
}

export class TargetStack extends AccountStack {
  /** @throws ConfigurationError if images are to be shared and the runbook for it is missing */
  constructor(scope: Construct, props: TargetStackProps) {
    const { fleet, account, settings } = props;
    super(scope, targetStackName(account), { fleet, account, regions: fleet.regions });

    const name = `fleetbook-${account.name}`;
    const role = new InstanceRole(this, "instance-role", { fleet, provider: this.home });
    const share = account.amiSharing && this.#sharing(props, account.amiSharing);
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
      share?.(region, provider, target);
    }
  }

  /** The runbook's role, of which the account has one; gives what adds the rest in a Region. */
  #sharing({ fleet, account, settings, runbooks }: TargetStackProps, sharing: AmiSharingSettings) {
    const name = amiSharingRunbookName(sharing);
    const inCatalogue = findRunbook(runbooks, AMI_SHARING_RUNBOOK);
    const runbook: DeployableRunbook = { ...inCatalogue, name, runbook: { ...inCatalogue.runbook, name } };
    const { targetTag } = settings;
    // Made at the very beginning, long before the association needs it: IAM takes some seconds to know a role everywhere.
    const role = new RunbookRole(this, "ami-sharing-role", {
      ...{ fleet, account, targetTag, runbook: runbook.runbook, provider: this.home },
      runbooks: new Map([...runbooks].map(([each, { runbook: model }]) => [each, model])),
    });
    return (region: string, provider: AwsProvider, target: Ec2Target): void => {
      new AmiSharing(this, `ami-sharing-${region}`, {
        ...{ provider, settings: sharing, runbook, targetTag, roleArn: role.arn },
        dependsOn: [target.instance, ...(role.permissions === undefined ? [] : [role.permissions])],
      });
    };
  }
}
