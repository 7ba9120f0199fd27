/** Makes an AMI of an instance and shares it with other accounts. */
import { defineRunbook } from "../src/document/define";
import type { Step } from "../src/document/model";
import {
  checkVolumes,
  convertStringList,
  nameLeftImage,
  removeOlderImages,
  shareSnapshots,
  tagImage,
} from "./create-and-share-ami-scripts";

/** Seconds; the association that runs the runbook waits as long for its success. */
const IMAGE_TIMEOUT = 600;
/** Seconds; the agent of an instance that has just been launched registers within a few minutes. */
const AGENT_TIMEOUT = 300;

/** Whatever happens from the moment there may be an image: it is named. */
const namesLeftImage = { onFailure: "step:nameLeftImage", onCancel: "step:nameLeftImage" } as const;

type ScriptInputs = Extract<Step, { action: "aws:executeScript" }>["inputs"];

/** Python, with what it gets by name: a parameter is never pasted into code. */
function script(Handler: string, Script: string, InputPayload: Record<string, string>): ScriptInputs {
  return { Runtime: "python3.11", Handler, InputPayload, Script };
}

export const createAndShareAmi = defineRunbook({
  name: "create-and-share-ami",
  targetType: "/AWS::EC2::Instance",
  description: [
    "Makes an AMI of an instance and shares it with another account.",
    "",
    "An image whose volumes are encrypted with the AWS-managed EBS key (`aws/ebs`) cannot be shared:",
    "use a customer managed key that the other account may use, or unencrypted volumes.",
    "",
  ].join("\n"),
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: {
    AccountId: {
      type: "String",
      description: "Id of the account that the AMI is shared with, 12 digits; several are separated by commas.",
      allowedPattern: "^[0-9]{12}(,[0-9]{12})*$",
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
        InstanceId: "{{ InstanceId }}",
        Owner: "{{ global:ACCOUNT_ID }}",
      }),
      outputs: [
        { Name: "Begun", Selector: "$.Payload.Begun", Type: "String" },
        { Name: "KeyGrants", Selector: "$.Payload.KeyGrants", Type: "StringList" },
        { Name: "LaunchPermissions", Selector: "$.Payload.LaunchPermissions", Type: "MapList" },
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
      description: "Lets the other account copy the image, so that it need not depend on this account for ever.",
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
        AccountId: "{{ AccountId }}",
        InstanceId: "{{ InstanceId }}",
        Begun: "{{ checkVolumes.Begun }}",
      }),
      isEnd: true,
    },
  ],
  outputs: ["convertStringListToString.Ami", "checkVolumes.KeyGrants"],
});
