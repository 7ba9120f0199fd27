/** Outputs of a step with a selector that is not a JSONPath, or with a name that another output has. */
import type { Rule } from "../rule";
import { isList, isObject } from "../../json";

export const outputSelector: Rule = {
  id: "output-selector",
  severity: "error",
  ignorable: true,
  why: "The step fails when its outputs are read, or one output hides the other.",
  remedy: "Begin the selector with $ and give each output a name of its own.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    document.steps.flatMap(({ raw, path }) => {
      const outputs = isList(raw["outputs"]) ? raw["outputs"].filter(isObject) : [];
      return outputs.flatMap((output, index) => {
        const { Selector: selector, Name: name } = output;
        const place = [...path, "outputs", index];
        return [
          ...(typeof selector === "string" && !isJsonPath(selector)
            ? [{ path: [...place, "Selector"], message: `"${selector}" is not a JSONPath such as $.Payload.Name.` }]
            : []),
          ...(outputs.findIndex((other) => other["Name"] === name) < index
            ? [{ path: [...place, "Name"], message: `The step already has an output "${String(name)}".` }]
            : []),
        ];
      });
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
        Selector: Topics[0].TopicArn
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

function isJsonPath(selector: string): boolean {
  const opened = (selector.match(/\[/g) ?? []).length;
  return selector.trim().startsWith("$") && opened === (selector.match(/\]/g) ?? []).length;
}
