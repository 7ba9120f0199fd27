/** The scripts of create-and-share-ami: what no action does by itself. Each says what its calls need to be allowed. */

/** Tag of the images and snapshots that the runbook has made: only these does it remove. */
const MADE_BY = { key: "fleetbook:runbook", value: "create-and-share-ami" };
/** Tag with the id of the instance that an image was made of. */
const MADE_OF = "fleetbook:instance";
/** Tag with the id of the execution that made an image. */
const MADE_IN = "fleetbook:execution";

const IMAGES = "arn:{{ global:AWS_PARTITION }}:ec2:{{ global:REGION }}::image/*";
const SNAPSHOTS = "arn:{{ global:AWS_PARTITION }}:ec2:{{ global:REGION }}::snapshot/*";
const KEYS = "arn:{{ global:AWS_PARTITION }}:kms:{{ global:REGION }}:{{ global:ACCOUNT_ID }}:key/*";

/**
 * Before there is an image: whether one could be shared at all. A key of another account is customer managed, because
 * those that AWS manages are of the account that uses them.
 */
export const checkVolumes = `import datetime
import boto3

# permissions: ec2:DescribeInstances, ec2:DescribeVolumes on *
# permissions: kms:DescribeKey on ${KEYS}

def check(events, context):
    accounts = events["AccountId"].split(",")
    if events["Owner"] in accounts:
        raise ValueError(events["Owner"] + " is the account of the instance itself: name another account.")
    ec2 = boto3.client("ec2")
    instance = ec2.describe_instances(InstanceIds=[events["InstanceId"]])["Reservations"][0]["Instances"][0]
    ids = [mapping["Ebs"]["VolumeId"] for mapping in instance["BlockDeviceMappings"] if "Ebs" in mapping]
    volumes = ec2.describe_volumes(VolumeIds=ids)["Volumes"] if ids else []
    grants = [grant(volume, events) for volume in volumes if volume.get("Encrypted")]
    for text in grants:
        print(text)
    return {
        "Begun": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "KeyGrants": grants,
        "LaunchPermissions": [{"UserId": account} for account in accounts],
    }

def grant(volume, events):
    key = volume["KmsKeyId"]
    if key.split(":")[4] == events["Owner"]:
        if boto3.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyManager"] == "AWS":
            raise ValueError(
                "Volume " + volume["VolumeId"] + " of " + events["InstanceId"] + " is encrypted with " + key
                + ", a key that AWS manages. AWS does not let an image of it be shared, so none was made."
                + " Use a volume under a customer managed key, or one that is not encrypted."
            )
    return (
        "Volume " + volume["VolumeId"] + " is encrypted with " + key + ". To launch the image, "
        + events["AccountId"] + " must be allowed by the policy of that key: kms:DescribeKey, kms:Decrypt,"
        + " kms:ReEncryptFrom, kms:ReEncryptTo, kms:GenerateDataKeyWithoutPlaintext and kms:CreateGrant."
    )
`;

/** The outputs of a child are a list of texts; the one of AWS-CreateImage is the AMI's id. */
export const convertStringList = `def convert(events, context):
    amis = [text for text in events["List"] if text.startswith("ami-")]
    if not amis:
        raise ValueError("AWS-CreateImage gave no AMI id, but " + str(events["List"]))
    return {"First": amis[0]}
`;

/** aws:createTags takes one list of ids; which snapshots an image has is known only from the image. */
export const tagImage = `import boto3

# permissions: ec2:DescribeImages on *
# permissions: ec2:CreateTags on ${IMAGES}, ${SNAPSHOTS} where ec2:Owner = {{ global:ACCOUNT_ID }}

def tag(events, context):
    ec2 = boto3.client("ec2")
    image = ec2.describe_images(ImageIds=[events["Ami"]])["Images"][0]
    ids = [mapping["Ebs"]["SnapshotId"] for mapping in image["BlockDeviceMappings"] if "Ebs" in mapping]
    tags = {
        "${MADE_BY.key}": "${MADE_BY.value}",
        "${MADE_OF}": events["InstanceId"],
        "${MADE_IN}": events["ExecutionId"],
    }
    ec2.create_tags(
        Resources=[events["Ami"]] + ids,
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    return {"SnapshotIds": ids}
`;

/** Whoever may launch an image may copy it only if its snapshots are shared as well. */
export const shareSnapshots = `import boto3

# permissions: ec2:ModifySnapshotAttribute on ${SNAPSHOTS} where ec2:Owner = {{ global:ACCOUNT_ID }}

def share(events, context):
    ec2 = boto3.client("ec2")
    for snapshot in events["SnapshotIds"]:
        ec2.modify_snapshot_attribute(SnapshotId=snapshot, CreateVolumePermission={"Add": events["Permissions"]})
`;

/** What carries the runbook's tag is its own making; the role may not remove anything else. */
export const removeOlderImages = `import boto3

# permissions: ec2:DescribeImages on *
# permissions: ec2:DeregisterImage on ${IMAGES} where aws:ResourceTag/${MADE_BY.key} = ${MADE_BY.value}
# permissions: ec2:DeleteSnapshot on ${SNAPSHOTS} where aws:ResourceTag/${MADE_BY.key} = ${MADE_BY.value}

def remove(events, context):
    ec2 = boto3.client("ec2")
    tags = {"${MADE_BY.key}": "${MADE_BY.value}", "${MADE_OF}": events["InstanceId"]}
    images = ec2.describe_images(
        Owners=["self"],
        Filters=[{"Name": "tag:" + key, "Values": [value]} for key, value in tags.items()],
    )["Images"]
    # The new image is kept whatever the clocks say.
    images.sort(key=lambda image: (image["ImageId"] == events["Ami"], image["CreationDate"]), reverse=True)
    removed = []
    for image in images[int(events["Keep"]):]:
        removed += remove_image(ec2, image)
    return {"Removed": removed}

def remove_image(ec2, image):
    ids = [image["ImageId"]]
    ids += [mapping["Ebs"]["SnapshotId"] for mapping in image["BlockDeviceMappings"] if "Ebs" in mapping]
    left = list(ids)
    try:
        ec2.deregister_image(ImageId=left[0])
        left.pop(0)
        while left:
            ec2.delete_snapshot(SnapshotId=left[0])
            left.pop(0)
    except Exception as error:
        raise RuntimeError("Of an older image these are left, remove them by hand: " + ", ".join(left) + ": " + str(error))
    return ids
`;

/** An image that was made and not shared is paid for like any other: it must not be left without a word. */
export const nameLeftImage = `import boto3

# permissions: ec2:DescribeImages on *

def name(events, context):
    images = boto3.client("ec2").describe_images(
        Owners=["self"],
        Filters=[{"Name": "name", "Values": [events["InstanceId"] + "_*"]}],
    )["Images"]
    made = [image for image in images if image["CreationDate"] >= events["Begun"]]
    # Reached only after a failure: to succeed here would make the execution a success.
    if not made:
        raise RuntimeError("No image of " + events["InstanceId"] + " is left. The failed step says why.")
    names = ", ".join(image["ImageId"] + " (" + image["State"] + ")" for image in made)
    raise RuntimeError(
        "Made of " + events["InstanceId"] + ", not shared with " + events["AccountId"] + ", and left in this account: "
        + names + ". The failed step says why. Share it with aws ec2 modify-image-attribute,"
        + " or remove it with aws ec2 deregister-image and its snapshots."
    )
`;
