/**
 * CopyImage: creates an image that the caller owns from an image that the caller may use.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import { stringOf } from "../../../protocol/input";
import { AwsError } from "../../../protocol/aws-error";
import { ec2Operation, type Ec2Operation } from "../../../protocol/ec2";
import { locationOf } from "../../../protocol/location";
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
 * Launch permissions are not copied. The caller's own tags are copied if the request says so. An encrypted volume stays
 * encrypted, under the account's default key if the request names none.
 * @throws AwsError InvalidRequest if the owner of the source does not share its snapshots too, because permission to launch
 *   is not permission to read the storage
 */
export function copyImage({ images, states, ec2Of, keys, requireKeyUse }: CopyImageOptions): Ec2Operation {
  return ec2Operation<sdk.CopyImageResult>(sdk.CopyImage$, async (input, request) => {
    const { caller, region } = request;
    const { accountId } = caller;
    const location = locationOf(request);
    const sourceRegion = stringOf(input, "SourceRegion");
    if (sourceRegion === undefined) throw missingParameter("SourceRegion");
    const sourceId = stringOf(input, "SourceImageId");
    if (sourceId === undefined) throw missingParameter("SourceImageId");
    const source = images.usable({ ...location, region: sourceRegion }, sourceId);
    states.requireAvailable(source);
    return withNewName(images, location, stringOf(input, "Name"), async (name) => {
      if (!(await mayRead(source, accountId, ec2Of))) {
        throw new AwsError("InvalidRequest", "You do not have permission to access the storage of this ami");
      }
      await requireKeysOf(source, caller, requireKeyUse);
      const ec2 = ec2Of(accountId, region);
      const tags = tagsFor(input, "image", "snapshot");
      const copied =
        stringOf(input, "CopyImageTags") === "true" ? await ownTags(ec2Of(accountId, sourceRegion), source.id) : [];
      const isEncrypted = stringOf(input, "Encrypted") === "true" || stringOf(input, "KmsKeyId") !== undefined;
      const key = await keys.arn(location, stringOf(input, "KmsKeyId") ?? AWS_MANAGED_KEY);

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
      const image: Image = {
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
      };
      states.begin(image);
      images.put(image);
      return { ImageId: id };
    });
  });
}

/** Everybody may read the snapshots of Amazon's images. Others need a create-volume permission. */
async function mayRead(source: Image, accountId: string, ec2Of: MakeImagesOptions["ec2Of"]): Promise<boolean> {
  if (source.ownerId === accountId || source.ownerAlias === "amazon") return true;
  const owners = ec2Of(source.ownerId, source.region);
  const permissions = await Promise.all(
    source.devices.map(async ({ snapshotId: SnapshotId }) => {
      const command = new sdk.DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: "createVolumePermission" });
      return (await owners.send(command)).CreateVolumePermissions ?? [];
    }),
  );
  return permissions.every((given) => given.some(({ UserId, Group }) => UserId === accountId || Group === "all"));
}

async function ownTags(ec2: sdk.EC2Client, id: string): Promise<readonly sdk.Tag[]> {
  const command = new sdk.DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [id] }] });
  return ((await ec2.send(command)).Tags ?? []).flatMap(({ Key = "", Value }) =>
    Key.startsWith("aws:") ? [] : [{ Key, Value }],
  );
}
