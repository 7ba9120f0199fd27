/** Selectors that are not a JSONPath, and outputs with a name that another output of the step has. */
import { isList, isObject } from "../../json";
import type { Rule } from "../rule";
import { outputSelectors, propertySelectors } from "../selectors";

export const outputSelector: Rule = {
  id: "output-selector",
  severity: "error",
  fails: "run",
  why: "The step fails when its outputs are read, or one output hides the other.",
  remedy: "Write a selector such as $.Payload.Name, and give each output a name of its own.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    document.steps.flatMap((step) => {
      const outputs = isList(step.raw["outputs"]) ? step.raw["outputs"].filter(isObject) : [];
      return [
        ...[...propertySelectors(step), ...outputSelectors(step)].flatMap(({ selector, path, fault }) =>
          fault === undefined ? [] : [{ path, message: `"${selector}" is not a JSONPath: ${fault}.` }],
        ),
        ...outputs.flatMap(({ Name: name }, index) =>
          outputs.findIndex((other) => other["Name"] === name) < index
            ? [
                {
                  path: [...step.path, "outputs", index, "Name"],
                  message: `The step already has an output "${String(name)}".`,
                },
              ]
            : [],
        ),
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
        Selector: $.Topics[0.TopicArn
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
