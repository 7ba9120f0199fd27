import { ACCOUNT, requiredPermissionsOf, query, REGION, roleArn } from "../fixtures";

const own = (resource: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:${resource}`;
const ownerless = (resource: string) => `arn:aws:ec2:${REGION}::${resource}`;
const ec2 = (operation: string, parameters: Record<string, string> = {}, known = {}) =>
  requiredPermissionsOf(query("ec2", operation, parameters), known);

describe("EC2", () => {
  it("asks about the group alone if rules of a security group are revoked by their ids", async () => {
    const revoked = { GroupId: "sg-0a", "SecurityGroupRuleId.1": "sgr-0a" };
    expect(await ec2("RevokeSecurityGroupEgress", revoked)).toEqual([
      `ec2:RevokeSecurityGroupEgress ${own("security-group/sg-0a")}`,
    ]);
  });

  it("asks whether the role of flow logs may be passed to them", async () => {
    const role = roleArn("FlowLogs");
    const asked = await ec2("CreateFlowLogs", { "ResourceId.1": "vpc-0a", DeliverLogsPermissionArn: role });
    expect(asked).toContain(`iam:PassRole ${role}`);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["DescribeInstances", { "InstanceId.1": "i-0a" }, ["*"]],
    ["GetConsoleOutput", { InstanceId: "i-0a" }, [own("instance/i-0a")]],
    [
      "StartInstances",
      { "InstanceId.1": "i-0a", "InstanceId.2": "i-0b" },
      [own("instance/i-0a"), own("instance/i-0b")],
    ],
    [
      "CreateImage",
      { InstanceId: "i-0a", Name: "image" },
      [own("instance/i-0a"), ownerless("image/*"), ownerless("snapshot/*")],
    ],
    [
      "CopyImage",
      { SourceImageId: "ami-0a", SourceRegion: "eu-west-1", Name: "copy" },
      ["arn:aws:ec2:eu-west-1::image/ami-0a", ownerless("image/*"), ownerless("snapshot/*")],
    ],
    [
      "ModifyImageAttribute",
      { ImageId: "ami-0a", "LaunchPermission.Add.1.UserId": "555555555555" },
      [ownerless("image/ami-0a")],
    ],
    ["DeregisterImage", { ImageId: "ami-0a" }, [ownerless("image/ami-0a")]],
    ["DeleteSnapshot", { SnapshotId: "snap-0a" }, [ownerless("snapshot/snap-0a")]],
    ["CreateSnapshot", { VolumeId: "vol-0a" }, [own("volume/vol-0a"), ownerless("snapshot/*")]],
    ["AttachVolume", { VolumeId: "vol-0a", InstanceId: "i-0a" }, [own("volume/vol-0a"), own("instance/i-0a")]],
    ["CreateVpc", { CidrBlock: "10.0.0.0/16" }, [own("vpc/*")]],
    ["CreateSubnet", { VpcId: "vpc-0a" }, [own("vpc/vpc-0a"), own("subnet/*")]],
    ["CreateSecurityGroup", { VpcId: "vpc-0a", GroupName: "x" }, [own("vpc/vpc-0a"), own("security-group/*")]],
    [
      "CreateVpcEndpoint",
      { VpcId: "vpc-0a", "SubnetId.1": "subnet-0a", "SecurityGroupId.1": "sg-0a" },
      [own("vpc/vpc-0a"), own("subnet/subnet-0a"), own("security-group/sg-0a"), own("vpc-endpoint/*")],
    ],
    ["CreateRoute", { RouteTableId: "rtb-0a", GatewayId: "igw-0a" }, [own("route-table/rtb-0a")]],
    [
      "AuthorizeSecurityGroupIngress",
      { GroupId: "sg-0a", "IpPermissions.1.Groups.1.GroupId": "sg-0b" },
      [own("security-group/sg-0a")],
    ],
    [
      "CreateTags",
      { "ResourceId.1": "i-0a", "ResourceId.2": "vpce-0a", "Tag.1.Key": "ImageId", "Tag.1.Value": "ami-0a" },
      [own("instance/i-0a"), own("vpc-endpoint/vpce-0a")],
    ],
    ["ImportKeyPair", { KeyName: "mine" }, [own("key-pair/mine")]],
    ["EnableEbsEncryptionByDefault", {}, ["*"]],
  ])("asks about the resources of %s", async (operation, parameters, resources) => {
    expect(await ec2(operation, parameters)).toEqual(resources.map((resource) => `ec2:${operation} ${resource}`));
  });

  it("requires permissions for everything that RunInstances uses and creates", async () => {
    const required = await ec2("RunInstances", {
      ImageId: "ami-0a",
      KeyName: "mine",
      "NetworkInterface.1.SubnetId": "subnet-0a",
      "NetworkInterface.1.SecurityGroupId.1": "sg-0a",
    });
    expect(required.map((permission) => permission.replace("ec2:RunInstances ", "")).sort()).toEqual(
      [
        ownerless("image/ami-0a"),
        ...["instance/*", "key-pair/mine", "network-interface/*"].map(own),
        ...["security-group/sg-0a", "subnet/subnet-0a", "volume/*"].map(own),
      ].sort(),
    );
  });

  it("requires permissions for any subnet and security group if RunInstances names none", async () => {
    expect(await ec2("RunInstances", { ImageId: "ami-0a" })).toEqual(
      expect.arrayContaining([`ec2:RunInstances ${own("subnet/*")}`, `ec2:RunInstances ${own("security-group/*")}`]),
    );
  });

  it("requires permission to tag resources that are created with tags", async () => {
    const required = await ec2("CreateImage", {
      InstanceId: "i-0a",
      "TagSpecification.1.ResourceType": "image",
      "TagSpecification.1.Tag.1.Key": "team",
      "TagSpecification.1.Tag.1.Value": "web",
    });
    expect(required).toContain(`ec2:CreateTags ${ownerless("image/*")}`);
  });

  it.each([
    ["RunInstances", { ImageId: "ami-0a", "IamInstanceProfile.Name": "web" }],
    [
      "AssociateIamInstanceProfile",
      { InstanceId: "i-0a", "IamInstanceProfile.Arn": `arn:aws:iam::${ACCOUNT}:instance-profile/path/web` },
    ],
  ])("asks for leave to pass the role of the profile in %s", async (operation, parameters) => {
    const required = await ec2(operation, parameters, { profileRoles: { web: roleArn("path/web-role") } });
    expect(required).toContain(`iam:PassRole ${roleArn("path/web-role")}`);
  });

  it("requires permission for any instance if only an association's id is given", async () => {
    expect(await ec2("DisassociateIamInstanceProfile", { AssociationId: "iip-assoc-0a" })).toEqual([
      `ec2:DisassociateIamInstanceProfile ${own("instance/*")}`,
    ]);
  });
});
