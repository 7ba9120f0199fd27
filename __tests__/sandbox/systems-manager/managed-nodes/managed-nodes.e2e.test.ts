import {
  AllocateAddressCommand,
  AssociateIamInstanceProfileCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DetachRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SystemClock } from "../../../../src/engine/clock";
import { readAgentRole } from "../../../../src/sandbox/systems-manager/managed-nodes/agent-permissions";
import { profilesOfEveryInstance } from "../../../../src/sandbox/systems-manager/managed-nodes/instance-profiles";
import { ManagedNodes } from "../../../../src/sandbox/systems-manager/managed-nodes/managed-nodes";
import { readEc2Facts } from "../../../../src/sandbox/systems-manager/managed-nodes/read-ec2";
import { targetsPort } from "../../../../src/sandbox/systems-manager/managed-nodes/targets";
import { MotoConnection } from "../../../../src/sandbox/moto/connection";
import { startMoto, type MotoProcess } from "../../../../src/sandbox/moto/process";
import { describe as describeNode } from "../../../../src/sandbox/machines/description";
import { ask } from "../../../../src/sandbox/protocol/ask";
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { withInput } from "../../../../src/sandbox/protocol/with-input";
import { publicImages, publicImagesForMoto } from "../../../../src/sandbox/services/ec2/public-images";
import { describeWith } from "../../../requires";
import { instanceRoleTrust } from "../../../iam/decision/fixtures";
import { jsonRequest, userOf } from "../../json-client";
import { ACCOUNT, HOME, REGION } from "./fixtures";

const SERVICES = ["ssm", "ssmmessages", "ec2messages"];
const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const HTTPS = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };

describeWith(["moto_server"], "An EC2 instance in moto", (command) => {
  let moto: MotoProcess;
  let folder: string;
  let connection: MotoConnection;
  let ec2: EC2Client;
  let nodes: ManagedNodes;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetbook-test-"));
    moto = await startMoto({
      command,
      env: process.env,
      logFile: join(folder, "moto.log"),
      images: publicImagesForMoto(),
    });
    connection = new MotoConnection(moto);
    ec2 = connection.ec2(ACCOUNT, REGION);
    const iam = connection.iam(ACCOUNT, REGION);
    const imageNames = new Map(publicImages(REGION).map(({ id, name }) => [id, name]));
    nodes = new ManagedNodes({
      readFacts: ({ accountId, region }) => readEc2Facts(connection.ec2(accountId, region), (id) => imageNames.get(id)),
      readRole: (arn) => readAgentRole((accountId) => connection.iam(accountId, REGION), arn),
      describe: ({ id, privateIp, tags, imageName }, { accountId, region }) =>
        describeNode(
          {},
          { instanceId: id, accountId, region, privateIpAddress: privateIp, tags, platform: "Linux", imageName },
        ),
      clock: new SystemClock(),
    });
    await iam.send(
      new CreateRoleCommand({ RoleName: "node", AssumeRolePolicyDocument: JSON.stringify(instanceRoleTrust) }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: "node", PolicyArn: CORE }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "node" }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: "node", RoleName: "node" }));
  });
  afterAll(async () => {
    await moto.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A private network as the stacks create it, with an instance. */
  async function network({ privateDns = true, groupsOnEndpoints = true } = {}) {
    const vpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }))).Vpc?.VpcId ?? "";
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: true } }));
    const subnetId = await subnet(vpcId, "10.0.1.0/24");
    const instanceGroup = await group(vpcId, "instance");
    const endpointGroup = await group(vpcId, "endpoints");
    const fromInstance = [{ ...HTTPS, UserIdGroupPairs: [{ GroupId: instanceGroup }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: endpointGroup, IpPermissions: fromInstance }));
    await ec2.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: instanceGroup,
        IpPermissions: [{ ...HTTPS, UserIdGroupPairs: [{ GroupId: endpointGroup }] }],
      }),
    );
    const endpointIds: string[] = [];
    for (const service of SERVICES) {
      const { VpcEndpoint } = await ec2.send(
        new CreateVpcEndpointCommand({
          VpcId: vpcId,
          VpcEndpointType: "Interface",
          ServiceName: `com.amazonaws.${REGION}.${service}`,
          SubnetIds: [subnetId],
          PrivateDnsEnabled: privateDns,
          ...(groupsOnEndpoints && { SecurityGroupIds: [endpointGroup] }),
        }),
      );
      endpointIds.push(VpcEndpoint?.VpcEndpointId ?? "");
    }
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-0f1ee7b00c0000003",
        MinCount: 1,
        MaxCount: 1,
        SubnetId: subnetId,
        SecurityGroupIds: [instanceGroup],
        IamInstanceProfile: { Name: "node" },
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "network", Value: vpcId }] }],
      }),
    );
    const instanceId = Instances[0]?.InstanceId ?? "";
    return { vpcId, subnetId, endpointGroup, fromInstance, endpointIds, instanceId };
  }

  async function subnet(vpcId: string, cidrBlock: string): Promise<string> {
    return (await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: cidrBlock }))).Subnet?.SubnetId ?? "";
  }

  async function group(vpcId: string, name: string): Promise<string> {
    const made = await ec2.send(new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: name }));
    return made.GroupId ?? "";
  }

  /** Creates a route table with a default route for the subnet. */
  async function route(vpcId: string, subnetId: string, to: { GatewayId: string } | { NatGatewayId: string }) {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
    const table = { RouteTableId: RouteTable?.RouteTableId };
    await ec2.send(new AssociateRouteTableCommand({ ...table, SubnetId: subnetId }));
    await ec2.send(new CreateRouteCommand({ ...table, DestinationCidrBlock: "0.0.0.0/0", ...to }));
  }

  async function entryOf(instanceId: string) {
    nodes.invalidate(ACCOUNT);
    return (await nodes.inventory(HOME)).get(instanceId);
  }

  it("is a managed node in the private network that the stacks create", async () => {
    const { instanceId, vpcId } = await network();
    expect(await entryOf(instanceId)).toMatchObject({
      whyNot: undefined,
      instance: {
        state: "running",
        imageName: "al2023-ami-2023.9.20260101.0-kernel-6.1-arm64",
        tags: { network: vpcId },
      },
      node: { iamRole: "node", lost: undefined, description: { platform: { name: "Amazon Linux", version: "2023" } } },
    });
  });

  it("loses its connection without an interface endpoint, and regains it through a NAT gateway", async () => {
    const { instanceId, endpointIds, vpcId, subnetId } = await network();
    await entryOf(instanceId);
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: endpointIds.slice(2) }));
    const lost = await entryOf(instanceId);
    expect(lost?.node?.lost?.why).toContain(`has no interface endpoint com.amazonaws.${REGION}.ec2messages.`);

    const publicSubnet = await subnet(vpcId, "10.0.2.0/24");
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand());
    const gatewayId = InternetGateway?.InternetGatewayId ?? "";
    await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gatewayId, VpcId: vpcId }));
    await route(vpcId, publicSubnet, { GatewayId: gatewayId });
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
    const { NatGateway } = await ec2.send(new CreateNatGatewayCommand({ SubnetId: publicSubnet, AllocationId }));
    await route(vpcId, subnetId, { NatGatewayId: NatGateway?.NatGatewayId ?? "" });
    expect(await entryOf(instanceId)).toMatchObject({ whyNot: undefined, node: { lost: undefined } });
  });

  it("is not a managed node while the endpoints' security group blocks port 443", async () => {
    const { instanceId, endpointGroup, fromInstance } = await network();
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: endpointGroup, IpPermissions: fromInstance }));
    const closed = await entryOf(instanceId);
    expect(closed).toMatchObject({ node: undefined });
    expect(closed?.whyNot).toMatch(/^No security group of vpce-\w+ \(com.amazonaws.*\) lets 443\/tcp in/);
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: endpointGroup, IpPermissions: fromInstance }));
    expect((await entryOf(instanceId))?.node).toBeDefined();
  });

  it("is not a managed node if private DNS is off at the endpoints", async () => {
    const { instanceId } = await network({ privateDns: false });
    expect((await entryOf(instanceId))?.whyNot).toContain("Private DNS is off at vpce-");
  });

  it("is not a managed node if the endpoints have only the default security group", async () => {
    const { instanceId } = await network({ groupsOnEndpoints: false });
    expect((await entryOf(instanceId))?.whyNot).toContain("lets 443/tcp in from the instance");
  });

  it("is not a managed node in a VPC without DNS hostnames", async () => {
    const { instanceId, vpcId } = await network();
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: false } }));
    expect((await entryOf(instanceId))?.whyNot).toContain(`DNS hostnames are off in ${vpcId}`);
  });

  it("is not a managed node while its instance profile is detached", async () => {
    const { instanceId } = await network();
    const { IamInstanceProfileAssociations: [association] = [] } = await ec2.send(
      new DescribeIamInstanceProfileAssociationsCommand({ Filters: [{ Name: "instance-id", Values: [instanceId] }] }),
    );
    await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId: association?.AssociationId }));
    expect(await entryOf(instanceId)).toMatchObject({ node: undefined, whyNot: "No instance profile is attached." });
    await ec2.send(
      new AssociateIamInstanceProfileCommand({ InstanceId: instanceId, IamInstanceProfile: { Name: "node" } }),
    );
    expect((await entryOf(instanceId))?.node).toBeDefined();
  });

  it("is not a managed node while its role has no permission to register", async () => {
    const { instanceId } = await network();
    const iam = connection.iam(ACCOUNT, REGION);
    await iam.send(new DetachRolePolicyCommand({ RoleName: "node", PolicyArn: CORE }));
    expect((await entryOf(instanceId))?.whyNot).toContain("ssm:UpdateInstanceInformation");
    await iam.send(new AttachRolePolicyCommand({ RoleName: "node", PolicyArn: CORE }));
    expect((await entryOf(instanceId))?.node).toBeDefined();
  });

  it("keeps its registration when it is stopped, but not when it is terminated", async () => {
    const { instanceId } = await network();
    await entryOf(instanceId);
    await ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId] }));
    expect((await entryOf(instanceId))?.node?.lost?.why).toBe("The instance is stopped.");
    await ec2.send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
    expect((await entryOf(instanceId))?.node?.lost).toBeUndefined();
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
    expect(await entryOf(instanceId)).toBeUndefined();
  });

  it("is a managed node in the default VPC through its public IP address", async () => {
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-0f1ee7b00c0000001",
        MinCount: 1,
        MaxCount: 1,
        IamInstanceProfile: { Name: "node" },
      }),
    );
    expect((await entryOf(Instances[0]?.InstanceId ?? ""))?.whyNot).toBeUndefined();
  });

  it("gets its instance profile even if it is not the first instance of the launch", async () => {
    const input = {
      ImageId: "ami-0f1ee7b00c0000001",
      MinCount: "2",
      MaxCount: "2",
      IamInstanceProfile: { Name: "node" },
    };
    const layer = profilesOfEveryInstance((accountId, region) => connection.ec2(accountId, region));
    const request: CallerRequest = {
      ...jsonRequest("RunInstances", {}, userOf(ACCOUNT), REGION),
      headers: { "content-type": "application/x-www-form-urlencoded" },
      protocol: "ec2",
      service: "ec2",
    };
    const { body } = await layer(withInput(request, input), (passed) => connection.send(ACCOUNT, passed));
    const ids = [...body.toString().matchAll(/<instanceId>(i-\w+)</g)].map(([, id = ""]) => id);
    expect(ids).toHaveLength(2);
    for (const id of ids) expect((await entryOf(id))?.whyNot).toBeUndefined();
  });

  it("is selected as a target through a resource group, and its VPC by a tag", async () => {
    const { instanceId, vpcId } = await network();
    await ec2.send(new CreateTagsCommand({ Resources: [vpcId], Tags: [{ Key: "network", Value: vpcId }] }));
    nodes.invalidate(ACCOUNT);
    const port = targetsPort(
      { nodes, send: connection.send, authorizer: { require: () => Promise.resolve() } },
      HOME,
      userOf(ACCOUNT),
    );
    const query = { ResourceTypeFilters: ["AWS::AllSupported"], TagFilters: [{ Key: "network", Values: [vpcId] }] };
    const input = { Name: vpcId, ResourceQuery: { Type: "TAG_FILTERS_1_0", Query: JSON.stringify(query) } };
    await ask((request) => connection.send(ACCOUNT, request), {
      service: "resource-groups",
      region: REGION,
      operation: "CreateGroup",
      input,
    });
    const { signal } = new AbortController();
    const group = [{ Key: "ResourceGroup", Values: [vpcId] }];
    expect(await port.resolve(group, "/AWS::EC2::Instance", signal)).toEqual([instanceId]);
    expect(await port.resolve([{ Key: "tag:network", Values: [vpcId] }], "/AWS::EC2::VPC", signal)).toEqual([vpcId]);
    await expect(port.resolve([{ Key: "ResourceGroup", Values: ["none"] }], undefined, signal)).rejects.toMatchObject({
      code: "InvalidTarget",
    });
  });
});
