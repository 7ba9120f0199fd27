/**
 * aws:runInstances: launches instances and waits until they are running.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runinstance.html
 */
import { defineAction } from "../action";
import { arn, iamArn } from "../../iam/arn";
import { ownerlessArn } from "../../iam/resources/ec2-resources";
import { NO_RESOURCE_LEVEL, passRole } from "../../iam/statements/statement";
import { impliedStatements } from "../../iam/resources/implied-calls";
import { callOf } from "../permissions/step-facts";
import { any, boolean, integer, list, map, required, string, withDefault } from "../shapes";

/** The resources that RunInstances creates or uses, besides the image. */
const RESOURCES = ["instance/*", "volume/*", "network-interface/*", "subnet/*", "security-group/*", "key-pair/*"];

export const runInstances = defineAction({
  name: "aws:runInstances",
  does: "Launches instances.",
  inputs: {
    ImageId: required(string()),
    InstanceType: withDefault(string(), "m1.small"),
    MinInstanceCount: withDefault(integer({ min: 1 }), 1),
    MaxInstanceCount: integer({ min: 1 }),
    AdditionalInfo: string(),
    BlockDeviceMappings: any(list(map(any()))),
    ClientToken: string(),
    DisableApiTermination: boolean(),
    EbsOptimized: boolean(),
    IamInstanceProfileArn: string(),
    IamInstanceProfileName: string(),
    InstanceInitiatedShutdownBehavior: string({ oneOf: ["stop", "terminate"] }),
    KernelId: string(),
    KeyName: string(),
    MetadataOptions: any(map(any())),
    Monitoring: any(),
    NetworkInterfaces: any(list(map(any()))),
    Placement: any(map(any())),
    PrivateIpAddress: string(),
    RamdiskId: string(),
    SecurityGroupIds: list(string()),
    SecurityGroups: list(string()),
    SubnetId: string(),
    TagSpecifications: any(list(map(any()))),
    UserData: string(),
  },
  combinations: [{ rule: "at most one", inputs: ["IamInstanceProfileArn", "IamInstanceProfileName"] }],
  outputs: { InstanceIds: "StringList", InstanceStates: "StringList" },
  afterCancel: false,
  permissions: (step) => {
    const { inputs, context } = step;
    const hasProfile = inputs["IamInstanceProfileArn"] !== undefined || inputs["IamInstanceProfileName"] !== undefined;
    return [
      {
        actions: ["ec2:RunInstances"],
        resources: [ownerlessArn(context, "image/*"), ...RESOURCES.map((resource) => arn(context, "ec2", resource))],
      },
      {
        actions: ["ec2:DescribeInstances", "ec2:DescribeInstanceStatus"],
        resources: ["*"],
        because: NO_RESOURCE_LEVEL,
      },
      ...(inputs["TagSpecifications"] === undefined
        ? []
        : [
            {
              actions: ["ec2:CreateTags"],
              resources: [arn(context, "ec2", "instance/*"), arn(context, "ec2", "volume/*")],
              conditions: { StringEquals: { "ec2:CreateAction": ["RunInstances"] } },
            },
          ]),
      ...impliedStatements("ec2:RunInstances", callOf(step).parameters, context),
      // Only IAM knows the role of the instance profile.
      ...(hasProfile ? [passRole(iamArn(context, "role/*"), "ec2.amazonaws.com")] : []),
    ];
  },
});
