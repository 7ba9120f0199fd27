import { PrivateNetwork } from "../../../stacks/constructs/private-network";
import { builtNetwork, exampleFleet, partitionFleet, resource, resources, statements } from "../example-fleet";
import { stackWith } from "../one-construct";

const stackOf = (fleet = exampleFleet, outputArns: readonly string[] = []) =>
  stackWith((scope, provider) => {
    new PrivateNetwork(scope, "network", {
      provider,
      region: fleet.homeRegion,
      accountId: "222222222222",
      name: "fleetbook-app-dev",
      settings: builtNetwork,
      outputArns,
    });
  }, fleet);
const stack = stackOf();
const group = (name: string) => {
  const found = resources(stack, "aws_security_group").find(([, body]) => body.name === name);
  if (found === undefined) throw new Error(`no security group ${name}`);
  return { id: `\${${found[0]}.id}`, body: found[1] };
};

describe("a private network", () => {
  it("is a VPC with DNS support and DNS hostnames", () => {
    expect(resource(stack, "aws_vpc")).toMatchObject({
      cidr_block: "10.0.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
  });

  it("has one subnet, without public addresses", () => {
    expect(resource(stack, "aws_subnet")).toMatchObject({
      cidr_block: "10.0.1.0/24",
      map_public_ip_on_launch: false,
    });
  });

  it("consists only of VPC, subnet, security groups and endpoints, so nothing leads to the internet", () => {
    expect(Object.keys(stack.resource).sort()).toEqual([
      "aws_default_security_group",
      "aws_security_group",
      "aws_subnet",
      "aws_vpc",
      "aws_vpc_endpoint",
      "aws_vpc_security_group_egress_rule",
    ]);
  });

  it("allows no ingress to the instance and removes rules that somebody adds by hand", () => {
    expect(group("instance").body.ingress).toEqual([]);
  });

  it("allows egress from the instance only to the endpoints over HTTPS", () => {
    expect(group("instance").body).not.toHaveProperty("egress");
    const rule = resource(stack, "aws_vpc_security_group_egress_rule");
    expect(rule).toMatchObject({
      security_group_id: group("instance").id,
      referenced_security_group_id: group("endpoints").id,
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    });
    expect(rule).not.toHaveProperty("cidr_ipv4");
    expect(rule).not.toHaveProperty("cidr_ipv6");
  });

  it("allows ingress to the endpoints only from the instance over HTTPS, and no egress", () => {
    expect(group("endpoints").body).toMatchObject({
      ingress: [
        {
          protocol: "tcp",
          from_port: 443,
          to_port: 443,
          security_groups: [group("instance").id],
          cidr_blocks: null,
          ipv6_cidr_blocks: null,
          prefix_list_ids: null,
          self: null,
        },
      ],
      egress: [],
    });
  });

  it("has the three interface endpoints of Systems Manager with private DNS names", () => {
    const endpoints = resources(stack, "aws_vpc_endpoint").map(([, body]) => body);
    expect(endpoints.map((endpoint) => endpoint.service_name).sort()).toEqual([
      "com.amazonaws.ap-northeast-1.ec2messages",
      "com.amazonaws.ap-northeast-1.ssm",
      "com.amazonaws.ap-northeast-1.ssmmessages",
    ]);
    for (const endpoint of endpoints) {
      expect(endpoint).toMatchObject({
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        security_group_ids: [group("endpoints").id],
      });
    }
  });

  it.each([
    ["aws-cn", "cn-north-1"],
    ["aws-us-gov", "us-gov-west-1"],
  ] as const)("has endpoints of the same names in %s", (partition, region) => {
    const endpoints = resources(stackOf(partitionFleet(partition, region)), "aws_vpc_endpoint");
    expect(endpoints.map(([, body]) => body.service_name).sort()).toEqual([
      `com.amazonaws.${region}.ec2messages`,
      `com.amazonaws.${region}.ssm`,
      `com.amazonaws.${region}.ssmmessages`,
    ]);
  });
});

describe("a private network of a fleet that keeps outputs", () => {
  const OUTPUTS = "arn:aws:s3:::outputs-111111111111-ap-northeast-1/222222222222/*";
  const network = stackOf(exampleFleet, [OUTPUTS]);
  const gateway = resources(network, "aws_vpc_endpoint").find(([, body]) => body.vpc_endpoint_type === "Gateway");

  it("has a gateway endpoint of S3 that lets the account itself write its outputs, and nothing else", () => {
    expect(gateway?.[1]).toMatchObject({
      service_name: "com.amazonaws.ap-northeast-1.s3",
      route_table_ids: [expect.stringContaining(".main_route_table_id}")],
    });
    expect(statements(gateway?.[1].policy)).toEqual([
      {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: [OUTPUTS],
        Condition: { StringEquals: { "aws:PrincipalAccount": "222222222222" } },
      },
    ]);
  });

  it("allows egress from the instance to S3 over HTTPS", () => {
    const rules = resources(network, "aws_vpc_security_group_egress_rule").map(([, body]) => body);
    expect(rules.filter((rule) => "prefix_list_id" in rule)).toMatchObject([
      { prefix_list_id: `\${${gateway?.[0] ?? ""}.prefix_list_id}`, from_port: 443, to_port: 443 },
    ]);
  });
});
