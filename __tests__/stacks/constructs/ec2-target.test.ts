import type { Ec2Target as Ec2TargetSettings } from "../../../src/fleet/model";
import { Ec2Target } from "../../../stacks/constructs/ec2-target";
import { InstanceRole } from "../../../stacks/constructs/instance-role";
import { PrivateNetwork } from "../../../stacks/constructs/private-network";
import { accountOf, builtNetwork, exampleFleet, exampleTarget, resource, resources } from "../example-fleet";
import { stackWith } from "../one-construct";

interface Options {
  /** The key that AMI sharing makes. */
  readonly imageKeyArn?: string;
  readonly sharesImages?: boolean;
}

function stackOf(changes: Partial<Ec2TargetSettings> = {}, { imageKeyArn, sharesImages = false }: Options = {}) {
  const settings = { ...exampleTarget, ...changes };
  const region = exampleFleet.homeRegion;
  return stackWith((scope, provider) => {
    const network = new PrivateNetwork(scope, "network", {
      ...{ provider, region, accountId: "222222222222", name: "name", settings: builtNetwork, outputArns: [] },
    });
    const role = new InstanceRole(scope, "instance-role", {
      fleet: exampleFleet,
      account: accountOf(exampleFleet, "app-dev"),
      provider,
    });
    new Ec2Target(scope, "ec2-target", {
      ...{ provider, region, settings, network, role, name: "fleetbook-app-dev", sharesImages },
      ...(imageKeyArn !== undefined && { imageKeyArn }),
    });
  });
}
const instanceOf = (changes: Partial<Ec2TargetSettings> = {}) => resource(stackOf(changes), "aws_instance");
const address = (changes: Partial<Ec2TargetSettings> = {}) => resources(stackOf(changes), "aws_instance")[0]?.[0];

describe("an EC2 target", () => {
  it.each([
    ["amazon-linux-2", "arm64", "ami-amazon-linux-latest/amzn2-ami-hvm-arm64-gp2"],
    ["amazon-linux-2", "x86_64", "ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"],
    ["amazon-linux-2023", "arm64", "ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"],
    ["amazon-linux-2023", "x86_64", "ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"],
    ["windows-server-2022", "x86_64", "ami-windows-latest/Windows_Server-2022-English-Full-Base"],
    ["windows-server-2025", "x86_64", "ami-windows-latest/Windows_Server-2025-English-Full-Base"],
  ] as const)("is made from the newest public image of %s for %s", (image, architecture, parameter) => {
    const stack = stackOf({ image, architecture });
    const [id, data] = Object.entries(stack.data?.["aws_ssm_parameter"] ?? {})[0] ?? [];
    expect(data?.name).toBe(`/aws/service/${parameter}`);
    expect(resource(stack, "aws_instance").ami).toBe(`\${data.aws_ssm_parameter.${id}.insecure_value}`);
  });

  it("is not replaced if AWS publishes a newer image", () => {
    expect(instanceOf().lifecycle).toEqual({ ignore_changes: ["ami", "ebs_optimized"] });
  });

  it("is replaced if the settings name another image or architecture", () => {
    const addresses = [address(), address({ image: "amazon-linux-2023" }), address({ architecture: "x86_64" })];
    expect(new Set(addresses).size).toBe(3);
  });

  it("is replaced if the settings name another image of one's own, in the same place", () => {
    const image = { id: { "ap-northeast-1": "ami-0000000000000000a", "us-east-1": "ami-0000000000000000b" } };
    const instance = instanceOf({ image });
    expect(instance.ami).toBe("ami-0000000000000000a");
    expect(instance.lifecycle).toEqual({ ignore_changes: ["ebs_optimized"] });
    expect(stackOf({ image }).data).toBeUndefined();
    expect(address({ image })).toBe(address({ image: { id: "ami-0000000000000000c" } }));
  });

  it("is made from the image that a parameter names, and replaced if the settings name another parameter", () => {
    const stack = stackOf({ image: { parameter: "/golden/linux" } });
    const [id, data] = Object.entries(stack.data?.["aws_ssm_parameter"] ?? {})[0] ?? [];
    expect(data?.name).toBe("/golden/linux");
    expect(resource(stack, "aws_instance").ami).toBe(`\${data.aws_ssm_parameter.${id}.insecure_value}`);
    expect(resource(stack, "aws_instance").lifecycle).toMatchObject({ ignore_changes: ["ami", "ebs_optimized"] });
    expect(address({ image: { parameter: "/golden/linux" } })).not.toBe(
      address({ image: { parameter: "/golden/old" } }),
    );
  });

  it("is optimized for EBS if its type can be, and not replaced for it if it was launched without", () => {
    expect(instanceOf({ instanceType: "t4g.nano" })).toMatchObject({
      ebs_optimized: true,
      lifecycle: { ignore_changes: ["ami", "ebs_optimized"] },
    });
    expect(instanceOf({ instanceType: "t2.micro" })).not.toHaveProperty("ebs_optimized");
  });

  it("has a root volume encrypted with a key of one's own, whose ARN is looked up, before that of AMI sharing", () => {
    const stack = stackOf({ kmsKey: { "ap-northeast-1": "alias/disks" } }, { imageKeyArn: "arn:aws:kms:::key/1" });
    const [id, data] = Object.entries(stack.data?.["aws_kms_key"] ?? {})[0] ?? [];
    expect(data?.key_id).toBe("alias/disks");
    expect(resource(stack, "aws_instance").root_block_device).toEqual({
      encrypted: true,
      kms_key_id: `\${data.aws_kms_key.${id}.arn}`,
    });
  });

  it("refuses a key that cannot encrypt, and one that images cannot be shared with, when a plan is made", () => {
    const conditions = (sharesImages: boolean) => {
      const keys = stackOf({ kmsKey: "alias/disks" }, { sharesImages }).data?.["aws_kms_key"] ?? {};
      const { postcondition } = Object.values(keys)[0]?.lifecycle as { postcondition: { condition: string }[] };
      return postcondition.map(({ condition }) => condition);
    };
    expect(conditions(false)).toEqual(['${self.enabled && self.key_usage == "ENCRYPT_DECRYPT"}']);
    expect(conditions(true)).toEqual([...conditions(false), '${self.key_manager == "CUSTOMER"}']);
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
    const stack = stackOf({ encryptedRootVolume: true }, { imageKeyArn: "arn:aws:kms:::key/1" });
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
