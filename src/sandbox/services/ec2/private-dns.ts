/**
 * Private DNS of interface endpoints is what moto sets when it makes them and leaves as it is afterwards, without a word.
 * A change is refused, so that nobody waits for it to show.
 */
import { DescribeVpcEndpointsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";

export function ec2PrivateDns(ec2Of: (accountId: string, region: string) => EC2Client): ServiceLayer {
  return async (request, next) => {
    const { operation, input, caller, region } = request;
    const asked = stringOf(input, "PrivateDnsEnabled");
    const id = stringOf(input, "VpcEndpointId");
    if (operation !== "ModifyVpcEndpoint" || asked === undefined || id === undefined) return next(request);
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
