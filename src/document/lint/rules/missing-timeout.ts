/** Steps that wait for a node and have no time-out. */
import type { Rule } from "../rule";
import { called } from "../rule-helpers";

export const missingTimeout: Rule = {
  id: "missing-timeout",
  severity: "warning",
  fails: "never",
  why: "A node that is stopped or not managed never answers, and the execution stays in progress for hours.",
  remedy: "Add timeoutSeconds to the step.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps
      .filter(({ definition }) => definition?.waitsForNode === true)
      .filter(({ raw, inputs }) => raw["timeoutSeconds"] === undefined && inputs["TimeoutSeconds"] === undefined)
      .map((step) => ({ path: step.path, message: `${called(step)} has no time-out.` })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: uptime
    action: aws:runCommand
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - i-0123456789abcdef0
      Parameters:
        commands:
          - uptime
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: uptime
    action: aws:runCommand
    timeoutSeconds: 60
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - i-0123456789abcdef0
      Parameters:
        commands:
          - uptime
`,
};
