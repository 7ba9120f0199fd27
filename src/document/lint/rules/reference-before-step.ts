/** References to a step that cannot have run yet. */
import type { Rule } from "../rule";
import { whatRanBefore } from "../../flow";
import { outputReferences } from "../output-references";
import { called } from "../rule-helpers";

export const referenceBeforeStep: Rule = {
  id: "reference-before-step",
  severity: "warning",
  fails: "run",
  why: "The reference has no value on any path: AWS inserts its sentence that no output is available, with which the step usually fails.",
  remedy: "Move the referenced step before this one.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) => {
    const before = whatRanBefore(document);
    return document.steps.flatMap((step) =>
      outputReferences(document, step)
        .filter(({ source }) => before.get(step)?.perhaps.has(source) === false && !step.inner.includes(source))
        .map(({ path, source }) => ({
          path,
          message: `${called(source)} never runs before ${called(step).replace("Step", "step")}.`,
        })),
    );
  },
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: tell
    action: aws:executeAwsApi
    inputs:
      Service: sns
      Api: Publish
      TopicArn: "{{ find.Topic }}"
      Message: done
  - name: find
    action: aws:executeAwsApi
    inputs:
      Service: sns
      Api: ListTopics
    outputs:
      - Name: Topic
        Selector: $.Topics[0].TopicArn
        Type: String
`,
  good: `schemaVersion: "0.3"
mainSteps:
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
};
