/**
 * aws:deleteStack: deletes a CloudFormation stack.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-deletestack.html
 */
import { defineAction } from "../action";
import { arn, arnOr } from "../../iam/arn";
import { passRole } from "../../iam/statements/statement";
import { text } from "../permissions/step-facts";
import { list, required, string } from "../shapes";

export const deleteStack = defineAction({
  name: "aws:deleteStack",
  does: "Deletes a CloudFormation stack.",
  inputs: {
    StackName: required(string()),
    ClientRequestToken: string({
      pattern: /^[a-zA-Z0-9][-a-zA-Z0-9]*$/,
      form: "letters, digits and hyphens",
      maxLength: 128,
    }),
    RetainResources: list(string()),
    RoleARN: string({ minLength: 20, maxLength: 2048 }),
  },
  outputs: {},
  permissions: (step) => [
    {
      actions: ["cloudformation:DeleteStack", "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents"],
      resources: [
        arnOr(text(step, step.inputs["StackName"]), (name) => arn(step.context, "cloudformation", `stack/${name}/*`)),
      ],
    },
    ...(step.inputs["RoleARN"] === undefined
      ? []
      : [passRole(text(step, step.inputs["RoleARN"]), "cloudformation.amazonaws.com")]),
  ],
});
