/** Scripts that call AWS without saying what they need to be allowed. */
import type { Rule } from "../rule";
import { declarationsOf, isDeclaration } from "../declared-permissions";
import { callsAws } from "../script-calls";
import { scriptsOf } from "../rule-helpers";

export const scriptPermissions: Rule = {
  id: "script-permissions",
  severity: "warning",
  why: "What a script calls cannot be derived, so that the role of the runbook would lack it.",
  remedy: "Add a comment to the script: # permissions: ec2:DescribeImages on *",
  check: (document) =>
    scriptsOf(document).flatMap(({ script, path }) => {
      const declarations = declarationsOf(script);
      const unreadable = declarations.filter((declaration) => !isDeclaration(declaration));
      if (unreadable.length > 0) {
        return unreadable.map((declaration) => ({
          path,
          message: `"# permissions: ${declaration}" cannot be read; the form is <action>, <action> on <resource>, or none.`,
        }));
      }
      return declarations.length === 0 && callsAws(script)
        ? [{ path, message: "The script calls AWS and does not declare what it needs." }]
        : [];
    }),
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
