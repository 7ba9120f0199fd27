/**
 * aws:runCommand: runs a Command document on managed nodes.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html
 */
import { defineAction } from "../action";
import { commandResult } from "../api/command-result";
import { arnOr, iamArn } from "../../iam/arn";
import { documentArn } from "../../iam/resources/documents";
import { instances } from "../../iam/resources/ec2-resources";
import { NO_RESOURCE_LEVEL, passRole } from "../../iam/statements/statement";
import { text } from "../permissions/step-facts";
import { boolean, integer, list, parameterValues, record, required, string } from "../shapes";

export const runCommand = defineAction({
  name: "aws:runCommand",
  does: "Runs a command on managed nodes.",
  inputs: {
    DocumentName: required(string()),
    DocumentVersion: string(),
    DocumentHash: string(),
    DocumentHashType: string({ oneOf: ["Sha256", "Sha1"] }),
    InstanceIds: list(string(), { maxItems: 50 }),
    Targets: list(
      record({
        Key: required(string()),
        Values: required(list(string({ mayBeEmpty: true }), { mayBeEmpty: true })),
      }),
      { maxItems: 5 },
    ),
    Parameters: parameterValues(),
    Comment: string({ maxLength: 100 }),
    TimeoutSeconds: integer({ min: 30, max: 2_592_000 }),
    MaxConcurrency: string(),
    MaxErrors: string(),
    OutputS3BucketName: string(),
    OutputS3KeyPrefix: string(),
    ServiceRoleArn: string(),
    NotificationConfig: record({
      NotificationArn: string(),
      NotificationEvents: list(string({ oneOf: ["All", "InProgress", "Success", "TimedOut", "Cancelled", "Failed"] })),
      NotificationType: string({ oneOf: ["Command", "Invocation"] }),
    }),
    CloudWatchOutputConfig: record({ CloudWatchLogGroupName: string(), CloudWatchOutputEnabled: boolean() }),
  },
  combinations: [{ rule: "exactly one", inputs: ["InstanceIds", "Targets"] }],
  outputs: {
    CommandId: "String",
    Status: "String",
    ResponseCode: "Integer",
    Output: "String",
    OutputPayload: "String",
  },
  namedOutputs: true,
  result: commandResult,
  waitsForNode: true,
  permissions: (step) => {
    const { context, inputs } = step;
    const name = text(step, inputs["DocumentName"]);
    return [
      {
        actions: ["ssm:SendCommand"],
        resources: [documentArn(context, name)],
      },
      instances(context, ["ssm:SendCommand"]),
      {
        actions: [
          "ssm:CancelCommand",
          "ssm:DescribeInstanceInformation",
          "ssm:GetCommandInvocation",
          "ssm:ListCommandInvocations",
          "ssm:ListCommands",
        ],
        resources: ["*"],
        because: NO_RESOURCE_LEVEL,
      },
      ...(inputs["ServiceRoleArn"] === undefined
        ? []
        : [
            passRole(
              arnOr(text(step, inputs["ServiceRoleArn"]), () => iamArn(context, "role/*")),
              "ssm.amazonaws.com",
            ),
          ]),
    ];
  },
});
