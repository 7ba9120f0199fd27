/** Makes an AMI of an instance and shares it with another account. */
import { defineRunbook } from "../document/define";

/** Seconds; the association that runs the runbook waits as long for its success. */
const IMAGE_TIMEOUT = 600;

/** The outputs of a child are a list of texts; the one of AWS-CreateImage is the AMI's id. */
const convertScript = `def convert(events, context):
    amis = [text for text in events["List"] if text.startswith("ami-")]
    if not amis:
        raise ValueError("AWS-CreateImage gave no AMI id, but " + str(events["List"]))
    return {"First": amis[0]}
`;

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
      description: "Id of the account that the AMI is shared with, 12 digits.",
      allowedPattern: "^[0-9]{12}$",
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
  },
  mainSteps: [
    {
      name: "createImage",
      action: "aws:executeAutomation",
      maxAttempts: 1,
      timeoutSeconds: IMAGE_TIMEOUT,
      onFailure: "Abort",
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
      inputs: {
        Runtime: "python3.11",
        Handler: "convert",
        InputPayload: { List: "{{ createImage.Output }}" },
        Script: convertScript,
      },
      outputs: [{ Name: "Ami", Selector: "$.Payload.First", Type: "String" }],
      nextStep: "shareAmiWithAnotherAccount",
    },
    {
      name: "shareAmiWithAnotherAccount",
      action: "aws:executeAwsApi",
      maxAttempts: 1,
      onFailure: "Abort",
      inputs: {
        Service: "ec2",
        Api: "ModifyImageAttribute",
        ImageId: "{{ convertStringListToString.Ami }}",
        LaunchPermission: { Add: [{ UserId: "{{ AccountId }}" }] },
      },
      isEnd: true,
    },
  ],
  outputs: ["convertStringListToString.Ami"],
});
