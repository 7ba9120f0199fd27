/** Parameters that an operation does not take. */
import { callProblems, similarName } from "../api-steps";
import type { Rule } from "../rule";

export const unknownApiParameter: Rule = {
  id: "unknown-api-parameter",
  severity: "error",
  fails: "run",
  why: "The step fails: boto3 refuses a request with a parameter that the operation does not take.",
  remedy: "Write the parameter as the operation's API reference spells it.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html",
  check: (document) =>
    callProblems(document, "unknown").map(({ name, path, known, place }) => ({
      path,
      message: `${place} has no parameter "${name}".`,
      remedy: similarName(name, known, unknownApiParameter.remedy),
    })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: reboot
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: RebootInstances
      InstanceIds:
        - i-0123456789abcdef0
      Dryrun: true
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
      DryRun: true
`,
};
