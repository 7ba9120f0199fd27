/** Runtimes that AWS no longer accepts. */
import type { Rule } from "../rule";
import { RETIRED_RUNTIMES } from "../../actions/executeScript";

export const retiredRuntime: Rule = {
  id: "retired-runtime",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a new document with a retired runtime.",
  remedy: "Use python3.11 or PowerShell 7.4.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      const runtime = String(inputs["Runtime"]);
      const successor = Object.hasOwn(RETIRED_RUNTIMES, runtime) ? RETIRED_RUNTIMES[runtime] : undefined;
      if (action !== "aws:executeScript" || successor === undefined) return [];
      return [
        {
          path: [...path, "inputs", "Runtime"],
          message: `AWS no longer accepts ${runtime}.`,
          remedy: `Use ${successor}, and test the script with it.`,
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.8
      Handler: count
      Script: |
        def count(events, context):
            return {"Count": 1}
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
`,
};
