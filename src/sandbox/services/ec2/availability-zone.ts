/**
 * Instances by Availability Zone. moto compares the filter with something that is no zone, so that it never matches, and a
 * runbook that takes the instances of one zone would find none. Here the zone's subnets stand for the zone.
 */
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { withParameters } from "../../protocol/query";

/** An id that no subnet has: a zone without subnets has no instances. */
const NO_SUBNET = "subnet-none";

export function ec2AvailabilityZone(): ServiceLayer {
  return async (request, next) => {
    if (request.operation !== "DescribeInstances") return next(request);
    const zone = filterNamed(request.parameters, "availability-zone");
    if (zone === undefined) return next(request);
    const found = await subnetsOf(request, zone.values, next);
    if ("status" in found) return found;

    const parameters = new URLSearchParams(request.parameters);
    // moto keeps one filter of a name: where subnets are asked for too, one filter has those that both allow.
    const subnet = filterNamed(parameters, "subnet-id");
    if (subnet !== undefined) remove(parameters, subnet.key);
    remove(parameters, zone.key);
    const subnets = subnet === undefined ? found : found.filter((id) => subnet.values.includes(id));
    parameters.set(`${zone.key}.Name`, "subnet-id");
    (subnets.length === 0 ? [NO_SUBNET] : subnets).forEach((id, index) => {
      parameters.set(`${zone.key}.Value.${index + 1}`, id);
    });
    return next(withParameters(request, parameters));
  };
}

interface Filter {
  /** `Filter.1` */
  readonly key: string;
  readonly values: readonly string[];
}

function filterNamed(parameters: URLSearchParams, name: string): Filter | undefined {
  const entries = [...parameters];
  const key = entries
    .find(([entry, value]) => /^Filter\.\d+\.Name$/.test(entry) && value === name)?.[0]
    .replace(/\.Name$/, "");
  if (key === undefined) return undefined;
  return { key, values: entries.flatMap(([entry, value]) => (entry.startsWith(`${key}.Value.`) ? [value] : [])) };
}

function remove(parameters: URLSearchParams, key: string): void {
  for (const entry of [...parameters.keys()]) if (entry.startsWith(`${key}.`)) parameters.delete(entry);
}

/** Ids of the zones' subnets in the caller's account; the answer itself where it is an error. */
async function subnetsOf(
  request: CallerRequest,
  zones: readonly string[],
  next: Handler,
): Promise<readonly string[] | AwsResponse> {
  const parameters = new URLSearchParams({
    Action: "DescribeSubnets",
    Version: request.parameters.get("Version") ?? "",
  });
  parameters.set("Filter.1.Name", "availability-zone");
  zones.forEach((zone, index) => parameters.set(`Filter.1.Value.${index + 1}`, zone));
  const response = await next({ ...withParameters(request, parameters), operation: "DescribeSubnets" });
  if (response.status !== 200) return response;
  return [...response.body.toString().matchAll(/<subnetId>([^<]+)<\/subnetId>/g)].map(([, id]) => id as string);
}
