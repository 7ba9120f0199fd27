/**
 * The network of an EC2 target: one private subnet. An instance in it can reach only Systems Manager, and nothing can reach
 * the instance.
 */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface PrivateNetworkProps {
  readonly provider: AwsProvider;
  readonly region: string;
  /** The `Name` tag of the resources. */
  readonly name: string;
  /** IPv4 range of the VPC: `10.0.0.0/16`. */
  readonly vpcCidr: string;
  /** IPv4 range of the subnet, inside that of the VPC. */
  readonly subnetCidr: string;
}

/** The services that the SSM agent talks to. */
const ENDPOINT_SERVICES = ["ssm", "ssmmessages", "ec2messages"] as const;

export class PrivateNetwork extends Construct {
  readonly subnetId: string;
  /** The security group for instances: no ingress, and egress to the endpoints only. */
  readonly instanceSecurityGroupId: string;
  /** The resources that make Systems Manager reachable from the subnet. */
  readonly reachability: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const { provider, region } = props;
    const tags = { Name: props.name };

    const vpc = new Vpc(this, "vpc", {
      provider,
      cidrBlock: props.vpcCidr,
      // The endpoints' private DNS names need both. Security groups do not apply to the VPC's resolver.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags,
    });

    const subnet = new Subnet(this, "subnet", {
      provider,
      vpcId: vpc.id,
      cidrBlock: props.subnetCidr,
      mapPublicIpOnLaunch: false,
      tags,
    });

    // Rules are written inside the group where possible: the list is then complete, and the next plan shows and removes a
    // rule that somebody adds by hand. Only the instance's egress is a separate resource, because two groups cannot refer
    // to each other.
    const instanceGroup = new SecurityGroup(this, "instance-security-group", {
      provider,
      vpcId: vpc.id,
      name: "instance",
      description: "The EC2 target: no ingress, egress to the endpoints only",
      ingress: [],
      tags,
    });
    const endpointGroup = new SecurityGroup(this, "endpoint-security-group", {
      provider,
      vpcId: vpc.id,
      name: "endpoints",
      description: "The interface endpoints: HTTPS from the EC2 target only",
      ingress: [
        {
          description: "HTTPS from the EC2 target",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          securityGroups: [instanceGroup.id],
        },
      ],
      egress: [],
      tags,
    });
    const toEndpoints = new VpcSecurityGroupEgressRule(this, "instance-to-endpoints", {
      provider,
      securityGroupId: instanceGroup.id,
      referencedSecurityGroupId: endpointGroup.id,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags,
    });

    const endpoints = ENDPOINT_SERVICES.map(
      (service) =>
        new VpcEndpoint(this, `endpoint-${service}`, {
          provider,
          vpcId: vpc.id,
          vpcEndpointType: "Interface",
          // The services of Systems Manager have this prefix in every partition; some other services have
          // `cn.com.amazonaws` in China.
          serviceName: `com.amazonaws.${region}.${service}`,
          subnetIds: [subnet.id],
          securityGroupIds: [endpointGroup.id],
          privateDnsEnabled: true,
          tags,
        }),
    );

    this.subnetId = subnet.id;
    this.instanceSecurityGroupId = instanceGroup.id;
    this.reachability = [toEndpoints, ...endpoints];
  }
}
