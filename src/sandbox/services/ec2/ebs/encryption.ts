/**
 * Keeps encryption from volume to snapshot to volume. moto stores a key by the name in the request, loses it when it takes
 * a snapshot, and creates a volume from an encrypted snapshot without a key.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { stringOf } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { chain } from "../../../protocol/chain";
import { ec2Layer, ec2Operation, inMotosWords } from "../../../protocol/ec2";
import type { CallerRequest, ServiceLayer } from "../../../protocol/message";
import { withInput } from "../../../protocol/with-input";
import { locationOf } from "../../../protocol/location";
import { tagsFor } from "../tag-specifications";
import { AWS_MANAGED_KEY, type EbsKeys } from "./keys";
import { takeSnapshot } from "./snapshots";

export interface EbsEncryptionOptions {
  readonly keys: EbsKeys;
  readonly ec2Of: (accountId: string, region: string) => sdk.EC2Client;
}

/** Must come after volumePermissions, which gives every new permission the same form. */
export function ebsEncryption(options: EbsEncryptionOptions): ServiceLayer {
  return chain(
    ec2Layer([
      ec2Operation<sdk.Snapshot>(sdk.CreateSnapshot$, async (input, { caller, region }) => {
        const ec2 = options.ec2Of(caller.accountId, region);
        const command = new sdk.DescribeVolumesCommand({ VolumeIds: [stringOf(input, "VolumeId") ?? ""] });
        const { Volumes: [volume = {}] = [] } = await ec2.send(command);
        const { snapshot: tags } = tagsFor(input, "snapshot");
        return takeSnapshot(ec2, volume, { region, description: stringOf(input, "Description"), tags });
      }),
    ]),
    async (request, next) => {
      switch (request.operation) {
        case "CreateVolume":
          return next(await volumeWithKey(options, request));
        case "CopySnapshot":
          return next(await copyWithKey(options, request));
        case "ModifySnapshotAttribute":
          await checkSharing(options, request);
          return next(request);
        default:
          return next(request);
      }
    },
  );
}

/** A volume from an encrypted snapshot is encrypted under the snapshot's key, unless the request names another one. */
async function volumeWithKey({ keys, ec2Of }: EbsEncryptionOptions, request: CallerRequest): Promise<CallerRequest> {
  const location = locationOf(request);
  const key = stringOf(request.input, "KmsKeyId");
  if (key !== undefined) return withKey(request, await keys.arn(location, key));
  const snapshot = await readSnapshot(
    ec2Of(location.accountId, location.region),
    stringOf(request.input, "SnapshotId"),
  );
  return snapshot?.Encrypted === true && snapshot.KmsKeyId !== undefined
    ? withKey(request, snapshot.KmsKeyId)
    : request;
}

/** A copy is encrypted under the account's default key, unless the request names another one. */
async function copyWithKey({ keys, ec2Of }: EbsEncryptionOptions, request: CallerRequest): Promise<CallerRequest> {
  const location = locationOf(request);
  const { input } = request;
  const key = stringOf(input, "KmsKeyId");
  const ec2 = ec2Of(location.accountId, stringOf(input, "SourceRegion") ?? location.region);
  const isEncrypted =
    key !== undefined ||
    input["Encrypted"] === "true" ||
    (await readSnapshot(ec2, stringOf(input, "SourceSnapshotId")))?.Encrypted === true;
  return isEncrypted ? withKey(request, await keys.arn(location, key ?? AWS_MANAGED_KEY)) : request;
}

/**
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
 * @throws AwsError InvalidParameter if a snapshot under an AWS managed key would be shared
 */
async function checkSharing({ keys, ec2Of }: EbsEncryptionOptions, request: CallerRequest): Promise<void> {
  if (request.input["OperationType"] !== "add") return;
  const location = locationOf(request);
  const snapshot = await readSnapshot(
    ec2Of(location.accountId, location.region),
    stringOf(request.input, "SnapshotId"),
  );
  if (snapshot?.Encrypted === true && (await keys.isAwsManaged(location, snapshot.KmsKeyId ?? ""))) {
    throw new AwsError("InvalidParameter", "Snapshots encrypted with the AWS Managed CMK can't be shared");
  }
}

async function readSnapshot(ec2: sdk.EC2Client, id: string | undefined): Promise<sdk.Snapshot | undefined> {
  if (id === undefined) return undefined;
  const command = new sdk.DescribeSnapshotsCommand({ SnapshotIds: [id] });
  return (await inMotosWords(() => ec2.send(command))).Snapshots?.[0];
}

function withKey(request: CallerRequest, keyArn: string): CallerRequest {
  return withInput(request, { ...request.input, Encrypted: "true", KmsKeyId: keyArn });
}
