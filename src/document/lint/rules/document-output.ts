/** Outputs of the document that name no step. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Observation, Rule } from "../rule";
import { isList } from "../../json";
import type { DocumentView } from "../../view";

export const documentOutput: Rule = {
  id: "document-output",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document whose outputs name a step that does not exist.",
  remedy: "Write step.Output with names that exist.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html",
  check: (document) => {
    const outputs = document.raw["outputs"];
    if (!isList(outputs)) return [];
    return outputs.flatMap((entry, index) => {
      const fault = typeof entry === "string" ? faultOf(document, entry) : undefined;
      return fault === undefined ? [] : [{ path: ["outputs", index], ...fault }];
    });
  },
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
  - search.Topic
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

function faultOf(document: DocumentView, entry: string): Omit<Observation, "path"> | undefined {
  const [name = "", output] = entry.trim().split(".");
  if (!document.stepsByName.has(name)) {
    const steps = [...document.stepsByName.keys()];
    return { message: `There is no step "${name}".`, remedy: didYouMean(name, steps, documentOutput.remedy) };
  }
  return output === undefined ? { message: `"${entry}" names a step without an output.` } : undefined;
}
