// The state of EC2 with a private network and an instance in it, and an inventory over a state that a test can change.
import { VirtualClock } from "../../../../src/engine/clock";
import type { AgentRole } from "../../../../src/sandbox/systems-manager/managed-nodes/agent-permissions";
import type {
  Ec2Facts,
  Instance,
  SecurityGroup,
  SecurityGroupRule,
} from "../../../../src/sandbox/systems-manager/managed-nodes/ec2-facts";
import { ManagedNodes } from "../../../../src/sandbox/systems-manager/managed-nodes/managed-nodes";
import { describe as describeNode, type NodeDescriptions } from "../../../../src/sandbox/machines/description";
import { parseTrustPolicy } from "../../../../src/iam/decision/policy";
import type { Location } from "../../../../src/iam/location";
import { document, identityPolicy, instanceRoleTrust } from "../../../iam/decision/fixtures";

export const ACCOUNT = "222222222222";
export const REGION = "ap-northeast-1";
export const HOME: Location = { partition: "aws", accountId: ACCOUNT, region: REGION };
export const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/node`;

export const rule = (overrides: Partial<SecurityGroupRule> = {}): SecurityGroupRule => ({
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  groupIds: [],
  cidrBlocks: [],
  ...overrides,
});

/** With seventeen hexadecimal digits, as EC2's ids have today. */
export const instanceId = (number: number) => `i-${String(number).padStart(17, "0")}`;

export const instanceOf = (number: number, overrides: Partial<Instance> = {}): Instance => ({
  id: instanceId(number),
  state: "running",
  launched: new Date("2026-01-01T00:00:00Z"),
  isWindows: false,
  imageId: "ami-1",
  instanceType: "t4g.nano",
  availabilityZone: `${REGION}c`,
  imageName: "al2023-ami-arm64",
  tags: {},
  privateIp: `10.0.1.${String(number % 256)}`,
  publicIp: undefined,
  vpcId: "vpc-1",
  subnetId: "subnet-1",
  groupIds: ["sg-instance"],
  profileArn: PROFILE,
  hasMetadataService: true,
  ...overrides,
});

const endpoint = (service: string) => ({
  id: `vpce-${service}`,
  vpcId: "vpc-1",
  serviceName: `com.amazonaws.${REGION}.${service}`,
  state: "available",
  privateDnsEnabled: true,
  groupIds: ["sg-endpoint"],
  subnetIds: ["subnet-1"],
});

/** A private subnet with the three interface endpoints and no route to the internet. */
export function privateNetwork(overrides: Partial<Ec2Facts> = {}): Ec2Facts {
  return {
    instances: [instanceOf(1)],
    vpcs: new Map([["vpc-1", { isDefault: false, dnsSupport: true, dnsHostnames: true }]]),
    subnets: new Map([
      ["subnet-1", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" }],
      ["subnet-public", { vpcId: "vpc-1", cidrBlock: "10.0.2.0/24" }],
    ]),
    securityGroups: new Map<string, SecurityGroup>([
      ["sg-instance", { ingress: [], egress: [rule({ groupIds: ["sg-endpoint"] })] }],
      ["sg-endpoint", { ingress: [rule({ groupIds: ["sg-instance"] })], egress: [] }],
    ]),
    endpoints: ["ssm", "ssmmessages", "ec2messages"].map(endpoint),
    routeTables: [{ vpcId: "vpc-1", isMain: true, subnetIds: [], defaultRoute: undefined }],
    natGateways: new Map(),
    internetGateways: new Map(),
    ...overrides,
  };
}

const core = identityPolicy("core", {
  Effect: "Allow",
  Action: ["ssm:UpdateInstanceInformation", "ssmmessages:*"],
  Resource: "*",
});

export function agentRole(overrides: { trust?: object; policies?: AgentRole["policies"] } = {}): AgentRole {
  return {
    role: {
      arn: `arn:aws:iam::${ACCOUNT}:role/node`,
      name: "node",
      accountId: ACCOUNT,
      trustPolicy: parseTrustPolicy(overrides.trust ?? instanceRoleTrust),
    },
    policies: overrides.policies ?? { identityPolicies: [core] },
  };
}

export const policies = (...statements: object[]) => ({ identityPolicies: [identityPolicy("own", ...statements)] });
export const trustOf = (...services: string[]) =>
  document({ Effect: "Allow", Principal: { Service: services }, Action: "sts:AssumeRole" });

/** An inventory over a state of EC2 and IAM that the test changes with `change`. */
export function inventoryOf(initial: Ec2Facts, { nodes = {} }: { nodes?: NodeDescriptions } = {}) {
  const clock = new VirtualClock(new Date("2026-01-02T00:00:00Z"));
  const world = { facts: initial, role: agentRole(), reads: 0 };
  const managed = new ManagedNodes({
    readFacts: () => {
      world.reads++;
      return Promise.resolve(world.facts);
    },
    readRole: () => Promise.resolve(world.role),
    describe: ({ id, privateIp, tags, isWindows, imageName }, { accountId, region }) =>
      describeNode(nodes, {
        instanceId: id,
        accountId,
        region,
        privateIpAddress: privateIp,
        tags,
        platform: isWindows ? "Windows" : "Linux",
        imageName,
      }),
    clock,
  });
  return {
    nodes: managed,
    clock,
    world,
    change: (changes: Partial<typeof world>) => {
      Object.assign(world, changes);
      managed.invalidate(ACCOUNT);
    },
    whyNot: async (id = instanceId(1)) => (await managed.inventory(HOME)).get(id)?.whyNot,
  };
}
