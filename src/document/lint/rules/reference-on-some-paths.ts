/** References to a step that does not run on every path. */
import type { Rule } from "../rule";
import { whatRanBefore } from "../../flow";
import { outputReferences } from "../output-references";
import { called } from "../rule-helpers";

export const referenceOnSomePaths: Rule = {
  id: "reference-on-some-paths",
  severity: "warning",
  fails: "run",
  why: "On the other paths the step has no outputs, so the reference has no value.",
  remedy: "Lead every path through the referenced step, or lead the other paths around this one.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) => {
    const before = whatRanBefore(document);
    return document.steps.flatMap((step) =>
      outputReferences(document, step)
        .filter(({ source }) => before.get(step)?.perhaps.has(source) === true)
        .filter(({ source }) => before.get(step)?.certainly.has(source) === false)
        .map(({ path, source }) => ({
          path,
          message: `${called(step)} can be reached on a path without ${called(source).replace("Step", "step")}.`,
        })),
    );
  },
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: tell
          Variable: "{{ global:REGION }}"
          StringEquals: us-east-1
      Default: find
  - name: find
    action: aws:executeAwsApi
    inputs:
      Service: sns
      Api: ListTopics
    outputs:
      - Name: Topic
        Selector: $.Topics[0].TopicArn
        Type: String
  - name: tell
    action: aws:executeAwsApi
    inputs:
      Service: sns
      Api: Publish
      TopicArn: "{{ find.Topic }}"
      Message: done
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: find
          Variable: "{{ global:REGION }}"
          StringEquals: us-east-1
      Default: tell
  - name: find
    action: aws:executeAwsApi
    inputs:
      Service: sns
      Api: ListTopics
    outputs:
      - Name: Topic
        Selector: $.Topics[0].TopicArn
        Type: String
  - name: tell
    action: aws:executeAwsApi
    inputs:
      Service: sns
      Api: Publish
      TopicArn: arn:aws:sns:us-east-1:111122223333:example
      Message: done
`,
};
