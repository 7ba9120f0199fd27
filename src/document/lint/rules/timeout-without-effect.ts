/** Time-outs that are longer than the action can run. */
import type { Rule } from "../rule";

export const timeoutWithoutEffect: Rule = {
  id: "timeout-without-effect",
  severity: "warning",
  fails: "never",
  why: "AWS ends the step earlier, whatever timeoutSeconds says.",
  remedy: "Lower timeoutSeconds, or split the work.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html",
  check: (document) =>
    document.steps.flatMap(({ raw, definition, path }) => {
      const most = definition?.maximumTimeoutSeconds;
      if (most === undefined || !(Number(raw["timeoutSeconds"]) > most)) return [];
      return [
        { path: [...path, "timeoutSeconds"], message: `${definition?.name} ends after ${most} seconds at the latest.` },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count
      Script: |
        def count(events, context):
            return {"Count": 1}
    timeoutSeconds: 3600
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count
      Script: |
        def count(events, context):
            return {"Count": 1}
    timeoutSeconds: 300
`,
};
