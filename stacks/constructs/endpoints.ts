/** The interface endpoints through which instances of a VPC reach Systems Manager, and nothing else. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { policyJson } from "./policy";

/** The services that the SSM agent talks to. */
const ENDPOINT_SERVICES = ["ssm", "ssmmessages", "ec2messages"] as const;

export interface EndpointsProps {
  readonly provider: AwsProvider;
  readonly region: string;
  /** The account whose principals alone may use the endpoints. */
  readonly accountId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  /** The security group of the instances that use the endpoints. */
  readonly instanceGroupId: string;
  /** Name of the endpoints' security group, unique in the VPC. */
  readonly groupName: string;
  /** Start of the `Name` tags. */
  readonly name: string;
}

/**
 * Adds the endpoints, their security group and the rule that lets instances reach them.
 * @returns what makes Systems Manager reachable
 */
export function addEndpoints(scope: Construct, props: EndpointsProps): readonly ITerraformDependable[] {
  const { provider, region, vpcId, instanceGroupId } = props;
  const tags = { Name: props.name };

  const group = new SecurityGroup(scope, "endpoint-security-group", {
    provider,
    vpcId,
    name: props.groupName,
    description: "The interface endpoints: HTTPS from the EC2 target only",
    ingress: [
      {
        description: "HTTPS from the EC2 target",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        securityGroups: [instanceGroupId],
      },
    ],
    egress: [],
    tags: { Name: `${props.name}-endpoints` },
  });
  // It has no description: moto loses that of an egress rule to a group, and each plan would then change it.
  const toEndpoints = new VpcSecurityGroupEgressRule(scope, "instance-to-endpoints", {
    provider,
    securityGroupId: instanceGroupId,
    referencedSecurityGroupId: group.id,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    tags,
  });

  const endpoints = ENDPOINT_SERVICES.map(
    (service) =>
      new VpcEndpoint(scope, `endpoint-${service}`, {
        provider,
        vpcId,
        vpcEndpointType: "Interface",
        // The services of Systems Manager have this prefix in every partition; some other services have
        // `cn.com.amazonaws` in China.
        serviceName: `com.amazonaws.${region}.${service}`,
        subnetIds: [props.subnetId],
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
        policy: ownPrincipalsOnly(props.accountId),
        tags,
      }),
  );
  return [toEndpoints, ...endpoints];
}

/**
 * Credentials of another account, which somebody brings into the VPC, are refused. Resources of other accounts are not,
 * because the agent reads documents that Amazon owns and documents that the administrator account shares.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
function ownPrincipalsOnly(accountId: string): string {
  return policyJson({
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  });
}
