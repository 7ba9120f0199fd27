/**
 * aws:createTags: tags EC2 resources, or one Systems Manager resource: a managed node, a maintenance window or a parameter.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createtag.html
 */
import { defineAction } from "../action";
import { arn } from "../../iam/arn";
import { list, record, required, string, withDefault } from "../shapes";

const SSM_RESOURCES: Readonly<Record<string, string>> = {
  ManagedInstance: "managed-instance/*",
  MaintenanceWindow: "maintenancewindow/*",
  Parameter: "parameter/*",
};

export const createTags = defineAction({
  name: "aws:createTags",
  does: "Tags resources.",
  inputs: {
    ResourceIds: required(list(string(), { minItems: 1 })),
    Tags: required(
      list(record({ Key: required(string()), Value: required(string({ mayBeEmpty: true })) }), { minItems: 1 }),
    ),
    ResourceType: withDefault(string({ oneOf: ["EC2", "ManagedInstance", "MaintenanceWindow", "Parameter"] }), "EC2"),
  },
  outputs: {},
  afterCancel: false,
  permissions: ({ inputs, context }) => {
    const resource = SSM_RESOURCES[String(inputs["ResourceType"])];
    return [
      resource === undefined
        ? { actions: ["ec2:CreateTags"], resources: [arn({ ...context, accountId: "*" }, "ec2", "*/*")] }
        : { actions: ["ssm:AddTagsToResource"], resources: [arn(context, "ssm", resource)] },
    ];
  },
});
