/** Creates an AMI of an instance and shares it with other accounts, organizational units or organizations. */
import { defineRunbook } from "../src/document/define";
import type { Step } from "../src/document/model";

/** Seconds; the association that runs the runbook waits as long for its success. */
const IMAGE_TIMEOUT = 600;
/** Seconds; the agent of an instance that has just been launched registers within a few minutes. */
const AGENT_TIMEOUT = 300;

/** From the moment that an image may exist, every failure and cancellation names the image. */
const namesLeftImage = { onFailure: "step:nameLeftImage", onCancel: "step:nameLeftImage" } as const;

type ScriptInputs = Extract<Step, { action: "aws:executeScript" }>["inputs"];

/** Python, with what it gets by name: a parameter is never pasted into code. */
function script(Handler: string, Script: string, InputPayload: Record<string, string>): ScriptInputs {
  return { Runtime: "python3.11", Handler, InputPayload, Script };
}

// The scripts: what no action does by itself. Each says what its calls need to be allowed.

/** Tag of the images and snapshots that the runbook has created. It removes only these. */
const MADE_BY = { key: "fleetbook:runbook", value: "create-and-share-ami" };
/** Tag with the id of the instance that an image was made of. */
const MADE_OF = "fleetbook:instance";
/** Tag with the id of the execution that made an image. */
const MADE_IN = "fleetbook:execution";

const IMAGES = "arn:{{ global:AWS_PARTITION }}:ec2:{{ global:REGION }}::image/*";
const SNAPSHOTS = "arn:{{ global:AWS_PARTITION }}:ec2:{{ global:REGION }}::snapshot/*";
/** The ARNs of an organization and of an organizational unit, as EC2 accepts them. */
const ORGANIZATION = "arn:aws[^:,]*:organizations::[0-9]{12}:organization/o-[a-z0-9]{10,32}";
const ORGANIZATIONAL_UNIT =
  "arn:aws[^:,]*:organizations::[0-9]{12}:ou/o-[a-z0-9]{10,32}/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}";

/** A pattern for values of this form, separated by commas, or for nothing. */
function listed(form: string): string {
  return `^$|^${form}(,${form})*$`;
}

const KEYS = "arn:{{ global:AWS_PARTITION }}:kms:{{ global:REGION }}:{{ global:ACCOUNT_ID }}:key/*";

/**
 * Before there is an image: whether one could be shared at all. A key of another account is customer managed, because
 * those that AWS manages are of the account that uses them.
 */
const checkVolumes = `import datetime
import boto3

# permissions: ec2:DescribeInstances, ec2:DescribeVolumes on *
# permissions: kms:DescribeKey on ${KEYS}

def check(events, context):
    accounts = [] if events["AccountId"] == "none" else events["AccountId"].split(",")
    organizations = listed(events["OrganizationArns"])
    units = listed(events["OrganizationalUnitArns"])
    recipients = ", ".join(accounts + organizations + units)
    if not recipients:
        raise ValueError("The image would be shared with nobody: name accounts, organizations or organizational units.")
    if events["Owner"] in accounts:
        raise ValueError(events["Owner"] + " is the account of the instance itself: name another account.")
    ec2 = boto3.client("ec2")
    instance = ec2.describe_instances(InstanceIds=[events["InstanceId"]])["Reservations"][0]["Instances"][0]
    ids = [mapping["Ebs"]["VolumeId"] for mapping in instance["BlockDeviceMappings"] if "Ebs" in mapping]
    volumes = ec2.describe_volumes(VolumeIds=ids)["Volumes"] if ids else []
    grants = [grant(volume, events, recipients) for volume in volumes if volume.get("Encrypted")]
    for text in grants:
        print(text)
    return {
        "Begun": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "KeyGrants": grants,
        "LaunchPermissions": [{"UserId": account} for account in accounts]
        + [{"OrganizationArn": arn} for arn in organizations]
        + [{"OrganizationalUnitArn": arn} for arn in units],
        "Recipients": recipients,
    }

def listed(text):
    return text.split(",") if text else []

def grant(volume, events, recipients):
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
        + recipients + " must be allowed by the policy of that key: kms:DescribeKey, kms:Decrypt,"
        + " kms:ReEncryptFrom, kms:ReEncryptTo, kms:GenerateDataKeyWithoutPlaintext and kms:CreateGrant."
    )
`;

/** The outputs of a child are a list of texts; the one of AWS-CreateImage is the AMI's id. */
const convertStringList = `def convert(events, context):
    amis = [text for text in events["List"] if text.startswith("ami-")]
    if not amis:
        raise ValueError("AWS-CreateImage gave no AMI id, but " + str(events["List"]))
    return {"First": amis[0]}
`;

/** aws:createTags takes one list of ids; which snapshots an image has is known only from the image. */
const tagImage = `import boto3

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

/**
 * An account that may launch an image may copy it only if its snapshots are shared as well. EC2 shares snapshots with accounts
 * alone: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolumePermission.html
 */
const shareSnapshots = `import boto3

# permissions: ec2:ModifySnapshotAttribute on ${SNAPSHOTS} where ec2:Owner = {{ global:ACCOUNT_ID }}

def share(events, context):
    ec2 = boto3.client("ec2")
    accounts = [permission for permission in events["Permissions"] if "UserId" in permission]
    for snapshot in events["SnapshotIds"] if accounts else []:
        ec2.modify_snapshot_attribute(SnapshotId=snapshot, CreateVolumePermission={"Add": accounts})
`;

/** What carries the runbook's tag is its own making; the role may not remove anything else. */
const removeOlderImages = `import boto3

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
const nameLeftImage = `import boto3

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
        "Made of " + events["InstanceId"] + ", not shared with " + events["Recipients"] + ", and left in this account: "
        + names + ". The failed step says why. Share it with aws ec2 modify-image-attribute,"
        + " or remove it with aws ec2 deregister-image and its snapshots."
    )
`;

export const createAndShareAmi = defineRunbook({
  name: "create-and-share-ami",
  targetType: "/AWS::EC2::Instance",
  description: [
    "Makes an AMI of an instance and shares it with other accounts, organizational units or organizations.",
    "",
    "An image whose volumes are encrypted with the AWS-managed EBS key (`aws/ebs`) cannot be shared:",
    "use a customer managed key that the other account may use, or unencrypted volumes.",
    "",
  ].join("\n"),
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: {
    AccountId: {
      type: "String",
      description:
        "Id of the account that the AMI is shared with, 12 digits; several are separated by commas; none: only the organizations and OUs below.",
      allowedPattern: "^none$|^[0-9]{12}(,[0-9]{12})*$",
    },
    OrganizationArns: {
      type: "String",
      description: "ARNs of the organizations whose accounts may launch the AMI, separated by commas.",
      allowedPattern: listed(ORGANIZATION),
      default: "",
    },
    OrganizationalUnitArns: {
      type: "String",
      description: "ARNs of the OUs whose accounts may launch the AMI, at any depth, separated by commas.",
      allowedPattern: listed(ORGANIZATIONAL_UNIT),
      default: "",
    },
    AutomationAssumeRole: {
      type: "AWS::IAM::Role::Arn",
      description: "ARN of the role that the runbook acts with; empty: the caller's own permissions.",
      default: "",
    },
    InstanceId: {
      type: "String",
      description: "The instance that the AMI is made of.",
    },
    ImagesToKeep: {
      type: "Integer",
      description: "How many of the AMIs that this runbook has made of the instance are kept; 0: all.",
      default: 0,
    },
  },
  mainSteps: [
    {
      name: "waitForAgent",
      description: "Waits until the instance is a managed node: one that has just been launched takes a while.",
      action: "aws:waitForAwsResourceProperty",
      timeoutSeconds: AGENT_TIMEOUT,
      onFailure: "Abort",
      inputs: {
        Service: "ssm",
        Api: "DescribeInstanceInformation",
        Filters: [{ Key: "InstanceIds", Values: ["{{ InstanceId }}"] }],
        PropertySelector: "$.InstanceInformationList[0].PingStatus",
        DesiredValues: ["Online"],
      },
      nextStep: "checkVolumes",
    },
    {
      name: "checkVolumes",
      description:
        "Refuses volumes whose image could not be shared, and says what a customer managed key has to allow.",
      action: "aws:executeScript",
      onFailure: "Abort",
      inputs: script("check", checkVolumes, {
        AccountId: "{{ AccountId }}",
        OrganizationArns: "{{ OrganizationArns }}",
        OrganizationalUnitArns: "{{ OrganizationalUnitArns }}",
        InstanceId: "{{ InstanceId }}",
        Owner: "{{ global:ACCOUNT_ID }}",
      }),
      outputs: [
        { Name: "Begun", Selector: "$.Payload.Begun", Type: "String" },
        { Name: "KeyGrants", Selector: "$.Payload.KeyGrants", Type: "StringList" },
        { Name: "LaunchPermissions", Selector: "$.Payload.LaunchPermissions", Type: "MapList" },
        { Name: "Recipients", Selector: "$.Payload.Recipients", Type: "String" },
      ],
      nextStep: "createImage",
    },
    {
      name: "createImage",
      action: "aws:executeAutomation",
      maxAttempts: 1,
      timeoutSeconds: IMAGE_TIMEOUT,
      ...namesLeftImage,
      inputs: {
        DocumentName: "AWS-CreateImage",
        RuntimeParameters: {
          AutomationAssumeRole: "{{ AutomationAssumeRole }}",
          InstanceId: "{{ InstanceId }}",
        },
      },
      nextStep: "convertStringListToString",
    },
    {
      name: "convertStringListToString",
      action: "aws:executeScript",
      ...namesLeftImage,
      inputs: script("convert", convertStringList, { List: "{{ createImage.Output }}" }),
      outputs: [{ Name: "Ami", Selector: "$.Payload.First", Type: "String" }],
      nextStep: "tagImage",
    },
    {
      name: "tagImage",
      description: "Tells where the image and its snapshots came from.",
      action: "aws:executeScript",
      ...namesLeftImage,
      // Not this step's message, but the one that names the image becomes the execution's.
      isCritical: false,
      inputs: script("tag", tagImage, {
        Ami: "{{ convertStringListToString.Ami }}",
        InstanceId: "{{ InstanceId }}",
        ExecutionId: "{{ automation:EXECUTION_ID }}",
      }),
      outputs: [{ Name: "SnapshotIds", Selector: "$.Payload.SnapshotIds", Type: "StringList" }],
      nextStep: "shareSnapshots",
    },
    {
      name: "shareSnapshots",
      description: "Lets the other accounts copy the image, so that they need not depend on this account for ever.",
      action: "aws:executeScript",
      ...namesLeftImage,
      isCritical: false,
      inputs: script("share", shareSnapshots, {
        SnapshotIds: "{{ tagImage.SnapshotIds }}",
        Permissions: "{{ checkVolumes.LaunchPermissions }}",
      }),
      nextStep: "shareAmiWithAnotherAccount",
    },
    {
      name: "shareAmiWithAnotherAccount",
      action: "aws:executeAwsApi",
      maxAttempts: 1,
      ...namesLeftImage,
      isCritical: false,
      inputs: {
        Service: "ec2",
        Api: "ModifyImageAttribute",
        ImageId: "{{ convertStringListToString.Ami }}",
        LaunchPermission: { Add: "{{ checkVolumes.LaunchPermissions }}" },
      },
      nextStep: "chooseImagesToKeep",
    },
    {
      name: "chooseImagesToKeep",
      action: "aws:branch",
      inputs: {
        Choices: [{ NextStep: "removeOlderImages", Variable: "{{ ImagesToKeep }}", NumericGreater: 0 }],
      },
      isEnd: true,
    },
    {
      name: "removeOlderImages",
      description: "Removes the runbook's own older images of the instance, with their snapshots, and no others.",
      action: "aws:executeScript",
      onFailure: "Abort",
      inputs: script("remove", removeOlderImages, {
        Ami: "{{ convertStringListToString.Ami }}",
        InstanceId: "{{ InstanceId }}",
        Keep: "{{ ImagesToKeep }}",
      }),
      outputs: [{ Name: "Removed", Selector: "$.Payload.Removed", Type: "StringList" }],
      isEnd: true,
    },
    {
      name: "nameLeftImage",
      description: "Runs after a failure only, and fails with the id of the image that was made and not shared.",
      action: "aws:executeScript",
      inputs: script("name", nameLeftImage, {
        Recipients: "{{ checkVolumes.Recipients }}",
        InstanceId: "{{ InstanceId }}",
        Begun: "{{ checkVolumes.Begun }}",
      }),
      isEnd: true,
    },
  ],
  outputs: ["convertStringListToString.Ami", "checkVolumes.KeyGrants"],
});
