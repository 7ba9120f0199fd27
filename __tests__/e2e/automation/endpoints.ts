/** Deletes and restores interface endpoints. */
import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  type EC2Client,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";

export async function removeEndpoint(ec2: EC2Client, endpoint: VpcEndpoint | undefined): Promise<void> {
  await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint?.VpcEndpointId ?? ""] }));
}

/** Creates an endpoint like one that was deleted. */
export async function remakeEndpoint(
  ec2: EC2Client,
  endpoint: VpcEndpoint | undefined,
  PrivateDnsEnabled = true,
): Promise<VpcEndpoint | undefined> {
  const { VpcEndpoint: made } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: "Interface",
      VpcId: endpoint?.VpcId,
      ServiceName: endpoint?.ServiceName,
      SubnetIds: endpoint?.SubnetIds,
      SecurityGroupIds: endpoint?.Groups?.flatMap(({ GroupId }) => GroupId ?? []),
      PrivateDnsEnabled,
    }),
  );
  return made;
}
