/** Outputs of the document that the step does not have. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { isList } from "../../json";

export const emptyDocumentOutput: Rule = {
  id: "empty-document-output",
  severity: "error",
  fails: "run",
  why: "The output of every execution is AWS's sentence that no output is available.",
  remedy: "Correct the name, or add the output to the step.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html",
  check: ({ raw, stepsByName }) =>
    (isList(raw["outputs"]) ? raw["outputs"] : []).flatMap((entry, index) => {
      const [name = "", output] = String(entry).trim().split(".");
      const step = stepsByName.get(name);
      if (step?.definition === undefined || output === undefined) return [];
      if (step.outputs.has(output) || output === "OutputPayload") return [];
      const known = [...step.outputs.keys()];
      return [
        {
          path: ["outputs", index],
          message: `Step "${name}" has no output "${output}"; it has ${known.join(", ") || "none"}.`,
          remedy: didYouMean(output, known, emptyDocumentOutput.remedy),
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
      TopicArn: "{{ find.Topic }}"
      Message: done
outputs:
  - find.Topics
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
outputs:
  - find.Topic
`,
};
