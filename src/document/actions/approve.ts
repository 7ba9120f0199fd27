/**
 * aws:approve: waits until enough approvers have approved, or one has rejected.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html
 */
import { defineAction } from "../action";
import { arn, arnOr } from "../../iam/arn";
import { text } from "../permissions/step-facts";
import { integer, list, required, string, withDefault } from "../shapes";

export const approve = defineAction({
  name: "aws:approve",
  does: "Waits for people to approve or reject.",
  inputs: {
    Approvers: required(list(string(), { minItems: 1, maxItems: 10 })),
    MinRequiredApprovals: withDefault(integer({ min: 1 }), 1),
    NotificationArn: string(),
    Message: string({ maxLength: 4096 }),
  },
  outputs: { ApprovalStatus: "String", ApproverDecisions: "MapList" },
  defaultTimeoutSeconds: 604_800,
  maximumTimeoutSeconds: 2_592_000,
  afterCancel: false,
  permissions: (step) =>
    step.inputs["NotificationArn"] === undefined
      ? []
      : [
          {
            actions: ["sns:Publish"],
            resources: [
              arnOr(text(step, step.inputs["NotificationArn"]), () => arn(step.context, "sns", "Automation*")),
            ],
          },
        ],
});
