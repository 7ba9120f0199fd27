import {
  AttachVolumeCommand,
  CopyImageCommand,
  CopySnapshotCommand,
  CreateImageCommand,
  CreateSnapshotCommand,
  CreateSnapshotsCommand,
  CreateVolumeCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { describeWith } from "../../../../requires";
import { HOME_REGION, PARTNER_ID } from "../../../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../../../test-sandbox";
import { imageOf, launch, share, snapshotOf } from "./fixtures";

const AN_HOUR = 3600;
const ZONE = `${HOME_REGION}a`;

describeWith(["moto_server"], "While it is being made,", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let InstanceId: string;
  beforeAll(async () => {
    test = await startTestSandbox(moto, undefined, undefined, AN_HOUR);
    ec2 = await test.client(EC2Client, "app-dev");
    InstanceId = await launch(ec2);
  });
  afterAll(() => test.end());

  const status = (value: string) => ({ Filters: [{ Name: "status", Values: [value] }] });

  it("an image and its snapshots are pending, and it can be neither launched, copied nor shared", async () => {
    const { ImageId = "" } = await ec2.send(new CreateImageCommand({ InstanceId, Name: "pending" }));
    const image = await imageOf(ec2, ImageId);
    expect(image?.State).toBe("pending");
    expect((await snapshotOf(ec2, image?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? ""))?.State).toBe("pending");
    const filter = { Filters: [{ Name: "state", Values: ["pending"] }] };
    const { Images = [] } = await ec2.send(new DescribeImagesCommand(filter));
    expect(Images.map((one) => one.ImageId)).toEqual([ImageId]);

    const message = `The AMI ID '${ImageId}' is currently pending and may not be used for this operation`;
    const unavailable = { code: "InvalidAMIID.Unavailable", message };
    const copy = new CopyImageCommand({ SourceImageId: ImageId, SourceRegion: HOME_REGION, Name: "copy" });
    expect(await failureOf(ec2.send(copy))).toMatchObject(unavailable);
    expect(await failureOf(share(ec2, ImageId, PARTNER_ID))).toMatchObject(unavailable);
    expect(await failureOf(launch(ec2, { ImageId }))).toMatchObject({
      code: "InvalidAMIID.Unavailable",
      message: `AMI '${ImageId}' is pending, and cannot be run`,
    });
  });

  it("a snapshot is pending, and no volume and no copy can be made of it", async () => {
    const { VolumeId = "" } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: ZONE, Size: 1 }));
    const made = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
    const { SnapshotId = "" } = made;
    expect(made).toMatchObject({ State: "pending", Progress: "0%" });
    expect(await snapshotOf(ec2, SnapshotId)).toMatchObject({ State: "pending", Progress: "0%" });
    const { Snapshots: completed = [] } = await ec2.send(new DescribeSnapshotsCommand(status("completed")));
    expect(completed.map((snapshot) => snapshot.SnapshotId)).not.toContain(SnapshotId);

    const invalid = { code: "IncorrectState", message: "Snapshot is in invalid state - pending" };
    const volume = new CreateVolumeCommand({ AvailabilityZone: ZONE, SnapshotId });
    expect(await failureOf(ec2.send(volume))).toMatchObject(invalid);
    const copy = new CopySnapshotCommand({ SourceSnapshotId: SnapshotId, SourceRegion: HOME_REGION });
    expect(await failureOf(ec2.send(copy))).toMatchObject(invalid);
  });

  it("the snapshots of all volumes of an instance are pending", async () => {
    const { Snapshots } = await ec2.send(new CreateSnapshotsCommand({ InstanceSpecification: { InstanceId } }));
    expect(Snapshots).toMatchObject([{ State: "pending", Progress: "0%" }]);
  });

  it("a volume is creating, and cannot be attached", async () => {
    const { VolumeId = "" } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: ZONE, Size: 1 }));
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand(status("creating")));
    expect(Volumes.map((volume) => volume.VolumeId)).toContain(VolumeId);
    const attachment = new AttachVolumeCommand({ InstanceId, VolumeId, Device: "/dev/sdf" });
    expect(await failureOf(ec2.send(attachment))).toMatchObject({
      code: "IncorrectState",
      message: `${VolumeId} is not 'available'.`,
    });
  });
});
