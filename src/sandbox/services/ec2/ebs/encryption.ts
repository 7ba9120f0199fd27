/**
 * Encryption on its way from volume to snapshot to volume. moto keeps a key under whatever name it was given, forgets it
 * when it takes a snapshot, and makes a volume of an encrypted snapshot without one.
 */
import * as sdk from "@aws-sdk/client-ec2";
import { stringOf } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { chain } from "../../../protocol/chain";
import { ec2Layer, ec2Operation, inMotosWords } from "../../../protocol/ec2";
import type { CallerRequest, ServiceLayer } from "../../../protocol/message";
import { withInput } from "../../../protocol/with-input";
import { tagsFor } from "../tag-specifications";
import { AWS_MANAGED_KEY, type EbsKeys } from "./keys";
import { takeSnapshot } from "./snapshots";

export interface EbsEncryptionOptions {
  readonly keys: EbsKeys;
  readonly ec2Of: (accountId: string, region: string) => sdk.EC2Client;
}

/** Belongs behind volumePermissions, which gives every new permission one form. */
export function ebsEncryption(options: EbsEncryptionOptions): ServiceLayer {
  return chain(
    ec2Layer([
      ec2Operation<sdk.Snapshot>(sdk.CreateSnapshot$, async (input, { caller, region }) => {
        const ec2 = options.ec2Of(caller.accountId, region);
        const asked = new sdk.DescribeVolumesCommand({ VolumeIds: [stringOf(input, "VolumeId") ?? ""] });
        const { Volumes: [volume = {}] = [] } = await ec2.send(asked);
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

/** A volume of an encrypted snapshot is encrypted under the snapshot's key, unless the request names another one. */
async function volumeWithKey({ keys, ec2Of }: EbsEncryptionOptions, request: CallerRequest): Promise<CallerRequest> {
  const place = placeOf(request);
  const key = stringOf(request.input, "KmsKeyId");
  if (key !== undefined) return withKey(request, await keys.arn(place, key));
  const snapshot = await readSnapshot(ec2Of(place.accountId, place.region), stringOf(request.input, "SnapshotId"));
  return snapshot?.Encrypted === true && snapshot.KmsKeyId !== undefined
    ? withKey(request, snapshot.KmsKeyId)
    : request;
}

/** An encrypted copy is under the account's default key, unless the request names another one. (EC2 API Reference, "CopySnapshot") */
async function copyWithKey({ keys, ec2Of }: EbsEncryptionOptions, request: CallerRequest): Promise<CallerRequest> {
  const place = placeOf(request);
  const { input } = request;
  const key = stringOf(input, "KmsKeyId");
  const ec2 = ec2Of(place.accountId, stringOf(input, "SourceRegion") ?? place.region);
  const isEncrypted =
    key !== undefined ||
    input["Encrypted"] === "true" ||
    (await readSnapshot(ec2, stringOf(input, "SourceSnapshotId")))?.Encrypted === true;
  return isEncrypted ? withKey(request, await keys.arn(place, key ?? AWS_MANAGED_KEY)) : request;
}

/** @throws AwsError InvalidParameter where the new permission is for a snapshot under a key of AWS's (EBS User Guide, "Share an Amazon EBS snapshot") */
async function checkSharing({ keys, ec2Of }: EbsEncryptionOptions, request: CallerRequest): Promise<void> {
  if (request.input["OperationType"] !== "add") return;
  const place = placeOf(request);
  const snapshot = await readSnapshot(ec2Of(place.accountId, place.region), stringOf(request.input, "SnapshotId"));
  if (snapshot?.Encrypted === true && (await keys.isAwsManaged(place, snapshot.KmsKeyId ?? ""))) {
    throw new AwsError("InvalidParameter", "Snapshots encrypted with the AWS Managed CMK can't be shared");
  }
}

async function readSnapshot(ec2: sdk.EC2Client, id: string | undefined): Promise<sdk.Snapshot | undefined> {
  if (id === undefined) return undefined;
  const asked = new sdk.DescribeSnapshotsCommand({ SnapshotIds: [id] });
  return (await inMotosWords(() => ec2.send(asked))).Snapshots?.[0];
}

function placeOf({ caller, region }: CallerRequest) {
  return { accountId: caller.accountId, region };
}

function withKey(request: CallerRequest, keyArn: string): CallerRequest {
  return withInput(request, { ...request.input, Encrypted: "true", KmsKeyId: keyArn });
}
