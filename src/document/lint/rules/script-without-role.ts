/** Scripts that call AWS in a document without assumeRole. */
import type { Rule } from "../rule";
import { callsAws } from "../../permissions/script-calls";
import { scriptsOf } from "../rule-helpers";

export const scriptWithoutRole: Rule = {
  id: "script-without-role",
  severity: "warning",
  fails: "run",
  why: "If the document has no role, a script has no credentials at all, not even the caller's.",
  remedy: "Give the document an assumeRole.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html",
  check: (document) =>
    document.raw["assumeRole"] === undefined
      ? scriptsOf(document)
          .filter(({ script }) => callsAws(script))
          .map(({ path }) => ({ path, message: "The script calls AWS, and the document has no assumeRole." }))
      : [],
  bad: `schemaVersion: "0.3"
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
