/**
 * aws:invokeWebhook: reads the webhook's integration, then fails, because a local execution does not call webhooks.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/invoke-webhook.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import { call } from "../aws-calls/api";

/** The path of webhooks in Parameter Store. The id is AWS's own and the same in every account. */
const WEBHOOKS = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/";

export const invokeWebhook: ActionRunner<"aws:invokeWebhook"> = async (context) => {
  const { IntegrationName: name } = context.inputs;
  // A missing integration or permission fails the step as it does on AWS.
  await call(context, "ssm", "GetParameter", { Name: `${WEBHOOKS}${name}`, WithDecryption: true });
  throw new StepFailure(
    `The integration ${name} exists, but a local execution does not call webhooks: nothing leaves this machine`,
  );
};
