/** Steps that the tests of images share, with AWS's own client. */
import { setTimeout } from "node:timers/promises";
import {
  CreateImageCommand,
  CreateSnapshotCommand,
  type CreateSnapshotCommandInput,
  CreateVolumeCommand,
  type CreateVolumeCommandInput,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  type EC2Client,
  type Image,
  ModifyImageAttributeCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  type Snapshot,
  type Volume,
} from "@aws-sdk/client-ec2";

import { HOME_REGION } from "../../../example-fleet";
import type { TestSandbox } from "../../../test-sandbox";

/** Amazon Linux 2023 for arm64, in every Region. */
export const AMAZON_LINUX = "ami-0f1ee7b00c0000003";

export async function launch(ec2: EC2Client, settings: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: AMAZON_LINUX, InstanceType: "t4g.nano", MinCount: 1, MaxCount: 1, ...settings }),
  );
  return Instances[0]?.InstanceId ?? "";
}

/** An instance whose root volume is encrypted. @param KmsKeyId a customer managed key. @default the AWS managed key */
export function launchEncrypted(ec2: EC2Client, KmsKeyId?: string): Promise<string> {
  return launch(ec2, { BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true, KmsKeyId } }] });
}

/** Creates an image and waits until it is available. */
export async function createImage(ec2: EC2Client, InstanceId: string, Name: string): Promise<string> {
  const { ImageId = "" } = await ec2.send(new CreateImageCommand({ InstanceId, Name }));
  await until(async () => (await imageOf(ec2, ImageId))?.State === "available");
  return ImageId;
}

/** Creates a snapshot and waits until it is completed. */
export async function createSnapshot(ec2: EC2Client, input: CreateSnapshotCommandInput): Promise<Snapshot> {
  const made = await ec2.send(new CreateSnapshotCommand(input));
  await until(async () => (await snapshotOf(ec2, made.SnapshotId ?? ""))?.State === "completed");
  return made;
}

/** Creates a volume and waits until it is available. */
export async function createVolume(ec2: EC2Client, input: CreateVolumeCommandInput): Promise<Volume> {
  const made = await ec2.send(new CreateVolumeCommand(input));
  const command = new DescribeVolumesCommand({ VolumeIds: [made.VolumeId ?? ""] });
  await until(async () => (await ec2.send(command)).Volumes?.[0]?.State === "available");
  return made;
}

async function until(isReached: () => Promise<boolean>): Promise<void> {
  while (!(await isReached())) await setTimeout(50);
}

export async function snapshotOf(ec2: EC2Client, id: string): Promise<Snapshot | undefined> {
  return (await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }))).Snapshots?.[0];
}

export async function imageOf(ec2: EC2Client, id: string): Promise<Image | undefined> {
  return (await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }))).Images?.[0];
}

export function share(ec2: EC2Client, ImageId: string, UserId: string) {
  return ec2.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ UserId }] } }));
}

/** Creates a customer managed key. @returns its ARN */
export async function createKey(test: TestSandbox, account: string): Promise<string> {
  const { KeyMetadata } = await kms(test, account, "CreateKey", {});
  return KeyMetadata?.Arn ?? "";
}

interface KmsAnswer {
  readonly KeyMetadata?: { readonly Arn: string; readonly KeyId: string; readonly KeyManager: string };
}

/** Calls KMS, for which the project has no client. */
export async function kms(test: TestSandbox, account: string, operation: string, input: object): Promise<KmsAnswer> {
  const { accessKeyId, sessionToken } = await test.sandbox.credentials({ account });
  const scope = `${accessKeyId}/20260101/${HOME_REGION}/kms/aws4_request`;
  const response = await fetch(test.sandbox.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
      "x-amz-target": `TrentService.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return (text === "" ? {} : JSON.parse(text)) as KmsAnswer;
}
