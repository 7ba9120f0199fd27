/**
 * A VPC and subnet that exist already, in which an EC2 target is placed. They are found when a plan is made, so a plan says
 * if one of them does not exist or does not fit. Systems Manager has to be reachable from the subnet, unless its endpoints
 * are created here.
 */
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Op, ref, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { inRegion } from "../../src/fleet/by-region";
import type { Ec2Target, Existing, ExistingNetwork as Settings } from "../../src/fleet/model";
import { addEndpoints } from "./endpoints";
import type { TargetNetwork } from "./target-network";

export interface ExistingNetworkProps {
  readonly provider: AwsProvider;
  readonly region: string;
  readonly accountId: string;
  /** Start of the `Name` tags of what is created in the VPC. */
  readonly name: string;
  readonly settings: Settings;
}

export class ExistingNetwork extends Construct implements TargetNetwork {
  readonly vpcId: string;
  readonly instanceSecurityGroupId: string;
  readonly reachability: readonly ITerraformDependable[];
  readonly #props: ExistingNetworkProps;
  readonly #vpc: DataAwsVpc;
  readonly #subnetId: string;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const { provider, region, accountId, name, settings } = props;
    this.#props = props;

    this.#vpc = new DataAwsVpc(this, "vpc", { provider, ...lookup(settings.vpc, region) });
    this.vpcId = this.#vpc.id;
    this.#subnetId = this.#findSubnet("subnet", settings.subnet);

    // Names of groups are unique in a VPC, which may have much else in it.
    const prefix = settings.name === undefined ? "fleetbook" : `fleetbook-${settings.name}`;
    const group = new SecurityGroup(this, "instance-security-group", {
      provider,
      vpcId: this.vpcId,
      name: `${prefix}-instance`,
      description: "The EC2 target: no ingress, egress to Systems Manager only",
      ingress: [],
      tags: { Name: `${name}-instance` },
    });
    this.instanceSecurityGroupId = group.id;
    if (settings.endpoints) {
      this.#requireDns();
      this.reachability = addEndpoints(this, {
        ...{ provider, region, accountId, name, vpcId: this.vpcId, subnetId: this.#subnetId },
        instanceGroupId: group.id,
        groupName: `${prefix}-endpoints`,
      });
    } else {
      const ranges = settings.egressCidrs ?? [this.#vpc.cidrBlock];
      this.reachability = ranges.map((range, index) => this.#allowHttpsTo(range, index));
    }
  }

  subnetOf({ name, ownSubnet }: Pick<Ec2Target, "name" | "ownSubnet">): string {
    return ownSubnet === undefined || "cidr" in ownSubnet
      ? this.#subnetId
      : this.#findSubnet(`subnet-${name}`, ownSubnet);
  }

  #findSubnet(id: string, which: Existing): string {
    const { provider, region } = this.#props;
    const subnet = new DataAwsSubnet(this, id, {
      provider,
      ...lookup(which, region),
      // With an id, the subnet is found in any VPC, so that the message can name the VPC that it is in.
      ...("tags" in which && { vpcId: this.vpcId }),
    });
    subnet.lifecycle = {
      postcondition: [
        {
          condition: Op.eq(ref("self.vpc_id"), this.vpcId),
          errorMessage: `Subnet \${self.id} is in \${self.vpc_id}, and ec2Target's VPC in ${region} is ${this.vpcId}. Name a subnet of that VPC in the fleet file.`,
        },
      ],
    };
    return subnet.id;
  }

  /** https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names */
  #requireDns(): void {
    this.#vpc.lifecycle = {
      postcondition: [
        {
          condition: "${self.enable_dns_support && self.enable_dns_hostnames}",
          errorMessage:
            "DNS support or DNS hostnames are off in ${self.id}, and the private DNS names of the endpoints need both. Switch them on, or set `endpoints: false` in ec2Target.",
        },
      ],
    };
  }

  #allowHttpsTo(range: string, index: number): VpcSecurityGroupEgressRule {
    return new VpcSecurityGroupEgressRule(this, `instance-egress-${index}`, {
      provider: this.#props.provider,
      securityGroupId: this.instanceSecurityGroupId,
      description: "HTTPS to Systems Manager, by the VPC's own endpoints or routes",
      cidrIpv4: range,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: { Name: this.#props.name },
    });
  }
}

function lookup(which: Existing, region: string): { id: string } | { tags: Record<string, string> } {
  return "tags" in which ? { tags: { ...which.tags } } : { id: inRegion(which.id, region) };
}
