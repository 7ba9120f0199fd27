/**
 * Private DNS of interface endpoints. moto sets it when it creates an endpoint, and silently ignores later changes. The
 * sandbox refuses such a change.
 */
import { DescribeVpcEndpointsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";

export function ec2PrivateDns(ec2Of: (accountId: string, region: string) => EC2Client): ServiceLayer {
  return async (request, next) => {
    const { operation, input, caller, region } = request;
    const enabled = stringOf(input, "PrivateDnsEnabled");
    const id = stringOf(input, "VpcEndpointId");
    if (operation !== "ModifyVpcEndpoint" || enabled === undefined || id === undefined) return next(request);
    const { VpcEndpoints: endpoints = [] } = await ec2Of(caller.accountId, region).send(
      new DescribeVpcEndpointsCommand({}),
    );
    const endpoint = endpoints.find(({ VpcEndpointId }) => VpcEndpointId === id);
    if (endpoint === undefined || String(endpoint.PrivateDnsEnabled) === enabled) return next(request);
    throw new AwsError(
      "UnsupportedOperation",
      `Fleetbook's sandbox cannot change the private DNS of ${id}. Delete the endpoint, and create it with PrivateDnsEnabled=${enabled}.`,
    );
  };
}
