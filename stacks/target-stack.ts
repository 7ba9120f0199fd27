/**
 * The EC2 instances that runbooks act on, in a private network, in every Region of the account. If the account shares images
 * of them, the stack also has the runbook and the association that create them.
 */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Account, Ec2Target as Settings, Fleet } from "../src/fleet/model";
import { outputArns, targetName } from "../src/fleet/names";
import { AccountStack } from "./account-stack";
import { AmiSharing } from "./constructs/ami-sharing";
import { Ec2Target } from "./constructs/ec2-target";
import { ExistingNetwork } from "./constructs/existing-network";
import { FlowLogsRole } from "./constructs/flow-logs";
import { ImageKey } from "./constructs/image-key";
import { InstanceRole } from "./constructs/instance-role";
import { PrivateNetwork } from "./constructs/private-network";
import type { DeployableRunbook } from "./constructs/runbook-document";
import type { TargetNetwork } from "./constructs/target-network";

export interface TargetStackProps {
  readonly fleet: Fleet;
  /** An account with EC2 targets. */
  readonly account: Account;
  /** All runbooks by name. */
  readonly runbooks: ReadonlyMap<string, DeployableRunbook>;
}

type Network = Settings["network"];

/** A target in one Region, as outputs name it. */
interface Deployed {
  /** `<Region>`, or `<Region>/<name>` for a target of `ec2Targets`. */
  readonly place: string;
  readonly network: TargetNetwork;
  readonly target: Ec2Target;
}

export class TargetStack extends AccountStack {
  readonly #fleet: Fleet;
  readonly #account: Account;

  /** @throws ConfigurationError if images are to be shared and the runbook that shares them is missing */
  constructor(scope: Construct, props: TargetStackProps) {
    const { fleet, account, runbooks } = props;
    super(scope, "target", { fleet, account });
    this.#fleet = fleet;
    this.#account = account;

    const role = new InstanceRole(this, "instance-role", { fleet, account, provider: this.home });
    const sharing =
      account.amiSharing &&
      new AmiSharing(this, "ami-sharing", {
        ...{ fleet, account, runbooks, settings: account.amiSharing, provider: this.home },
      });
    const flowLogsRole = account.ec2Targets.some(({ network }) => recordsTraffic(network))
      ? new FlowLogsRole(this, "flow-logs-role", { fleet, account, provider: this.home })
      : undefined;

    const deployed = [...this.providers].flatMap(([region, provider]) => {
      const networks = new Map<Network, TargetNetwork>();
      const imageKey =
        account.amiSharing !== undefined && account.ec2Targets.some((target) => this.#needsImageKey(target))
          ? new ImageKey(this, `image-key-${region}`, { fleet, account, sharing: account.amiSharing, region, provider })
          : undefined;
      const targets = account.ec2Targets.map((settings): Deployed => {
        const network =
          networks.get(settings.network) ?? this.#addNetwork(settings.network, region, provider, flowLogsRole);
        networks.set(settings.network, network);
        const target = new Ec2Target(this, idOf("ec2-target", settings.name, region), {
          ...{ provider, region, settings, network, role, name: targetName(this.#account, settings.name) },
          sharesImages: this.#sharesImages(settings),
          ...(imageKey !== undefined && this.#needsImageKey(settings) && { imageKeyArn: imageKey.arn }),
        });
        return { place: settings.name === undefined ? region : `${region}/${settings.name}`, network, target };
      });
      sharing?.addRegion(
        region,
        provider,
        targets.map(({ target }) => target.instance),
      );
      return targets;
    });
    this.#addOutputs(deployed, role, sharing);
  }

  #addNetwork(
    settings: Network,
    region: string,
    provider: AwsProvider,
    flowLogsRole: FlowLogsRole | undefined,
  ): TargetNetwork {
    const id = idOf("network", settings.name, region);
    const common = { provider, region, accountId: this.#account.id, name: targetName(this.#account, settings.name) };
    return "vpc" in settings
      ? new ExistingNetwork(this, id, { ...common, settings })
      : new PrivateNetwork(this, id, {
          ...{ ...common, settings, ...(flowLogsRole && { flowLogsRole }) },
          outputArns: outputArns(this.#fleet, this.#account.id, [region]),
        });
  }

  #sharesImages({ targetTag }: Settings): boolean {
    const shared = this.#account.amiSharing?.targetTag;
    return shared !== undefined && shared.key === targetTag.key && shared.value === targetTag.value;
  }

  #needsImageKey(target: Settings): boolean {
    return this.#sharesImages(target) && target.encryptedRootVolume && target.kmsKey === undefined;
  }

  #addOutputs(deployed: readonly Deployed[], role: InstanceRole, sharing: AmiSharing | undefined): void {
    const byPlace = (value: (target: Deployed) => string) =>
      Object.fromEntries(deployed.map((target) => [target.place, value(target)]));
    new TerraformOutput(this, "instance_ids", { value: byPlace(({ target }) => target.instanceId) });
    new TerraformOutput(this, "subnet_ids", { value: byPlace(({ target }) => target.subnetId) });
    new TerraformOutput(this, "vpc_ids", { value: byPlace(({ network }) => network.vpcId) });
    new TerraformOutput(this, "instance_role_arn", { value: role.arn });
    if (sharing !== undefined) new TerraformOutput(this, "runbook_role_arn", { value: sharing.roleArn });
  }
}

function recordsTraffic(network: Network): boolean {
  return "flowLogs" in network && network.flowLogs !== undefined;
}

/** The id of what belongs to a target or network in a Region. That of `ec2Target` has no name in it. */
function idOf(what: string, name: string | undefined, region: string): string {
  return name === undefined ? `${what}-${region}` : `${what}-${name}-${region}`;
}
