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

describe("through interface endpoints", () => {
  it("there is a way with all three of them", () => {
    expect(why()).toBeUndefined();
  });

  it.each(["ssm", "ssmmessages", "ec2messages"])("there is none without that of %s", (service) => {
    const rest = endpoints.filter(({ id }) => id !== `vpce-${service}`);
    expect(why({ endpoints: rest })).toBe(
      `vpc-1 has no interface endpoint com.amazonaws.${REGION}.${service}. The route table of subnet-1 has no route to 0.0.0.0/0.`,
    );
  });

  it.each([
    ["with private DNS off", { privateDnsEnabled: false }, "Private DNS is off at vpce-ssm"],
    ["that is not available", { state: "pending" }, `vpce-ssm (com.amazonaws.${REGION}.ssm) is pending.`],
    ["of another VPC", { vpcId: "vpc-2" }, `vpc-1 has no interface endpoint com.amazonaws.${REGION}.ssm.`],
    ["of another Region's service", { serviceName: "com.amazonaws.eu-west-1.ssm" }, "vpc-1 has no interface endpoint"],
  ])("there is none with an endpoint %s", (_, change, reason) => {
    expect(why(withEndpoint("ssm", change))).toContain(reason);
  });

  it("there is none where the VPC gives no DNS hostnames", () => {
    expect(why(vpc({ dnsHostnames: false }))).toContain("DNS hostnames are off in vpc-1");
  });

  it("there is none where the VPC has no DNS", () => {
    expect(why(vpc({ dnsSupport: false }))).toBe("DNS support is off in vpc-1.");
  });
});

describe("security groups", () => {
  const closed = "No security group of vpce-ssm";

  it.each([
    ["the instance's group", rule({ groupIds: ["sg-instance"] })],
    ["the instance's address", rule({ cidrBlocks: ["10.0.1.1/32"] })],
    ["the subnet", rule({ cidrBlocks: ["10.0.0.0/16"] })],
    ["everybody, all protocols", rule({ protocol: "-1", fromPort: undefined, cidrBlocks: ["0.0.0.0/0"] })],
    ["a range of ports with 443 in it", rule({ fromPort: 0, toPort: 1024, groupIds: ["sg-instance"] })],
  ])("of an endpoint may let in %s", (_, ingress) => {
    expect(why(withGroups({ "sg-endpoint": { ingress: [ingress] } }))).toBeUndefined();
  });

  it.each([
    ["nobody", undefined],
    ["another group", rule({ groupIds: ["sg-other"] })],
    ["another range", rule({ cidrBlocks: ["10.0.2.0/24"] })],
    ["another port", rule({ fromPort: 80, toPort: 80, groupIds: ["sg-instance"] })],
    ["UDP", rule({ protocol: "udp", groupIds: ["sg-instance"] })],
  ])("of an endpoint that let in %s close it", (_, ingress) => {
    expect(why(withGroups({ "sg-endpoint": { ingress: [ingress ?? []].flat() } }))).toContain(closed);
  });

  it("of the instance may let out to the endpoint's subnet", () => {
    expect(why(withGroups({ "sg-instance": { egress: [rule({ cidrBlocks: ["10.0.1.0/24"] })] } }))).toBeUndefined();
  });

  it("of the instance that let nothing out close the way", () => {
    expect(why(withGroups({ "sg-instance": { egress: [] } }))).toContain(
      "No security group of the instance lets 443/tcp out to vpce-ssm",
    );
  });
});

describe("a route out", () => {
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

  it("through a NAT gateway in a public subnet is a way", () => {
    expect(why(throughNat)).toBeUndefined();
  });

  it("through a NAT gateway whose subnet has no internet gateway is none", () => {
    expect(why({ ...throughNat, routeTables: [table("subnet-1", "nat-1")] })).toContain(
      "The route table of subnet-public, where nat-1 is, has no route to an internet gateway.",
    );
  });

  it("through a NAT gateway that is gone is none", () => {
    expect(why({ ...throughNat, natGateways: new Map() })).toContain("leads to nat-1, which is no internet gateway");
  });

  it("through an internet gateway is a way for an instance with a public address, and for no other", () => {
    const facts = { ...outward, routeTables: [table("subnet-1", "igw-1")] };
    expect(why(facts, { publicIp: "203.0.113.1" })).toBeUndefined();
    expect(why(facts)).toContain("The instance has no public address to use igw-1 with.");
  });

  it("through an internet gateway that is attached to another VPC is none", () => {
    const facts = {
      ...outward,
      routeTables: [table("subnet-1", "igw-1")],
      internetGateways: new Map([["igw-1", "vpc-2"]]),
    };
    expect(why(facts, { publicIp: "203.0.113.1" })).toContain("leads to igw-1");
  });

  it("may be in the VPC's main route table", () => {
    const main = { ...table("", "nat-1"), isMain: true, subnetIds: [] };
    expect(why({ ...outward, routeTables: [main, table("subnet-public", "igw-1")] })).toBeUndefined();
  });

  it("is there in the default VPC, as AWS makes it", () => {
    const facts = { ...outward, ...vpc({ isDefault: true }), internetGateways: new Map<string, string>() };
    expect(why(facts, { publicIp: "203.0.113.1" })).toBeUndefined();
  });

  it("needs egress to anywhere", () => {
    const facts = {
      ...throughNat,
      ...withGroups({ "sg-instance": { egress: [rule({ cidrBlocks: ["10.0.0.0/8"] })] } }),
    };
    expect(why(facts)).toContain("No security group of the instance lets 443/tcp out to 0.0.0.0/0.");
  });

  it("makes up for a missing endpoint, but not for one that is closed: its private name is in the way", () => {
    const [ssm, ...others] = endpoints;
    const both = (egress: object) => withGroups({ "sg-instance": { egress: [egress] } });
    const anywhere = both(rule({ cidrBlocks: ["0.0.0.0/0"] }));
    expect(why({ ...throughNat, ...anywhere, endpoints: others })).toBeUndefined();
    const closed = [{ ...(ssm as InterfaceEndpoint), groupIds: ["sg-other"] }, ...others];
    expect(why({ ...throughNat, ...anywhere, endpoints: closed })).toContain("No security group of vpce-ssm");
  });
});
