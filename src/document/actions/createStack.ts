/**
 * aws:createStack: creates a CloudFormation stack and waits until it is created.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createstack.html
 */
import { defineAction } from "../action";
import { arn } from "../../iam/arn";
import { passRole } from "../../iam/statements/statement";
import { templatePermissions } from "../permissions/stack-template";
import { text } from "../permissions/step-facts";
import { boolean, integer, list, record, required, string } from "../shapes";

export const createStack = defineAction({
  name: "aws:createStack",
  does: "Creates a CloudFormation stack.",
  inputs: {
    StackName: required(
      string({
        pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/,
        form: "letters, digits and hyphens after a letter",
        maxLength: 128,
      }),
    ),
    TemplateBody: string({ minLength: 1, maxLength: 51_200 }),
    TemplateURL: string({ minLength: 1, maxLength: 1024 }),
    Parameters: list(
      record({
        ParameterKey: string(),
        ParameterValue: string({ mayBeEmpty: true }),
        UsePreviousValue: boolean(),
        ResolvedValue: string(),
      }),
    ),
    Capabilities: list(string({ oneOf: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] })),
    OnFailure: string({ oneOf: ["DO_NOTHING", "ROLLBACK", "DELETE"] }),
    DisableRollback: boolean(),
    TimeoutInMinutes: integer({ min: 1 }),
    NotificationARNs: list(string(), { maxItems: 5 }),
    ResourceTypes: list(string()),
    RoleARN: string({ minLength: 20, maxLength: 2048 }),
    StackPolicyBody: string(),
    StackPolicyURL: string(),
    Tags: list(record({ Key: required(string()), Value: required(string({ mayBeEmpty: true })) }), { maxItems: 10 }),
    ClientRequestToken: string({
      pattern: /^[a-zA-Z0-9][-a-zA-Z0-9]*$/,
      form: "letters, digits and hyphens",
      maxLength: 128,
    }),
  },
  combinations: [
    { rule: "exactly one", inputs: ["TemplateBody", "TemplateURL"] },
    { rule: "at most one", inputs: ["OnFailure", "DisableRollback"] },
    { rule: "at most one", inputs: ["StackPolicyBody", "StackPolicyURL"] },
  ],
  outputs: { StackId: "String", StackStatus: "String", StackStatusReason: "String" },
  afterCancel: false,
  permissions: (step) => [
    {
      actions: ["cloudformation:CreateStack", "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents"],
      resources: [arn(step.context, "cloudformation", `stack/${text(step, step.inputs["StackName"])}/*`)],
    },
    ...(step.inputs["RoleARN"] === undefined
      ? []
      : [passRole(text(step, step.inputs["RoleARN"]), "cloudformation.amazonaws.com")]),
    ...templatePermissions(step).statements,
  ],
});
