/**
 * Whether an instance reaches Systems Manager. For each of the three services that the agent calls, the instance needs an
 * interface endpoint in its VPC or a route to the internet. Network ACLs, IPv6, proxies, transit gateways and NAT instances
 * are not considered.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
import { ANYWHERE } from "./addresses";
import type { Ec2Facts, Instance, InterfaceEndpoint } from "./ec2-facts";
import { letHttpsIn, letHttpsOut, type Peer } from "./security-groups";

/**
 * Newer agents can work without ec2messages. The sandbox requires all three, as AWS's instructions do, so that a node that
 * is managed here is managed with every version of the agent.
 */
const AGENT_SERVICES = ["ssm", "ssmmessages", "ec2messages"] as const;

/** Why the instance cannot reach Systems Manager, as full sentences; undefined if it can. */
export function whyUnreachable(instance: Instance, region: string, facts: Ec2Facts): string | undefined {
  // Without the VPC's resolver the agent can resolve neither the endpoints' names nor public names.
  if (facts.vpcs.get(instance.vpcId)?.dnsSupport !== true) return `DNS support is off in ${instance.vpcId}.`;
  const missing: string[] = [];
  for (const service of AGENT_SERVICES) {
    const serviceName = `com.amazonaws.${region}.${service}`;
    const endpoint = privatelyNamed(instance, serviceName, facts);
    // With private DNS the public name resolves to the endpoint, so a route out does not help if the endpoint is closed.
    const fault = endpoint && whyEndpointIsClosed(instance, endpoint, facts);
    if (fault !== undefined) return fault;
    if (endpoint === undefined) missing.push(whyNoEndpoint(instance, serviceName, facts));
  }
  const noRouteOut = missing.length === 0 ? undefined : whyNoRouteOut(instance, facts);
  return noRouteOut === undefined ? undefined : [...missing, noRouteOut].join(" ");
}

function privatelyNamed(instance: Instance, serviceName: string, facts: Ec2Facts): InterfaceEndpoint | undefined {
  if (facts.vpcs.get(instance.vpcId)?.dnsHostnames !== true) return undefined;
  return endpointsFor(instance, serviceName, facts).find((endpoint) => isUsable(endpoint));
}

function endpointsFor({ vpcId }: Instance, serviceName: string, facts: Ec2Facts): readonly InterfaceEndpoint[] {
  return facts.endpoints.filter((endpoint) => endpoint.vpcId === vpcId && endpoint.serviceName === serviceName);
}

function isUsable(endpoint: InterfaceEndpoint): boolean {
  return endpoint.privateDnsEnabled && endpoint.state.toLowerCase() === "available";
}

/** Why the agent does not use an interface endpoint. */
function whyNoEndpoint(instance: Instance, serviceName: string, facts: Ec2Facts): string {
  const [endpoint] = endpointsFor(instance, serviceName, facts);
  if (endpoint === undefined) return `${instance.vpcId} has no interface endpoint ${serviceName}.`;
  if (!endpoint.privateDnsEnabled) return `Private DNS is off at ${endpoint.id} (${serviceName}).`;
  if (!isUsable(endpoint)) return `${endpoint.id} (${serviceName}) is ${endpoint.state}.`;
  return `DNS hostnames are off in ${instance.vpcId}, so the private DNS names of ${endpoint.id} do not work.`;
}

function whyEndpointIsClosed(instance: Instance, endpoint: InterfaceEndpoint, facts: Ec2Facts): string | undefined {
  const ofInstance = instance.groupIds.map((id) => facts.securityGroups.get(id));
  const ofEndpoint = endpoint.groupIds.map((id) => facts.securityGroups.get(id));
  if (!letHttpsIn(ofEndpoint, asPeer(instance, facts))) {
    return `No security group of ${endpoint.id} (${endpoint.serviceName}) lets 443/tcp in from the instance.`;
  }
  // moto makes up the addresses of endpoints, so the ranges of their subnets are used instead.
  const ranges = endpoint.subnetIds.flatMap((id) => facts.subnets.get(id)?.cidrBlock ?? []);
  if (!letHttpsOut(ofInstance, { groupIds: endpoint.groupIds, ranges })) {
    return `No security group of the instance lets 443/tcp out to ${endpoint.id} (${endpoint.serviceName}).`;
  }
  return undefined;
}

/** moto makes up the addresses of instances in the default VPC, so the range of the subnet counts as well. */
function asPeer({ groupIds, privateIp, subnetId }: Instance, facts: Ec2Facts): Peer {
  return { groupIds, ranges: [privateIp, facts.subnets.get(subnetId)?.cidrBlock ?? privateIp] };
}

function whyNoRouteOut(instance: Instance, facts: Ec2Facts): string | undefined {
  const { subnetId } = instance;
  const gateway = defaultRouteOf(subnetId, facts);
  if (gateway === undefined) return `The route table of ${subnetId} has no route to ${ANYWHERE}.`;
  if (isInternetGateway(gateway, subnetId, facts)) {
    if (instance.publicIp === undefined)
      return `The instance has no public IP address, which it needs to use ${gateway}.`;
  } else {
    const natSubnetId = facts.natGateways.get(gateway);
    if (natSubnetId === undefined) {
      return `The route of ${subnetId} to ${ANYWHERE} leads to ${gateway}, which is neither an internet gateway of the VPC nor an available public NAT gateway.`;
    }
    const onward = defaultRouteOf(natSubnetId, facts);
    if (onward === undefined || !isInternetGateway(onward, natSubnetId, facts)) {
      return `The route table of ${natSubnetId}, where ${gateway} is, has no route to an internet gateway.`;
    }
  }
  const groups = instance.groupIds.map((id) => facts.securityGroups.get(id));
  return letHttpsOut(groups, { groupIds: [], ranges: [ANYWHERE] })
    ? undefined
    : `No security group of the instance lets 443/tcp out to ${ANYWHERE}.`;
}

/** Stands for the internet gateway that AWS creates in each default VPC, and moto does not. */
const GATEWAY_OF_DEFAULT_VPC = "the internet gateway of the default VPC";

function defaultRouteOf(subnetId: string, facts: Ec2Facts): string | undefined {
  const vpcId = facts.subnets.get(subnetId)?.vpcId;
  const table =
    facts.routeTables.find(({ subnetIds }) => subnetIds.includes(subnetId)) ??
    facts.routeTables.find((each) => each.isMain && each.vpcId === vpcId);
  if (table?.defaultRoute !== undefined) return table.defaultRoute;
  const isDefault = table?.isMain === true && facts.vpcs.get(table.vpcId)?.isDefault === true;
  return isDefault ? GATEWAY_OF_DEFAULT_VPC : undefined;
}

function isInternetGateway(id: string, subnetId: string, facts: Ec2Facts): boolean {
  if (id === GATEWAY_OF_DEFAULT_VPC) return true;
  const vpcId = facts.internetGateways.get(id);
  return vpcId !== undefined && vpcId === facts.subnets.get(subnetId)?.vpcId;
}
