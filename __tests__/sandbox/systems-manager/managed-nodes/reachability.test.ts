import type {
  Ec2Facts,
  Instance,
  InterfaceEndpoint,
} from "../../../../src/sandbox/systems-manager/managed-nodes/ec2-facts";
import { whyUnreachable } from "../../../../src/sandbox/systems-manager/managed-nodes/reachability";
import { instanceOf, privateNetwork, REGION, rule } from "./fixtures";

const why = (overrides: Partial<Ec2Facts> = {}, instance: Partial<Instance> = {}) =>
  whyUnreachable(instanceOf(1, instance), REGION, privateNetwork(overrides));

const { endpoints, securityGroups } = privateNetwork();
const withEndpoint = (service: string, change: Partial<InterfaceEndpoint>) => ({
  endpoints: endpoints.map((each) => (each.id === `vpce-${service}` ? { ...each, ...change } : each)),
});
const withGroups = (change: Partial<Record<"sg-instance" | "sg-endpoint", object>>) => ({
  securityGroups: new Map(
    [...securityGroups].map(([id, group]) => [id, { ...group, ...change[id as keyof typeof change] }]),
  ),
});
const vpc = (change: object) => ({
  vpcs: new Map([["vpc-1", { isDefault: false, dnsSupport: true, dnsHostnames: true, ...change }]]),
});

describe("An instance with interface endpoints", () => {
  it("reaches Systems Manager through the endpoints of all three services", () => {
    expect(why()).toBeUndefined();
  });

  it.each(["ssm", "ssmmessages", "ec2messages"])(
    "does not reach Systems Manager without the endpoint of %s",
    (service) => {
      const rest = endpoints.filter(({ id }) => id !== `vpce-${service}`);
      expect(why({ endpoints: rest })).toBe(
        `vpc-1 has no interface endpoint com.amazonaws.${REGION}.${service}. The route table of subnet-1 has no route to 0.0.0.0/0.`,
      );
    },
  );

  it.each([
    ["with private DNS off", { privateDnsEnabled: false }, "Private DNS is off at vpce-ssm"],
    ["that is not available", { state: "pending" }, `vpce-ssm (com.amazonaws.${REGION}.ssm) is pending.`],
    ["of another VPC", { vpcId: "vpc-2" }, `vpc-1 has no interface endpoint com.amazonaws.${REGION}.ssm.`],
    ["of another Region's service", { serviceName: "com.amazonaws.eu-west-1.ssm" }, "vpc-1 has no interface endpoint"],
  ])("does not reach Systems Manager through an endpoint %s", (_, change, reason) => {
    expect(why(withEndpoint("ssm", change))).toContain(reason);
  });

  it("does not reach Systems Manager if the VPC's DNS hostnames are off", () => {
    expect(why(vpc({ dnsHostnames: false }))).toContain("DNS hostnames are off in vpc-1");
  });

  it("does not reach Systems Manager if the VPC's DNS support is off", () => {
    expect(why(vpc({ dnsSupport: false }))).toBe("DNS support is off in vpc-1.");
  });
});

describe("Security groups", () => {
  const closed = "No security group of vpce-ssm";

  it.each([
    ["the instance's group", rule({ groupIds: ["sg-instance"] })],
    ["the instance's address", rule({ cidrBlocks: ["10.0.1.1/32"] })],
    ["the subnet", rule({ cidrBlocks: ["10.0.0.0/16"] })],
    ["all addresses and protocols", rule({ protocol: "-1", fromPort: undefined, cidrBlocks: ["0.0.0.0/0"] })],
    ["a range of ports with 443 in it", rule({ fromPort: 0, toPort: 1024, groupIds: ["sg-instance"] })],
  ])("of an endpoint allow the connection if they let in %s", (_, ingress) => {
    expect(why(withGroups({ "sg-endpoint": { ingress: [ingress] } }))).toBeUndefined();
  });

  it.each([
    ["no one", undefined],
    ["another group", rule({ groupIds: ["sg-other"] })],
    ["another range", rule({ cidrBlocks: ["10.0.2.0/24"] })],
    ["another port", rule({ fromPort: 80, toPort: 80, groupIds: ["sg-instance"] })],
    ["UDP", rule({ protocol: "udp", groupIds: ["sg-instance"] })],
  ])("of an endpoint that let in %s block the connection", (_, ingress) => {
    expect(why(withGroups({ "sg-endpoint": { ingress: [ingress ?? []].flat() } }))).toContain(closed);
  });

  it("of the instance allow the connection if they let out to the endpoint's subnet", () => {
    expect(why(withGroups({ "sg-instance": { egress: [rule({ cidrBlocks: ["10.0.1.0/24"] })] } }))).toBeUndefined();
  });

  it("of the instance block the connection if they let nothing out", () => {
    expect(why(withGroups({ "sg-instance": { egress: [] } }))).toContain(
      "No security group of the instance lets 443/tcp out to vpce-ssm",
    );
  });
});

describe("A route to the internet", () => {
  const outward = {
    ...withGroups({ "sg-instance": { egress: [rule({ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] })] } }),
    endpoints: [],
    internetGateways: new Map([["igw-1", "vpc-1"]]),
    natGateways: new Map([["nat-1", "subnet-public"]]),
  };
  const table = (subnetId: string, defaultRoute: string | undefined) => ({
    vpcId: "vpc-1",
    isMain: false,
    subnetIds: [subnetId],
    defaultRoute,
  });
  const throughNat = { ...outward, routeTables: [table("subnet-1", "nat-1"), table("subnet-public", "igw-1")] };

  it("through a NAT gateway in a public subnet reaches Systems Manager", () => {
    expect(why(throughNat)).toBeUndefined();
  });

  it("through a NAT gateway whose subnet has no internet gateway does not reach Systems Manager", () => {
    expect(why({ ...throughNat, routeTables: [table("subnet-1", "nat-1")] })).toContain(
      "The route table of subnet-public, where nat-1 is, has no route to an internet gateway.",
    );
  });

  it("through a deleted NAT gateway does not reach Systems Manager", () => {
    expect(why({ ...throughNat, natGateways: new Map() })).toContain(
      "leads to nat-1, which is neither an internet gateway of the VPC nor an available",
    );
  });

  it("through an internet gateway reaches Systems Manager only from an instance with a public IP address", () => {
    const facts = { ...outward, routeTables: [table("subnet-1", "igw-1")] };
    expect(why(facts, { publicIp: "203.0.113.1" })).toBeUndefined();
    expect(why(facts)).toContain("The instance has no public IP address, which it needs to use igw-1.");
  });

  it("through an internet gateway of another VPC does not reach Systems Manager", () => {
    const facts = {
      ...outward,
      routeTables: [table("subnet-1", "igw-1")],
      internetGateways: new Map([["igw-1", "vpc-2"]]),
    };
    expect(why(facts, { publicIp: "203.0.113.1" })).toContain("leads to igw-1");
  });

  it("can be in the VPC's main route table", () => {
    const main = { ...table("", "nat-1"), isMain: true, subnetIds: [] };
    expect(why({ ...outward, routeTables: [main, table("subnet-public", "igw-1")] })).toBeUndefined();
  });

  it("exists in the default VPC, as on AWS", () => {
    const facts = { ...outward, ...vpc({ isDefault: true }), internetGateways: new Map<string, string>() };
    expect(why(facts, { publicIp: "203.0.113.1" })).toBeUndefined();
  });

  it("needs a security group with egress to 0.0.0.0/0", () => {
    const facts = {
      ...throughNat,
      ...withGroups({ "sg-instance": { egress: [rule({ cidrBlocks: ["10.0.0.0/8"] })] } }),
    };
    expect(why(facts)).toContain("No security group of the instance lets 443/tcp out to 0.0.0.0/0.");
  });

  it("replaces a missing endpoint, but not a closed one, to which the private DNS name resolves", () => {
    const [ssm, ...others] = endpoints;
    const both = (egress: object) => withGroups({ "sg-instance": { egress: [egress] } });
    const anywhere = both(rule({ cidrBlocks: ["0.0.0.0/0"] }));
    expect(why({ ...throughNat, ...anywhere, endpoints: others })).toBeUndefined();
    const closed = [{ ...(ssm as InterfaceEndpoint), groupIds: ["sg-other"] }, ...others];
    expect(why({ ...throughNat, ...anywhere, endpoints: closed })).toContain("No security group of vpce-ssm");
  });
});
