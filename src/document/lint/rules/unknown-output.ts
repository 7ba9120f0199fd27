/** References to an output that the step does not have. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { allReferences } from "../rule-helpers";

export const unknownOutput: Rule = {
  id: "unknown-output",
  severity: "error",
  fails: "run",
  why: "The step with the reference fails.",
  remedy: "Correct the name, or add the output to the step.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    allReferences(document).flatMap(({ path, target }) => {
      if (target.kind !== "output") return [];
      const step = document.stepsByName.get(target.step);
      if (step?.definition === undefined || step.outputs.has(target.output) || target.output === RAW_OUTPUT) return [];
      const known = [...step.outputs.keys()];
      return [
        {
          path,
          message: `Step "${target.step}" has no output "${target.output}"; it has ${known.join(", ") || "none"}.`,
          remedy: didYouMean(target.output, known, unknownOutput.remedy),
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
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
      TopicArn: "{{ find.TopicArn }}"
      Message: done
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

/** AWS keeps all outputs of a step under this name too. */
const RAW_OUTPUT = "OutputPayload";
