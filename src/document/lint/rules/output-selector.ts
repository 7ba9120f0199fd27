/** Selectors that are not a JSONPath, and outputs with a name that another output of the step has. */
import type { Observation, Rule } from "../rule";
import type { Path } from "../../../diagnostics/path";
import { isList, isObject } from "../../json";
import { hasReference } from "../../references";
import { selectorFault } from "../../selector";

export const outputSelector: Rule = {
  id: "output-selector",
  severity: "error",
  fails: "run",
  why: "The step fails when its outputs are read, or one output hides the other.",
  remedy: "Write a selector such as $.Payload.Name, and give each output a name of its own.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    document.steps.flatMap(({ raw, inputs, definition, path }) => {
      const outputs = isList(raw["outputs"]) ? raw["outputs"].filter(isObject) : [];
      const { PropertySelector: property } = definition !== undefined && PROPERTY in definition.inputs ? inputs : {};
      return [
        ...checkSelector(property, [...path, "inputs", PROPERTY]),
        ...outputs.flatMap(({ Selector: selector, Name: name }, index) => {
          const place = [...path, "outputs", index];
          return [
            ...checkSelector(selector, [...place, "Selector"]),
            ...(outputs.findIndex((other) => other["Name"] === name) < index
              ? [{ path: [...place, "Name"], message: `The step already has an output "${String(name)}".` }]
              : []),
          ];
        }),
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

const PROPERTY = "PropertySelector";

function checkSelector(selector: unknown, path: Path): readonly Observation[] {
  // A reference is resolved at run time.
  const fault = typeof selector === "string" && !hasReference(selector) ? selectorFault(selector) : undefined;
  return fault === undefined ? [] : [{ path, message: `"${String(selector)}" is not a JSONPath: ${fault}.` }];
}
