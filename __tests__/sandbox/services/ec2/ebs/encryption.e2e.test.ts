import {
  CopyImageCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  type CreateVolumeCommandInput,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
  ModifySnapshotAttributeCommand,
  type Volume,
} from "@aws-sdk/client-ec2";
import { describeWith } from "../../../../requires";
import { APP_DEV_ID, HOME_REGION, PARTNER_ID } from "../../../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../../../test-sandbox";
import {
  createImage,
  createKey,
  createSnapshot,
  imageOf,
  kms,
  launch,
  launchEncrypted,
  share,
  snapshotOf,
} from "../images/fixtures";

describeWith(["moto_server"], "Encryption of volumes", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let key: string;
  let managed: string;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    key = await createKey(test, "app-dev");
    managed = (await kms(test, "app-dev", "DescribeKey", { KeyId: "alias/aws/ebs" })).KeyMetadata?.Arn ?? "";
  });
  afterAll(() => test.end());

  const makeVolume = async (input: Partial<CreateVolumeCommandInput>): Promise<Volume | undefined> => {
    const { VolumeId = "" } = await ec2.send(
      new CreateVolumeCommand({ AvailabilityZone: `${HOME_REGION}a`, Size: 1, ...input }),
    );
    return (await ec2.send(new DescribeVolumesCommand({ VolumeIds: [VolumeId] }))).Volumes?.[0];
  };
  const rootVolume = async (client: EC2Client, instanceId: string): Promise<Volume | undefined> => {
    const { Reservations } = await client.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    const VolumeIds = [Reservations?.[0]?.Instances?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? ""];
    return (await client.send(new DescribeVolumesCommand({ VolumeIds }))).Volumes?.[0];
  };

  it("uses the account's AWS managed key if the request names none", async () => {
    expect(await makeVolume({ Encrypted: true })).toMatchObject({ Encrypted: true, KmsKeyId: managed });
    expect((await kms(test, "app-dev", "DescribeKey", { KeyId: managed })).KeyMetadata?.KeyManager).toBe("AWS");
    expect((await kms(test, "app-dev", "DescribeKey", { KeyId: key })).KeyMetadata?.KeyManager).toBe("CUSTOMER");
    expect(managed).toContain(`:${APP_DEV_ID}:key/`);
  });

  it("uses the key that the request names by id, alias or ARN, and shows its ARN", async () => {
    await kms(test, "app-dev", "CreateAlias", { AliasName: "alias/volumes", TargetKeyId: key });
    for (const KmsKeyId of [key, key.split("/").at(-1), "alias/volumes"]) {
      expect(await makeVolume({ Encrypted: true, KmsKeyId })).toMatchObject({ Encrypted: true, KmsKeyId: key });
    }
  });

  it("is passed on to snapshots, and from them to volumes", async () => {
    const volume = await makeVolume({ Encrypted: true, KmsKeyId: key });
    const made = await createSnapshot(ec2, {
      VolumeId: volume?.VolumeId,
      Description: "nightly",
      TagSpecifications: [{ ResourceType: "snapshot", Tags: [{ Key: "team", Value: "web" }] }],
    });
    expect(made).toMatchObject({ Encrypted: true, KmsKeyId: key, Description: "nightly", VolumeId: volume?.VolumeId });
    expect(await snapshotOf(ec2, made.SnapshotId ?? "")).toMatchObject({
      Encrypted: true,
      KmsKeyId: key,
      VolumeSize: 1,
      Tags: [{ Key: "team", Value: "web" }],
    });
    expect(await makeVolume({ SnapshotId: made.SnapshotId })).toMatchObject({ Encrypted: true, KmsKeyId: key });
    const { Snapshots } = await ec2.send(
      new DescribeSnapshotsCommand({ Filters: [{ Name: "volume-id", Values: [volume?.VolumeId ?? ""] }] }),
    );
    expect(Snapshots).toHaveLength(1);
  });

  it("is passed on to images, and from them to instances", async () => {
    const id = await createImage(ec2, await launchEncrypted(ec2, key), "encrypted");
    const ebs = (await imageOf(ec2, id))?.BlockDeviceMappings?.[0]?.Ebs;
    expect(ebs).toMatchObject({ Encrypted: true, VolumeSize: 8 });
    expect(await snapshotOf(ec2, ebs?.SnapshotId ?? "")).toMatchObject({ Encrypted: true, KmsKeyId: key });
    const instance = await launch(ec2, { ImageId: id });
    expect(await rootVolume(ec2, instance)).toMatchObject({ Encrypted: true, KmsKeyId: key, Size: 8 });
  });

  it("lets another account launch and copy a shared image only if the key policy allows it, and then uses that account's key", async () => {
    const id = await createImage(ec2, await launchEncrypted(ec2, key), "encrypted and shared");
    await share(ec2, id, PARTNER_ID);
    const SnapshotId = (await imageOf(ec2, id))?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId;
    const sharing = new ModifySnapshotAttributeCommand({
      SnapshotId,
      Attribute: "createVolumePermission",
      OperationType: "add",
      UserIds: [PARTNER_ID],
    });
    await ec2.send(sharing);
    const partner = await test.client(EC2Client, "partner");
    const copy = () =>
      partner.send(new CopyImageCommand({ SourceImageId: id, SourceRegion: HOME_REGION, Name: "own copy" }));
    const refused = { code: "AccessDeniedException", attempts: 1 };
    expect(await failureOf(launch(partner, { ImageId: id }))).toMatchObject(refused);
    expect(await failureOf(copy())).toMatchObject(refused);

    const allow = (accountId: string, ...Action: string[]) => ({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action,
      Resource: "*",
    });
    const actions = ["kms:DescribeKey", "kms:CreateGrant", "kms:ReEncrypt*", "kms:Decrypt"];
    const policy = {
      Version: "2012-10-17",
      Statement: [allow(APP_DEV_ID, "kms:*"), allow(PARTNER_ID, ...actions)],
    };
    const put = { KeyId: key, PolicyName: "default", Policy: JSON.stringify(policy) };
    await kms(test, "app-dev", "PutKeyPolicy", put);
    const volume = await rootVolume(partner, await launch(partner, { ImageId: id }));
    expect(volume?.Encrypted).toBe(true);
    expect(volume?.KmsKeyId).toContain(`:${PARTNER_ID}:key/`);
    const copied = (await imageOf(partner, (await copy()).ImageId ?? ""))?.BlockDeviceMappings?.[0]?.Ebs;
    const { Snapshots } = await partner.send(new DescribeSnapshotsCommand({ SnapshotIds: [copied?.SnapshotId ?? ""] }));
    expect(Snapshots?.[0]?.KmsKeyId).toContain(`:${PARTNER_ID}:key/`);
  });

  it("prevents sharing of a snapshot under the AWS managed key", async () => {
    const volume = await makeVolume({ Encrypted: true });
    const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId: volume?.VolumeId }));
    const sharing = ec2.send(
      new ModifySnapshotAttributeCommand({
        SnapshotId,
        Attribute: "createVolumePermission",
        OperationType: "add",
        UserIds: [PARTNER_ID],
      }),
    );
    expect(await failureOf(sharing)).toMatchObject({ code: "InvalidParameter" });
  });
});
