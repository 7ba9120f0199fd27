/** onCancel where it cannot be, or leading to an action that cannot run after a cancellation. */
import type { Rule } from "../rule";
import { edgesFrom } from "../../flow";

export const cancelTarget: Rule = {
  id: "cancel-target",
  severity: "error",
  why: "AWS refuses it: after a cancellation two minutes are left, and these actions wait for something.",
  remedy: "Lead onCancel to a step that does its work at once.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps.flatMap((step) => {
      if (step.definition?.onCancel === false && step.raw["onCancel"] !== undefined) {
        return [{ path: [...step.path, "onCancel"], message: `${step.definition.name} does not take onCancel.` }];
      }
      return edgesFrom(step)
        .filter(({ kind, to }) => kind === "cancel" && to?.definition?.afterCancel === false)
        .map(({ path, to }) => ({ path, message: `${to?.action} cannot run after a cancellation.` }));
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: change
    action: aws:executeAwsApi
    onCancel: step:tell
    inputs:
      Service: ssm
      Api: ListDocuments
    nextStep: tell
  - name: tell
    action: aws:pause
    inputs: {}
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: change
    action: aws:executeAwsApi
    onCancel: step:tell
    inputs:
      Service: ssm
      Api: ListDocuments
    nextStep: tell
  - name: tell
    action: aws:executeAwsApi
    inputs:
      Service: sns
      Api: Publish
      TopicArn: arn:aws:sns:us-east-1:111122223333:example
      Message: done
`,
};
