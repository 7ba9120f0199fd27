/** Scripts that call AWS without declaring their permissions, and declarations that cannot be read. */
import type { Path } from "../../../diagnostics/path";
import type { Observation, Rule } from "../rule";
import { declarationsOf, isDeclaration } from "../../permissions/declared-permissions";
import { callsAws } from "../../permissions/script-calls";
import { scriptsOf } from "../rule-helpers";

export const scriptPermissions: Rule = {
  id: "script-permissions",
  severity: "warning",
  fails: "never",
  why: "Fleetbook cannot derive what a script calls, so the runbook's role would lack these permissions.",
  remedy: "Add a comment to the script or to the step's description: # permissions: ec2:DescribeImages on *",
  check: (document) => [
    ...document.steps.flatMap(({ raw, inputs, path }) => [
      ...unreadable(raw["description"], [...path, "description"]),
      ...unreadable(inputs["Script"], [...path, "inputs", "Script"]),
    ]),
    ...scriptsOf(document)
      .filter(({ script, step }) => callsAws(script) && declarationsOf(script, step.raw["description"]).length === 0)
      .map(({ path }) => ({ path, message: "The script calls AWS and does not declare its permissions." })),
  ],
  bad: `schemaVersion: "0.3"
assumeRole: arn:aws:iam::111122223333:role/example
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count
      Script: |
        import boto3

        def count(events, context):
            return {"Count": len(boto3.client("ec2").describe_images(Owners=["self"])["Images"])}
`,
  good: `schemaVersion: "0.3"
assumeRole: arn:aws:iam::111122223333:role/example
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count
      Script: |
        import boto3

        # permissions: ec2:DescribeImages on *

        def count(events, context):
            return {"Count": len(boto3.client("ec2").describe_images(Owners=["self"])["Images"])}
`,
};

function unreadable(text: unknown, path: Path): readonly Observation[] {
  return declarationsOf(text)
    .filter((declaration) => !isDeclaration(declaration))
    .map((declaration) => ({
      path,
      message: `"# permissions: ${declaration}" cannot be read. The form is <action>, <action> on <resource> [where <condition key> = <value>], or none.`,
    }));
}
