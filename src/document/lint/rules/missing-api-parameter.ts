/** Calls without a parameter that the operation requires. */
import { callProblems } from "../api-steps";
import type { Rule } from "../rule";

export const missingApiParameter: Rule = {
  id: "missing-api-parameter",
  severity: "error",
  fails: "run",
  why: "The step fails: boto3 refuses a request without a parameter that the operation requires.",
  remedy: "Add the parameter to the inputs of the step.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html",
  check: (document) =>
    callProblems(document, "missing").map(({ name, path, place }) => ({
      path,
      message: `${place} requires ${name}.`,
    })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: reboot
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: RebootInstances
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: reboot
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: RebootInstances
      InstanceIds:
        - i-0123456789abcdef0
`,
};
