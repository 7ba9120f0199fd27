import type { Ec2Target as Ec2TargetSettings } from "../../../src/fleet/model";
import { Ec2Target } from "../../../stacks/constructs/ec2-target";
import { InstanceRole } from "../../../stacks/constructs/instance-role";
import { PrivateNetwork } from "../../../stacks/constructs/private-network";
import { accountOf, exampleFleet, resource, resources } from "../example-fleet";
import { stackWith } from "../one-construct";

function stackOf(changes: Partial<Ec2TargetSettings> = {}, kmsKeyArn?: string) {
  const example = accountOf(exampleFleet, "app-dev").ec2Target;
  if (example === undefined) throw new Error("the example has no EC2 target");
  const settings = { ...example, ...changes };
  return stackWith((scope, provider) => {
    const network = new PrivateNetwork(scope, "network", {
      provider,
      region: exampleFleet.homeRegion,
      name: "name",
      vpcCidr: settings.vpcCidr,
      subnetCidr: settings.subnetCidr,
    });
    const role = new InstanceRole(scope, "instance-role", {
      fleet: exampleFleet,
      account: accountOf(exampleFleet, "app-dev"),
      provider,
    });
    new Ec2Target(scope, "ec2-target", {
      ...{ provider, settings, network, role, name: "fleetbook-app-dev" },
      ...(kmsKeyArn !== undefined && { kmsKeyArn }),
    });
  });
}
const instanceOf = (changes: Partial<Ec2TargetSettings> = {}) => resource(stackOf(changes), "aws_instance");
const address = (changes: Partial<Ec2TargetSettings> = {}) => resources(stackOf(changes), "aws_instance")[0]?.[0];

describe("an EC2 target", () => {
  it.each([
    ["amazon-linux-2", "arm64", "amzn2-ami-hvm-arm64-gp2"],
    ["amazon-linux-2", "x86_64", "amzn2-ami-hvm-x86_64-gp2"],
    ["amazon-linux-2023", "arm64", "al2023-ami-kernel-default-arm64"],
    ["amazon-linux-2023", "x86_64", "al2023-ami-kernel-default-x86_64"],
  ] as const)("is made from the newest public image of %s for %s", (image, architecture, parameter) => {
    const stack = stackOf({ image, architecture });
    const [id, data] = Object.entries(stack.data?.["aws_ssm_parameter"] ?? {})[0] ?? [];
    expect(data?.name).toBe(`/aws/service/ami-amazon-linux-latest/${parameter}`);
    expect(resource(stack, "aws_instance").ami).toBe(`\${data.aws_ssm_parameter.${id}.insecure_value}`);
  });

  it("is not replaced if AWS publishes a newer image", () => {
    expect(instanceOf().lifecycle).toEqual({ ignore_changes: ["ami"] });
  });

  it("is replaced if the settings name another image or architecture", () => {
    const addresses = [address(), address({ image: "amazon-linux-2023" }), address({ architecture: "x86_64" })];
    expect(new Set(addresses).size).toBe(3);
  });

  it("has the instance type of the settings", () => {
    expect(instanceOf({ instanceType: "t3.nano" }).instance_type).toBe("t3.nano");
  });

  it("serves metadata only over version 2 and only to the instance itself", () => {
    expect(instanceOf().metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  it("does not request a public address", () => {
    expect(instanceOf()).not.toHaveProperty("associate_public_ip_address");
    expect(resource(stackOf(), "aws_subnet").map_public_ip_on_launch).toBe(false);
  });

  it("has an encrypted root volume if the settings say so, and otherwise uses the account's default", () => {
    expect(instanceOf({ encryptedRootVolume: true }).root_block_device).toEqual({ encrypted: true });
    expect(instanceOf({ encryptedRootVolume: false })).not.toHaveProperty("root_block_device");
  });

  it("has a root volume encrypted with the given key", () => {
    const stack = stackOf({ encryptedRootVolume: true }, "arn:aws:kms:::key/1");
    expect(resource(stack, "aws_instance").root_block_device).toEqual({
      encrypted: true,
      kms_key_id: "arn:aws:kms:::key/1",
    });
  });

  it("has its name, the settings' tags and the target tag", () => {
    expect(instanceOf().tags).toEqual({
      Name: "fleetbook-app-dev",
      "ssm-automation": "true",
      MyDocument: "Group1",
    });
  });

  it("takes its Name tag from the settings if they have one", () => {
    expect(instanceOf({ tags: { Name: "mine" } }).tags).toMatchObject({ Name: "mine" });
  });

  it("has the instance profile and is in the private subnet and the instance's security group", () => {
    const stack = stackOf();
    const [profile] = resources(stack, "aws_iam_instance_profile")[0] ?? [];
    const [subnet] = resources(stack, "aws_subnet")[0] ?? [];
    const [group] = resources(stack, "aws_security_group").find(([, body]) => body.name === "instance") ?? [];
    expect(resource(stack, "aws_instance")).toMatchObject({
      iam_instance_profile: `\${${profile}.name}`,
      subnet_id: `\${${subnet}.id}`,
      vpc_security_group_ids: [`\${${group}.id}`],
    });
  });

  it("waits for the endpoints, for the rule that lets it reach them and for its role's policy", () => {
    const stack = stackOf();
    const awaited = ["aws_vpc_endpoint", "aws_vpc_security_group_egress_rule", "aws_iam_role_policy_attachment"]
      .flatMap((type) => resources(stack, type))
      .map(([name]) => name);
    expect(awaited).toHaveLength(5);
    const dependsOn = resource(stack, "aws_instance").depends_on as string[];
    expect([...dependsOn].sort()).toEqual([...awaited].sort());
  });
});
