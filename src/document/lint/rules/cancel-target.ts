/** onCancel that points to an action that cannot run after a cancellation. */
import type { Rule } from "../rule";
import { edgesFrom } from "../../flow";

export const cancelTarget: Rule = {
  id: "cancel-target",
  severity: "error",
  fails: "creation",
  why: "AWS refuses it: only two minutes are left after a cancellation, and these actions wait for something.",
  remedy: "Point onCancel to a step that finishes at once.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps.flatMap((step) =>
      edgesFrom(step)
        .filter(({ kind, to }) => kind === "cancel" && to?.definition?.afterCancel === false)
        .map(({ path, to }) => ({ path, message: `${to?.action} cannot run after a cancellation.` })),
    ),
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
