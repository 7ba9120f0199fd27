/**
 * The network of an EC2 target: a VPC with a private subnet. An instance in it can reach only Systems Manager (and S3, if the fleet
 * keeps outputs there), and nothing can reach the instance.
 */
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { inRegion } from "../../src/fleet/by-region";
import type { BuiltNetwork, Ec2Target } from "../../src/fleet/model";
import { addEndpoints } from "./endpoints";
import { addOutputsEndpoint } from "./outputs-endpoint";
import { FlowLogs, type FlowLogsRole } from "./flow-logs";
import type { TargetNetwork } from "./target-network";

export interface PrivateNetworkProps {
  readonly provider: AwsProvider;
  readonly region: string;
  readonly accountId: string;
  /** ARNs of the outputs that instances may write to S3; none: S3 is not reachable. */
  readonly outputArns: readonly string[];
  /** The `Name` tag of the resources, or its start. */
  readonly name: string;
  readonly settings: BuiltNetwork;
  /** @default - the settings say that traffic is not recorded */
  readonly flowLogsRole?: FlowLogsRole;
}

export class PrivateNetwork extends Construct implements TargetNetwork {
  readonly vpcId: string;
  readonly instanceSecurityGroupId: string;
  readonly reachability: readonly ITerraformDependable[];
  readonly #props: PrivateNetworkProps;
  readonly #subnetId: string;

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const { provider, region, accountId, name, settings, flowLogsRole, outputArns } = props;
    this.#props = props;

    const vpc = new Vpc(this, "vpc", {
      provider,
      cidrBlock: inRegion(settings.vpcCidr, region),
      // The endpoints' private DNS names need both. Security groups do not apply to the VPC's resolver.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: name },
    });
    this.vpcId = vpc.id;
    this.#subnetId = this.#addSubnet("subnet", inRegion(settings.subnetCidr, region));

    // AWS creates this group with rules that let everything in it talk to each other and to the internet.
    new DefaultSecurityGroup(this, "default-security-group", {
      provider,
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${name}-default` },
    });

    // A group's name cannot be changed, so the groups are told apart by their tags. Rules are written inside the group where
    // possible: the list is then complete, and the next plan shows and removes a rule that somebody adds by hand. Only the
    // instance's egress is a separate resource, because two groups cannot refer to each other.
    const instanceGroup = new SecurityGroup(this, "instance-security-group", {
      provider,
      vpcId: vpc.id,
      name: "instance",
      description: "The EC2 target: no ingress, egress to the endpoints only",
      ingress: [],
      tags: { Name: `${name}-instance` },
    });
    this.instanceSecurityGroupId = instanceGroup.id;
    this.reachability = addEndpoints(this, {
      ...{ provider, region, accountId, name, vpcId: vpc.id, subnetId: this.#subnetId },
      instanceGroupId: instanceGroup.id,
      groupName: "endpoints",
    });
    if (outputArns.length > 0) {
      addOutputsEndpoint(this, {
        ...{ provider, region, accountId, name, vpcId: vpc.id, outputArns },
        ...{ routeTableId: vpc.mainRouteTableId, instanceGroupId: instanceGroup.id },
      });
    }

    if (settings.flowLogs !== undefined && flowLogsRole !== undefined) {
      const { retentionDays } = settings.flowLogs;
      new FlowLogs(this, "flow-logs", {
        ...{ provider, name, vpcId: vpc.id, networkName: settings.name, role: flowLogsRole, retentionDays },
      });
    }
  }

  subnetOf({ name, ownSubnet }: Pick<Ec2Target, "name" | "ownSubnet">): string {
    return ownSubnet !== undefined && "cidr" in ownSubnet
      ? this.#addSubnet(`subnet-${name}`, inRegion(ownSubnet.cidr, this.#props.region))
      : this.#subnetId;
  }

  #addSubnet(id: string, cidrBlock: string): string {
    const { provider, name } = this.#props;
    const tags = { Name: name };
    return new Subnet(this, id, { provider, vpcId: this.vpcId, cidrBlock, mapPublicIpOnLaunch: false, tags }).id;
  }
}
