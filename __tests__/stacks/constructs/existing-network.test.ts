import type { ExistingNetwork as Settings } from "../../../src/fleet/model";
import { ExistingNetwork } from "../../../stacks/constructs/existing-network";
import { exampleFleet, resource, resources } from "../example-fleet";
import { stackWith } from "../one-construct";

const SETTINGS: Settings = {
  name: undefined,
  vpc: { id: { "ap-northeast-1": "vpc-0a1b2c3d" } },
  subnet: { id: "subnet-0a1b2c3d" },
  endpoints: false,
  egressCidrs: undefined,
};

function stackOf(changes: Partial<Settings> = {}) {
  return stackWith((scope, provider) => {
    new ExistingNetwork(scope, "network", {
      ...{ provider, region: exampleFleet.homeRegion, accountId: "222222222222", name: "fleetbook-app-dev" },
      settings: { ...SETTINGS, ...changes },
    });
  });
}
const found = (stack: ReturnType<typeof stackOf>, type: string) => Object.values(stack.data?.[type] ?? {})[0];

describe("a network that exists", () => {
  it("is found and not built", () => {
    expect(Object.keys(stackOf().resource).sort()).toEqual([
      "aws_security_group",
      "aws_vpc_security_group_egress_rule",
    ]);
    expect(found(stackOf(), "aws_vpc")).toMatchObject({ id: "vpc-0a1b2c3d" });
  });

  it("is found by tags, its subnet inside the VPC", () => {
    const stack = stackOf({ vpc: { tags: { Name: "shared" } }, subnet: { tags: { tier: "private" } } });
    expect(found(stack, "aws_vpc")).toMatchObject({ tags: { Name: "shared" } });
    expect(found(stack, "aws_subnet")).toMatchObject({
      tags: { tier: "private" },
      vpc_id: `\${data.aws_vpc.${Object.keys(stack.data?.["aws_vpc"] ?? {})[0]}.id}`,
    });
  });

  it("stops the plan if the subnet is in another VPC, and names both", () => {
    const [vpc] = Object.keys(stackOf().data?.["aws_vpc"] ?? {});
    const { postcondition } = found(stackOf(), "aws_subnet")?.lifecycle as {
      postcondition: { condition: string; error_message: string }[];
    };
    expect(postcondition[0]?.condition).toContain("self.vpc_id == data.aws_vpc." + vpc);
    expect(postcondition[0]?.error_message).toContain("${self.vpc_id}");
  });

  it("lets the instance reach the VPC's own range over HTTPS, or the ranges of the settings", () => {
    const [vpc] = Object.keys(stackOf().data?.["aws_vpc"] ?? {});
    const egress = (changes: Partial<Settings>) =>
      resources(stackOf(changes), "aws_vpc_security_group_egress_rule").map(([, body]) => [
        body.cidr_ipv4,
        body.to_port,
      ]);
    expect(egress({})).toEqual([[`\${data.aws_vpc.${vpc}.cidr_block}`, 443]]);
    expect(egress({ egressCidrs: ["10.0.0.0/8", "192.168.0.0/16"] })).toEqual([
      ["10.0.0.0/8", 443],
      ["192.168.0.0/16", 443],
    ]);
  });

  it("gets the endpoints of Systems Manager if the settings say so, and must have DNS for them", () => {
    const stack = stackOf({ endpoints: true });
    expect(resources(stack, "aws_vpc_endpoint")).toHaveLength(3);
    expect(resource(stack, "aws_vpc_security_group_egress_rule")).not.toHaveProperty("cidr_ipv4");
    expect(JSON.stringify(found(stack, "aws_vpc")?.lifecycle)).toContain("enable_dns_hostnames");
    expect(found(stackOf(), "aws_vpc")).not.toHaveProperty("lifecycle");
  });
});
