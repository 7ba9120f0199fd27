/** Outputs that select what a response cannot contain. */
import { findsNothing } from "../finds-nothing";
import type { Rule } from "../rule";
import { outputSelectors } from "../selectors";

export const emptyOutput: Rule = {
  id: "empty-output",
  severity: "warning",
  fails: "run",
  why: "The step succeeds, and whatever refers to the output reads AWS's sentence that no output is available.",
  remedy: "Select a member that the response has, or remove the output.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) => document.steps.flatMap((step) => findsNothing(step, outputSelectors(step), emptyOutput.remedy)),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: image
    action: aws:executeScript
    timeoutSeconds: 60
    inputs:
      Runtime: python3.11
      Handler: run
      Script: |
        def run(events, context):
            return {"Name": "example"}
    outputs:
      - Name: Name
        Selector: $.Name
        Type: String
outputs:
  - image.Name
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: image
    action: aws:executeScript
    timeoutSeconds: 60
    inputs:
      Runtime: python3.11
      Handler: run
      Script: |
        def run(events, context):
            return {"Name": "example"}
    outputs:
      - Name: Name
        Selector: $.Payload.Name
        Type: String
outputs:
  - image.Name
`,
};
