import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeSnapshotAttributeCommand,
  EC2Client,
  ModifySnapshotAttributeCommand,
  type CreateVolumePermissionModifications,
} from "@aws-sdk/client-ec2";
import { describeWith } from "../../../../requires";
import { APP_STAGING_ID, HOME_REGION, PARTNER_ID } from "../../../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../../../test-sandbox";

describeWith(["moto_server"], "The create-volume permission of a snapshot", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let SnapshotId: string | undefined;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: `${HOME_REGION}a`, Size: 1 }));
    ({ SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId })));
  });
  afterAll(() => test.end());

  const change = (CreateVolumePermission: CreateVolumePermissionModifications) =>
    ec2.send(new ModifySnapshotAttributeCommand({ SnapshotId, CreateVolumePermission }));
  const permissions = async () => {
    const asked = new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: "createVolumePermission" });
    return (await ec2.send(asked)).CreateVolumePermissions;
  };

  it("can be given to accounts", async () => {
    await change({ Add: [{ UserId: PARTNER_ID }] });
    expect(await permissions()).toEqual([{ UserId: PARTNER_ID }]);
  });

  it("can be given and removed in one call", async () => {
    await change({ Add: [{ UserId: APP_STAGING_ID }], Remove: [{ UserId: PARTNER_ID }] });
    expect(await permissions()).toEqual([{ UserId: APP_STAGING_ID }]);
  });

  it("is refused for a snapshot under the AWS managed key", async () => {
    const zone = `${HOME_REGION}a`;
    const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: zone, Size: 1, Encrypted: true }));
    const made = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
    const CreateVolumePermission = { Add: [{ UserId: PARTNER_ID }] };
    const sharing = new ModifySnapshotAttributeCommand({ SnapshotId: made.SnapshotId, CreateVolumePermission });
    expect(await failureOf(ec2.send(sharing))).toMatchObject({ code: "InvalidParameter" });
  });
});
