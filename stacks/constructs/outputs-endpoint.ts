/** The gateway endpoint through which instances of a VPC write outputs to S3, and do nothing else there. It costs nothing. */
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { Construct } from "constructs";
import { policyJson } from "./policy";

export interface OutputsEndpointProps {
  readonly provider: AwsProvider;
  readonly region: string;
  /** The account whose principals alone may use the endpoint. */
  readonly accountId: string;
  readonly vpcId: string;
  /** The route table of the instances' subnets. */
  readonly routeTableId: string;
  /** The security group of the instances that use the endpoint. */
  readonly instanceGroupId: string;
  /** ARNs of the objects that may be written. */
  readonly outputArns: readonly string[];
  /** The `Name` tag. */
  readonly name: string;
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html */
export function addOutputsEndpoint(scope: Construct, props: OutputsEndpointProps): void {
  const { provider, region, accountId, vpcId, routeTableId, instanceGroupId, outputArns, name } = props;
  const tags = { Name: name };

  const endpoint = new VpcEndpoint(scope, "endpoint-s3", {
    provider,
    vpcId,
    vpcEndpointType: "Gateway",
    serviceName: `com.amazonaws.${region}.s3`,
    routeTableIds: [routeTableId],
    policy: policyJson({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: outputArns,
      Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
    }),
    tags,
  });
  new VpcSecurityGroupEgressRule(scope, "instance-to-s3", {
    provider,
    securityGroupId: instanceGroupId,
    description: "HTTPS to S3, where outputs are kept",
    prefixListId: endpoint.prefixListId,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    tags,
  });
}
