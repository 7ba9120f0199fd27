import {
  AttachVolumeCommand,
  CopyImageCommand,
  CreateImageCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  RegisterImageCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describeWith } from "../../../../requires";
import { HOME_REGION } from "../../../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../../../test-sandbox";
import { createImage, createVolume, imageOf, launch } from "./fixtures";

describeWith(["moto_server"], "An account's own image", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let instanceId: string;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    instanceId = await launch(ec2);
  });
  afterAll(() => test.end());

  const snapshotsOf = async (id: string) =>
    ((await imageOf(ec2, id))?.BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.SnapshotId ?? "");
  const describeSnapshots = async (SnapshotIds?: string[]) =>
    (await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds }))).Snapshots ?? [];

  it("has a snapshot of each volume and the properties of its instance", async () => {
    const volume = await createVolume(ec2, { AvailabilityZone: `${HOME_REGION}a`, Size: 3 });
    const InstanceId = await launch(ec2);
    await ec2.send(new AttachVolumeCommand({ InstanceId, VolumeId: volume.VolumeId, Device: "/dev/sdf" }));
    const id = await createImage(ec2, InstanceId, "two volumes");
    expect(await imageOf(ec2, id)).toMatchObject({
      State: "available",
      Architecture: "arm64",
      RootDeviceName: "/dev/xvda",
      SourceInstanceId: InstanceId,
      BlockDeviceMappings: [
        { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8, Encrypted: false } },
        { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 3 } },
      ],
    });
    const [, data = ""] = await snapshotsOf(id);
    expect(await describeSnapshots([data])).toMatchObject([{ VolumeId: volume.VolumeId, VolumeSize: 3 }]);
  });

  it("has only the snapshots of its volumes", async () => {
    const before = (await describeSnapshots()).length;
    await createImage(ec2, instanceId, "one snapshot");
    expect(await describeSnapshots()).toHaveLength(before + 1);
  });

  it("has the image tags of the request, and its snapshots have the snapshot tags", async () => {
    const { ImageId = "" } = await ec2.send(
      new CreateImageCommand({
        InstanceId: instanceId,
        Name: "tagged",
        NoReboot: true,
        TagSpecifications: [
          { ResourceType: "image", Tags: [{ Key: "kind", Value: "image" }] },
          { ResourceType: "snapshot", Tags: [{ Key: "kind", Value: "snapshot" }] },
        ],
      }),
    );
    expect((await imageOf(ec2, ImageId))?.Tags).toEqual([{ Key: "kind", Value: "image" }]);
    expect(await describeSnapshots(await snapshotsOf(ImageId))).toMatchObject([
      { Tags: [{ Key: "kind", Value: "snapshot" }] },
    ]);
  });

  it("cannot have the name of another image of the account in the Region", async () => {
    const id = await createImage(ec2, instanceId, "once");
    expect(await failureOf(createImage(ec2, instanceId, "once"))).toMatchObject({
      code: "InvalidAMIName.Duplicate",
      message: `AMI name once is already in use by AMI ${id}`,
      attempts: 1,
    });
    const results = await Promise.allSettled([1, 2].map(() => createImage(ec2, instanceId, "at once")));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const copy = new CopyImageCommand({ SourceImageId: id, SourceRegion: HOME_REGION, Name: "once" });
    expect(await failureOf(ec2.send(copy))).toMatchObject({ code: "InvalidAMIName.Duplicate" });
    const elsewhere = await test.client(EC2Client, "app-dev", "eu-central-1");
    await elsewhere.send(copy);
    await ec2.send(new DeregisterImageCommand({ ImageId: id }));
    await createImage(ec2, instanceId, "once");
  });

  it.each(["ab", "a".repeat(129), "what?", "näme"])("cannot have the name %s", async (name) => {
    expect(await failureOf(createImage(ec2, instanceId, name))).toMatchObject({ code: "InvalidAMIName.Malformed" });
  });

  it("cannot be created from a terminated instance", async () => {
    const id = await launch(ec2);
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    expect(await failureOf(createImage(ec2, id, "terminated"))).toMatchObject({ code: "IncorrectState" });
  });

  it("protects its snapshots from deletion, and keeps them when it is deregistered", async () => {
    const id = await createImage(ec2, instanceId, "snapshots stay");
    const [SnapshotId = ""] = await snapshotsOf(id);
    expect(await failureOf(ec2.send(new DeleteSnapshotCommand({ SnapshotId })))).toMatchObject({
      code: "InvalidSnapshot.InUse",
      message: `The snapshot ${SnapshotId} is currently in use by ${id}`,
    });
    await ec2.send(new DeregisterImageCommand({ ImageId: id }));
    expect((await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }))).Images ?? []).toEqual([]);
    expect(await failureOf(launch(ec2, { ImageId: id }))).toMatchObject({ code: "InvalidAMIID.Unavailable" });
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId }));
  });

  it("is deregistered with its snapshots if the request says so, except those of other images", async () => {
    const id = await createImage(ec2, instanceId, "snapshots go");
    const [SnapshotId = ""] = await snapshotsOf(id);
    const { ImageId: other } = await ec2.send(
      new RegisterImageCommand({
        Name: "of the same snapshot",
        Architecture: "arm64",
        RootDeviceName: "/dev/xvda",
        BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId } }],
      }),
    );
    const kept = await ec2.send(new DeregisterImageCommand({ ImageId: id, DeleteAssociatedSnapshots: true }));
    expect(kept.DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: "skipped" }]);
    const gone = await ec2.send(new DeregisterImageCommand({ ImageId: other, DeleteAssociatedSnapshots: true }));
    expect(gone.DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: "success" }]);
    expect(await failureOf(describeSnapshots([SnapshotId]))).toMatchObject({ code: "InvalidSnapshot.NotFound" });
  });

  it("is not created by a dry run", async () => {
    const DryRun = true;
    expect(
      await failureOf(ec2.send(new CreateImageCommand({ InstanceId: instanceId, Name: "dry", DryRun }))),
    ).toMatchObject({ code: "DryRunOperation", status: 412 });
    expect(
      (await ec2.send(new DescribeImagesCommand({ Owners: ["self"] }))).Images?.map(({ Name }) => Name),
    ).not.toContain("dry");
  });
});
