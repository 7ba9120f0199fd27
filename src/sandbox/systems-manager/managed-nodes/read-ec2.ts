/** Reads the state of EC2 that decides whether instances reach Systems Manager. */
import {
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  paginateDescribeInstances,
  type EC2Client,
  type Instance as Ec2Instance,
  type IpPermission,
  type RouteTable as Ec2RouteTable,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";
import { ANYWHERE } from "./addresses";
import type {
  Ec2Facts,
  Instance,
  InstanceState,
  InterfaceEndpoint,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Vpc,
} from "./ec2-facts";

const NOTHING: Ec2Facts = {
  instances: [],
  vpcs: new Map(),
  subnets: new Map(),
  securityGroups: new Map(),
  endpoints: [],
  routeTables: [],
  natGateways: new Map(),
  internetGateways: new Map(),
};

/**
 * Terminated instances are left out. If there are no others, nothing else is read.
 * @param imageName the name of an image, which may belong to another account or no longer exist
 */
export async function readEc2Facts(
  ec2: EC2Client,
  imageName: (imageId: string) => string | undefined,
): Promise<Ec2Facts> {
  const instances: Ec2Instance[] = [];
  for await (const page of paginateDescribeInstances({ client: ec2 }, {})) {
    instances.push(...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances).filter(isAlive));
  }
  if (instances.length === 0) return NOTHING;

  const [profiles, vpcs, subnets, groups, endpoints, tables, nats, internet] = await Promise.all([
    ec2.send(new DescribeIamInstanceProfileAssociationsCommand()),
    ec2.send(new DescribeVpcsCommand()),
    ec2.send(new DescribeSubnetsCommand()),
    ec2.send(new DescribeSecurityGroupsCommand()),
    ec2.send(new DescribeVpcEndpointsCommand()),
    ec2.send(new DescribeRouteTablesCommand()),
    ec2.send(new DescribeNatGatewaysCommand()),
    ec2.send(new DescribeInternetGatewaysCommand()),
  ]);
  const profileOf = new Map(
    (profiles.IamInstanceProfileAssociations ?? [])
      .filter(({ State }) => State === "associated")
      .map(({ InstanceId = "", IamInstanceProfile }) => [InstanceId, IamInstanceProfile?.Arn]),
  );
  const used = new Set(instances.map(({ VpcId }) => VpcId));
  const usedVpcs = (vpcs.Vpcs ?? []).filter(({ VpcId }) => used.has(VpcId));
  const defaultGroups = new Map(
    (groups.SecurityGroups ?? [])
      .filter(({ GroupName }) => GroupName === "default")
      .map(({ VpcId = "", GroupId = "" }) => [VpcId, GroupId]),
  );
  return {
    instances: instances.map((instance) => ({
      ...toInstance(instance),
      profileArn: profileOf.get(instance.InstanceId ?? ""),
      imageName: imageName(instance.ImageId ?? ""),
    })),
    vpcs: new Map(
      await Promise.all(
        usedVpcs.map(
          async ({ VpcId = "", IsDefault = false }) => [VpcId, await readVpc(ec2, VpcId, IsDefault)] as const,
        ),
      ),
    ),
    subnets: new Map(
      (subnets.Subnets ?? []).map(({ SubnetId = "", VpcId: vpcId = "", CidrBlock: cidrBlock = "" }) => [
        SubnetId,
        { vpcId, cidrBlock },
      ]),
    ),
    securityGroups: new Map(
      (groups.SecurityGroups ?? []).map(
        ({ GroupId = "", IpPermissions, IpPermissionsEgress }): [string, SecurityGroup] => [
          GroupId,
          { ingress: toRules(IpPermissions), egress: toRules(IpPermissionsEgress) },
        ],
      ),
    ),
    endpoints: (endpoints.VpcEndpoints ?? [])
      // moto lists deleted endpoints for ever, AWS for a while.
      .filter(({ VpcEndpointType, State }) => VpcEndpointType === "Interface" && String(State) !== "deleted")
      .map((endpoint) => toEndpoint(endpoint, defaultGroups)),
    routeTables: (tables.RouteTables ?? []).map(toRouteTable),
    natGateways: new Map(
      (nats.NatGateways ?? [])
        .filter(({ State, ConnectivityType }) => State === "available" && ConnectivityType !== "private")
        .map(({ NatGatewayId = "", SubnetId = "" }) => [NatGatewayId, SubnetId]),
    ),
    internetGateways: new Map(
      (internet.InternetGateways ?? []).flatMap(({ InternetGatewayId = "", Attachments = [] }) =>
        Attachments.map(({ VpcId = "" }): [string, string] => [InternetGatewayId, VpcId]),
      ),
    ),
  };
}

function isAlive({ State }: Ec2Instance): boolean {
  return State?.Name !== "terminated";
}

function toInstance(instance: Ec2Instance): Omit<Instance, "profileArn" | "imageName"> {
  const primary =
    instance.NetworkInterfaces?.find(({ Attachment }) => Attachment?.DeviceIndex === 0) ??
    instance.NetworkInterfaces?.[0];
  return {
    id: instance.InstanceId ?? "",
    state: (instance.State?.Name ?? "pending") as InstanceState,
    launched: instance.LaunchTime ?? new Date(0),
    imageId: instance.ImageId ?? "",
    instanceType: instance.InstanceType ?? "",
    availabilityZone: instance.Placement?.AvailabilityZone ?? "",
    isWindows: instance.Platform?.toLowerCase() === "windows",
    tags: Object.fromEntries((instance.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
    privateIp: instance.PrivateIpAddress ?? "",
    publicIp: instance.PublicIpAddress,
    vpcId: instance.VpcId ?? "",
    subnetId: instance.SubnetId ?? "",
    groupIds: (primary?.Groups ?? instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
    hasMetadataService: instance.MetadataOptions?.HttpEndpoint !== "disabled",
  };
}

async function readVpc(ec2: EC2Client, vpcId: string, isDefault: boolean): Promise<Vpc> {
  const [support, hostnames] = await Promise.all([
    ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: "enableDnsSupport" })),
    ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: "enableDnsHostnames" })),
  ]);
  return {
    isDefault,
    dnsSupport: support.EnableDnsSupport?.Value === true,
    dnsHostnames: hostnames.EnableDnsHostnames?.Value === true,
  };
}

function toRules(permissions: readonly IpPermission[] = []): SecurityGroupRule[] {
  return permissions.map(({ IpProtocol = "-1", FromPort, ToPort, UserIdGroupPairs = [], IpRanges = [] }) => ({
    protocol: IpProtocol,
    fromPort: FromPort,
    toPort: ToPort,
    groupIds: UserIdGroupPairs.flatMap(({ GroupId }) => GroupId ?? []),
    cidrBlocks: IpRanges.flatMap(({ CidrIp }) => CidrIp ?? []),
  }));
}

/** An endpoint that is made without a group has its VPC's default one, which moto leaves out. */
function toEndpoint(endpoint: VpcEndpoint, defaultGroups: ReadonlyMap<string, string>): InterfaceEndpoint {
  const vpcId = endpoint.VpcId ?? "";
  const groupIds = (endpoint.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  return {
    id: endpoint.VpcEndpointId ?? "",
    vpcId,
    serviceName: endpoint.ServiceName ?? "",
    state: endpoint.State ?? "",
    privateDnsEnabled: endpoint.PrivateDnsEnabled === true,
    groupIds: groupIds.length > 0 ? groupIds : [defaultGroups.get(vpcId) ?? []].flat(),
    subnetIds: endpoint.SubnetIds ?? [],
  };
}

function toRouteTable({ VpcId = "", Associations = [], Routes = [] }: Ec2RouteTable): RouteTable {
  const route = Routes.find(
    ({ DestinationCidrBlock, State }) => DestinationCidrBlock === ANYWHERE && State !== "blackhole",
  );
  return {
    vpcId: VpcId,
    isMain: Associations.some(({ Main }) => Main === true),
    subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
    defaultRoute:
      route?.GatewayId ??
      route?.NatGatewayId ??
      route?.TransitGatewayId ??
      route?.NetworkInterfaceId ??
      route?.InstanceId ??
      route?.VpcPeeringConnectionId,
  };
}
