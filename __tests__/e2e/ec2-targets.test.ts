/**
 * EC2 targets of every kind in two accounts and two Regions: an existing VPC by id and by tags, an image by a parameter, a
 * key, Windows, several targets in one network, ranges by Region, flow logs.
 */
import {
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVolumesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  type Instance,
} from "@aws-sdk/client-ec2";
import { DescribeInstanceInformationCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalFleet } from "../../src/demo/local-fleet";
import { awsVariables } from "../../src/sandbox/lifecycle/environment";
import { describeWith } from "../requires";
import { aws, temporaryFolder } from "./commands";
import { startDeployedFleet, type DeployedFleet } from "./deployed-fleet";

const HOME = "ap-northeast-1";
const AWAY = "us-east-1";

interface Ids {
  readonly vpc: string;
  readonly subnet: string;
}

/** `own` builds its networks; `lent` is in networks that exist, in the home Region alone. */
const fleetFile = ({ vpc, subnet }: Ids): string => `
organization: {id: o-fleetbook01, rootId: r-flt1}
homeRegion: ${HOME}
regions: [${HOME}, ${AWAY}]
managementAccount: {id: "111111111111", name: management}
state: {bucketPrefix: fleetbook-state}
reader: {principal: user/fleetbook-operator}
memberAccounts:
  - id: "222222222222"
    name: own
    ec2Target:
      vpcCidr: {${HOME}: 10.1.0.0/16, ${AWAY}: 10.2.0.0/16}
      subnetCidr: {${HOME}: 10.1.1.0/24, ${AWAY}: 10.2.1.0/24}
      flowLogs: {retentionDays: 30}
    ec2Targets:
      windows:
        image: windows-server-2025
        subnetCidr: {${HOME}: 10.1.2.0/24, ${AWAY}: 10.2.2.0/24}
  - id: "333333333333"
    name: lent
    regions: [${HOME}]
    ec2Target:
      vpc: {id: ${vpc}}
      subnet: {id: ${subnet}}
      endpoints: true
      kmsKey: alias/disks
      image: {parameter: /golden/linux}
    ec2Targets:
      tagged:
        vpc: {tags: {Name: shared}}
        subnet: {tags: {tier: private}}
        endpoints: false
`;

async function makeNetwork(ec2: EC2Client, tags: Record<string, string>, range: string): Promise<Ids> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `${range}.0.0/16` }));
  const vpc = Vpc?.VpcId ?? "";
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock: `${range}.7.0/24` }));
  const subnet = Subnet?.SubnetId ?? "";
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await ec2.send(new CreateTagsCommand({ Resources: [vpc, subnet], Tags }));
  return { vpc, subnet };
}

describeWith(["terraform", "moto_server", "aws"], "EC2 targets", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let fleet: DeployedFleet;
  let byId: Ids;
  let byTags: Ids;
  let keyArn: string;

  const ec2Of = async (account: string, region = HOME) =>
    new EC2Client({ ...(await fleet.local.accessTo(account)), region });
  const instances = async (account: string, region = HOME): Promise<ReadonlyMap<string, Instance>> => {
    const { Reservations = [] } = await (await ec2Of(account, region)).send(new DescribeInstancesCommand({}));
    const all = Reservations.flatMap(({ Instances = [] }) => Instances);
    return new Map(all.map((one) => [one.Tags?.find(({ Key }) => Key === "Name")?.Value ?? "", one]));
  };

  async function prepare(local: LocalFleet): Promise<void> {
    const access = await local.accessTo("lent");
    const ec2 = new EC2Client(access);
    byId = await makeNetwork(ec2, {}, "10.7");
    byTags = await makeNetwork(ec2, { Name: "shared", tier: "private" }, "10.8");
    const Value = "ami-0f1ee7b00c0000003";
    await new SSMClient(access).send(new PutParameterCommand({ Name: "/golden/linux", Type: "String", Value }));
    const env = { ...process.env, ...awsVariables({ ...access, env: process.env }) };
    const { KeyMetadata } = await aws<{ KeyMetadata: { KeyId: string; Arn: string } }>(env, "kms", "create-key");
    await aws(env, "kms", "create-alias", "--alias-name", "alias/disks", "--target-key-id", KeyMetadata.KeyId);
    keyArn = KeyMetadata.Arn;
    await writeFile(local.fleet.file, fleetFile(byId));
  }

  beforeAll(async () => {
    folder = await temporaryFolder();
    const file = join(folder.path, "fleet.yaml");
    await writeFile(file, fleetFile({ vpc: "vpc-00000000", subnet: "subnet-00000000" }));
    fleet = await startDeployedFleet({ fleetFile: file, prepare });
  });
  afterAll(async () => {
    await fleet.stop();
    await folder.remove();
  });

  it.each([
    [HOME, "10.1"],
    [AWAY, "10.2"],
  ])("in %s are in the VPC of that Region's range, each in its own subnet", async (region, range) => {
    const found = await instances("own", region);
    const linux = found.get("fleetbook-own");
    const windows = found.get("fleetbook-own-windows");
    expect(linux?.PrivateIpAddress).toMatch(new RegExp(`^${range}\\.1\\.`));
    expect(windows?.PrivateIpAddress).toMatch(new RegExp(`^${range}\\.2\\.`));
    expect(windows?.VpcId).toBe(linux?.VpcId);
    expect([linux?.InstanceType, windows?.InstanceType]).toEqual(["t4g.nano", "t3.small"]);
    const { Vpcs } = await (await ec2Of("own", region)).send(new DescribeVpcsCommand({ VpcIds: [linux?.VpcId ?? ""] }));
    expect(Vpcs?.map(({ CidrBlock }) => CidrBlock)).toEqual([`${range}.0.0/16`]);
  });

  it("are managed nodes, with the platform of their image", async () => {
    const ssm = new SSMClient(await fleet.local.accessTo("own"));
    const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    expect(InstanceInformationList.map(({ PlatformName }) => PlatformName).sort()).toEqual([
      "Amazon Linux",
      "Microsoft Windows Server 2025 Datacenter",
    ]);
  });

  it("have flow logs and an empty default security group in a VPC that Fleetbook builds", async () => {
    const ec2 = await ec2Of("own");
    const vpc = (await instances("own")).get("fleetbook-own")?.VpcId ?? "";
    const { FlowLogs = [] } = await ec2.send(new DescribeFlowLogsCommand({}));
    expect(
      FlowLogs.map(({ ResourceId, LogDestination, TrafficType }) => [ResourceId, LogDestination, TrafficType]),
    ).toEqual([[vpc, `arn:aws:logs:${HOME}:222222222222:log-group:/fleetbook/vpc-flow-logs`, "ALL"]]);
    const { SecurityGroups = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({
        Filters: [
          { Name: "vpc-id", Values: [vpc] },
          { Name: "group-name", Values: ["default"] },
        ],
      }),
    );
    expect(
      SecurityGroups.map(({ IpPermissions, IpPermissionsEgress }) => [IpPermissions, IpPermissionsEgress]),
    ).toEqual([[[], []]]);
  });

  it("are in an existing VPC by its id, with endpoints that admit the account alone", async () => {
    const target = (await instances("lent")).get("fleetbook-lent");
    expect([target?.VpcId, target?.SubnetId]).toEqual([byId.vpc, byId.subnet]);
    const { VpcEndpoints = [] } = await (await ec2Of("lent")).send(new DescribeVpcEndpointsCommand({}));
    expect(VpcEndpoints.map(({ VpcId }) => VpcId)).toEqual([byId.vpc, byId.vpc, byId.vpc]);
    for (const { PolicyDocument } of VpcEndpoints) {
      expect(JSON.parse(PolicyDocument ?? "{}")).toMatchObject({
        Statement: [{ Condition: { StringEquals: { "aws:PrincipalAccount": "333333333333" } } }],
      });
    }
  });

  it("have the image of the parameter and a volume with the key that the alias names", async () => {
    const target = (await instances("lent")).get("fleetbook-lent");
    expect(target?.ImageId).toBe("ami-0f1ee7b00c0000003");
    const VolumeIds = [target?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? ""];
    const { Volumes } = await (await ec2Of("lent")).send(new DescribeVolumesCommand({ VolumeIds }));
    expect(Volumes?.map(({ Encrypted, KmsKeyId }) => [Encrypted, KmsKeyId])).toEqual([[true, keyArn]]);
  });

  it("are in an existing VPC that tags find, and reach HTTPS in its range alone", async () => {
    const target = (await instances("lent")).get("fleetbook-lent-tagged");
    expect([target?.VpcId, target?.SubnetId]).toEqual([byTags.vpc, byTags.subnet]);
    const GroupIds = target?.SecurityGroups?.flatMap(({ GroupId }) => GroupId ?? []) ?? [];
    const { SecurityGroups = [] } = await (await ec2Of("lent")).send(new DescribeSecurityGroupsCommand({ GroupIds }));
    expect(
      SecurityGroups.map(({ GroupName, IpPermissions, IpPermissionsEgress = [] }) => [
        GroupName,
        IpPermissions,
        IpPermissionsEgress.map(({ FromPort, IpRanges }) => [FromPort, IpRanges?.map(({ CidrIp }) => CidrIp)]),
      ]),
    ).toEqual([["fleetbook-tagged-instance", [], [[443, ["10.8.0.0/16"]]]]]);
  });
});
