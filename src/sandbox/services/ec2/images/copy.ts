/** CopyImage: an image of the caller's own, whoever owns the source. */
import * as sdk from "@aws-sdk/client-ec2";
import { stringOf } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { ec2Operation, type Ec2Operation } from "../../../protocol/ec2";
import type { RequireKeyUse } from "../ebs/key-use";
import { AWS_MANAGED_KEY, type EbsKeys } from "../ebs/keys";
import { makeSnapshot } from "../ebs/snapshots";
import { tagsFor } from "../tag-specifications";
import { deviceOf, type MakeImagesOptions } from "./create";
import { missingParameter } from "./errors";
import type { Image, ImageDevice } from "./image";
import { requireKeysOf } from "./launch";
import { withNewName } from "./names";
import { makeMotoShadow } from "./moto-shadow";

export interface CopyImageOptions extends MakeImagesOptions {
  readonly keys: EbsKeys;
  readonly requireKeyUse: RequireKeyUse;
}

/**
 * Launch permissions are not copied, and tags only if the request says so: those that the caller has given. An encrypted
 * volume is encrypted under the account's default key where no key is named, and never becomes plain.
 * @throws AwsError InvalidRequest where the owner of the source does not share its snapshots too: leave to launch is not
 *   leave to read the storage (EC2 User Guide, "Copy an Amazon EC2 AMI")
 */
export function copyImage({ images, ec2Of, keys, requireKeyUse }: CopyImageOptions): Ec2Operation {
  return ec2Operation<sdk.CopyImageResult>(sdk.CopyImage$, async (input, { caller, region }) => {
    const { accountId } = caller;
    const sourceRegion = stringOf(input, "SourceRegion");
    if (sourceRegion === undefined) throw missingParameter("SourceRegion");
    const sourceId = stringOf(input, "SourceImageId");
    if (sourceId === undefined) throw missingParameter("SourceImageId");
    const source = images.usable({ accountId, region: sourceRegion }, sourceId);
    return withNewName(images, { accountId, region }, stringOf(input, "Name"), async (name) => {
      if (!(await mayRead(source, accountId, ec2Of))) {
        throw new AwsError("InvalidRequest", "You do not have permission to access the storage of this ami");
      }
      await requireKeysOf(source, caller, requireKeyUse);
      const ec2 = ec2Of(accountId, region);
      const tags = tagsFor(input, "image", "snapshot");
      const copied =
        stringOf(input, "CopyImageTags") === "true" ? await ownTags(ec2Of(accountId, sourceRegion), source.id) : [];
      const isEncrypted = stringOf(input, "Encrypted") === "true" || stringOf(input, "KmsKeyId") !== undefined;
      const key = await keys.arn({ accountId, region }, stringOf(input, "KmsKeyId") ?? AWS_MANAGED_KEY);

      const id = await makeMotoShadow(ec2, name, [...copied, ...tags.image]);
      const copy = async (device: ImageDevice): Promise<ImageDevice> => {
        const encrypted = device.encrypted || isEncrypted;
        const snapshot = await makeSnapshot(
          ec2,
          { size: device.size, encrypted, kmsKeyId: encrypted ? key : undefined },
          {
            region,
            description: `Copied for DestinationAmi ${id} from SourceAmi ${source.id} for SourceSnapshot ${device.snapshotId}.`,
            tags: tags.snapshot,
          },
        );
        return { ...device, ...deviceOf(device.deviceName, snapshot) };
      };
      images.put({
        ...source,
        id,
        region,
        ownerId: accountId,
        ownerAlias: undefined,
        name,
        description: stringOf(input, "Description") ?? source.description,
        devices: await Promise.all(source.devices.map(copy)),
        createdAt: new Date(),
        sourceInstanceId: undefined,
        sourceImageId: source.id,
        sourceImageRegion: sourceRegion,
        launchPermissions: [],
      });
      return { ImageId: id };
    });
  });
}

/** The snapshots of Amazon's images are for everybody, others are for whom their create-volume permission names. */
async function mayRead(source: Image, accountId: string, ec2Of: MakeImagesOptions["ec2Of"]): Promise<boolean> {
  if (source.ownerId === accountId || source.ownerAlias === "amazon") return true;
  const owners = ec2Of(source.ownerId, source.region);
  const permissions = await Promise.all(
    source.devices.map(async ({ snapshotId: SnapshotId }) => {
      const asked = new sdk.DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: "createVolumePermission" });
      return (await owners.send(asked)).CreateVolumePermissions ?? [];
    }),
  );
  return permissions.every((given) => given.some(({ UserId, Group }) => UserId === accountId || Group === "all"));
}

async function ownTags(ec2: sdk.EC2Client, id: string): Promise<readonly sdk.Tag[]> {
  const asked = new sdk.DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [id] }] });
  return ((await ec2.send(asked)).Tags ?? []).flatMap(({ Key = "", Value }) =>
    Key.startsWith("aws:") ? [] : [{ Key, Value }],
  );
}
