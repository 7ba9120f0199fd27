import {
  AttachVolumeCommand,
  CreateTagsCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  RegisterImageCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describeWith } from "../../../../requires";
import { HOME_REGION } from "../../../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../../../test-sandbox";
import { createVolume, launch } from "../images/fixtures";

describeWith(["moto_server"], "EC2", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
  });
  afterAll(() => test.end());

  it("neither starts nor stops an instance that has been terminated, and attaches no volume to it", async () => {
    const id = await launch(ec2);
    await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    await ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    const cannot = (verb: string) => ({
      code: "IncorrectInstanceState",
      message: `The instance '${id}' is not in a state from which it can be ${verb}.`,
      status: 400,
    });
    expect(await failureOf(ec2.send(new StartInstancesCommand({ InstanceIds: [id] })))).toMatchObject(
      cannot("started"),
    );
    expect(await failureOf(ec2.send(new StopInstancesCommand({ InstanceIds: [id] })))).toMatchObject(cannot("stopped"));
    const { VolumeId } = await createVolume(ec2, { AvailabilityZone: `${HOME_REGION}a`, Size: 1 });
    const attach = new AttachVolumeCommand({ VolumeId, InstanceId: id, Device: "/dev/sdf" });
    expect(await failureOf(ec2.send(attach))).toMatchObject({ code: "IncorrectState" });
  });

  it("launches no type that does not exist, and none for whose processor the image is not", async () => {
    const unknown = launch(ec2, { InstanceType: "t9.huge" as "t3.nano" });
    expect(await failureOf(unknown)).toMatchObject({
      code: "InvalidParameterValue",
      message: "Invalid value 't9.huge' for InstanceType.",
    });
    expect(await failureOf(launch(ec2, { InstanceType: "t3.micro" }))).toMatchObject({
      code: "InvalidParameterValue",
      message: expect.stringContaining(
        "The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64' of the specified AMI.",
      ) as string,
    });
  });

  it("finds the types that match a wildcard", async () => {
    const offered = async (...Values: string[]) => {
      const command = new DescribeInstanceTypeOfferingsCommand({ Filters: [{ Name: "instance-type", Values }] });
      return ((await ec2.send(command)).InstanceTypeOfferings ?? []).map(({ InstanceType }) => InstanceType);
    };
    const small = await offered("t3.*", "t4g.nan?");
    expect(small).toEqual(expect.arrayContaining(["t3.micro", "t3.nano", "t4g.nano"]));
    expect(small.every((type) => /^t3\.|^t4g\.nano$/.test(type ?? ""))).toBe(true);
    expect(await offered("t3.micro")).toEqual(["t3.micro"]);
  });

  it("describes a volume's IOPS and whether it ends with its instance, and detaches it without being told from what", async () => {
    const InstanceId = await launch(ec2);
    const zone = `${HOME_REGION}a`;
    const created = await createVolume(ec2, { AvailabilityZone: zone, Size: 200, VolumeType: "gp2" });
    expect(created.Iops).toBe(600);
    const { VolumeId = "" } = created;
    await ec2.send(new AttachVolumeCommand({ InstanceId, VolumeId, Device: "/dev/sdf" }));
    const filter = { Filters: [{ Name: "attachment.instance-id", Values: [InstanceId] }] };
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand(filter));
    const ends = Volumes.map((volume) => [volume.Size, volume.Attachments?.[0]?.DeleteOnTermination]);
    expect(ends).toEqual(
      expect.arrayContaining([
        [8, true],
        [200, false],
      ]),
    );
    expect(await ec2.send(new DetachVolumeCommand({ VolumeId }))).toMatchObject({ InstanceId, Device: "/dev/sdf" });
    expect(await failureOf(ec2.send(new DetachVolumeCommand({ VolumeId })))).toMatchObject({ code: "IncorrectState" });
  });

  it.each([
    ["i-0123456789abcdef0", "InvalidInstanceID.NotFound"],
    ["eni-0123456789abcdef0", "InvalidNetworkInterfaceID.NotFound"],
    ["eipalloc-0123456789abcdef0", "InvalidAllocationID.NotFound"],
  ])("tags nothing that does not exist: %s", async (id, code) => {
    const tag = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: "k", Value: "v" }] });
    expect(await failureOf(ec2.send(tag))).toMatchObject({ code });
  });

  it("refuses a change of an image that changes nothing", async () => {
    const { ImageId } = await ec2.send(new RegisterImageCommand({ Name: "unchanged" }));
    expect(await failureOf(ec2.send(new ModifyImageAttributeCommand({ ImageId })))).toMatchObject({
      code: "InvalidParameterCombination",
    });
  });
});
