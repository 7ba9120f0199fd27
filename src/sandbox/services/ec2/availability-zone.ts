/**
 * The filter of instances by Availability Zone. moto compares it with something that is not a zone, so it never matches,
 * and a runbook would find no instances. This layer replaces it by a filter for the zone's subnets.
 */
import { objectsOf, stringsOf, type Input } from "../../protocol/input";
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { withInput } from "../../protocol/with-input";
import { xmlTexts } from "../../protocol/xml";

/** An id that no subnet has, for a zone without subnets. */
const NO_SUBNET = "subnet-none";

export function ec2AvailabilityZone(): ServiceLayer {
  return async (request, next) => {
    if (request.operation !== "DescribeInstances") return next(request);
    const filters = objectsOf(request.input, "Filter");
    const zone = filterNamed(filters, "availability-zone");
    if (zone === undefined) return next(request);
    const found = await subnetsOf(request, stringsOf(zone, "Value"), next);
    if ("status" in found) return found;

    // moto reads only one filter with a name. If the request filters subnets too, one filter has the subnets of both.
    const subnet = filterNamed(filters, "subnet-id");
    const allowed = subnet === undefined ? found : found.filter((id) => stringsOf(subnet, "Value").includes(id));
    const bySubnet = { Name: "subnet-id", Value: allowed.length === 0 ? [NO_SUBNET] : allowed };
    const others = filters.filter((filter) => filter !== zone && filter !== subnet);
    return next(withInput(request, { ...request.input, Filter: [...others, bySubnet] }));
  };
}

function filterNamed(filters: readonly Input[], name: string): Input | undefined {
  return filters.find((filter) => filter["Name"] === name);
}

/** Ids of the zones' subnets in the caller's account, or the answer itself if it is an error. */
async function subnetsOf(
  request: CallerRequest,
  zones: readonly string[],
  next: Handler,
): Promise<readonly string[] | AwsResponse> {
  const Filter = [{ Name: "availability-zone", Value: zones }];
  const response = await next(withInput(request, { Filter }, "DescribeSubnets"));
  return response.status === 200 ? xmlTexts(response.body.toString(), "subnetId") : response;
}
