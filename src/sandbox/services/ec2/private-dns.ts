/**
 * Private DNS of interface endpoints is what moto sets when it makes them and leaves as it is afterwards, without a word.
 * A change is refused, so that nobody waits for it to show.
 */
import { DescribeVpcEndpointsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import type { ServiceLayer } from "../../protocol/message";

export function ec2PrivateDns(ec2Of: (accountId: string, region: string) => EC2Client): ServiceLayer {
  return async (request, next) => {
    const { operation, parameters, caller, region } = request;
    const asked = parameters.get("PrivateDnsEnabled");
    const id = parameters.get("VpcEndpointId");
    if (operation !== "ModifyVpcEndpoint" || asked === null || id === null) return next(request);
    const { VpcEndpoints: endpoints = [] } = await ec2Of(caller.accountId, region).send(
      new DescribeVpcEndpointsCommand({}),
    );
    const endpoint = endpoints.find(({ VpcEndpointId }) => VpcEndpointId === id);
    if (endpoint === undefined || String(endpoint.PrivateDnsEnabled) === asked) return next(request);
    throw new AwsError(
      "UnsupportedOperation",
      `Fleetbook's sandbox cannot change the private DNS of ${id}: delete the endpoint, and create it with PrivateDnsEnabled=${asked}.`,
    );
  };
}
