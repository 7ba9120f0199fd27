/**
 * aws:invokeWebhook: calls a webhook that is stored as an integration of Automation.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/invoke-webhook.html
 */
import { defineAction } from "../action";
import { arn } from "../../iam/arn";
import { any, required, string } from "../shapes";

export const invokeWebhook = defineAction({
  name: "aws:invokeWebhook",
  does: "Calls a webhook.",
  inputs: { IntegrationName: required(string()), Body: any() },
  outputs: { Response: "String", ResponseCode: "Integer" },
  // Integrations are SecureString parameters.
  permissions: ({ context }) => [
    { actions: ["ssm:GetParameter"], resources: [arn(context, "ssm", "parameter/*")] },
    {
      actions: ["kms:Decrypt"],
      resources: [arn(context, "kms", "key/*")],
      conditions: { StringLike: { "kms:ViaService": ["ssm.*.amazonaws.com*"] } },
    },
  ],
});
