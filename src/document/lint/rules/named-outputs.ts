/** Named outputs of steps for whose action AWS does not document them. */
import type { Rule } from "../rule";
import { isList } from "../../json";

export const namedOutputs: Rule = {
  id: "named-outputs",
  severity: "warning",
  fails: "never",
  why: "AWS may leave such an output empty. The outputs of the action have names already.",
  remedy: "Refer to the outputs of the action.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    document.steps.flatMap(({ raw, definition, path }) =>
      definition !== undefined &&
      definition.namedOutputs !== true &&
      isList(raw["outputs"]) &&
      raw["outputs"].length > 0
        ? [{ path: [...path, "outputs"], message: `${definition.name} has fixed outputs and takes no others.` }]
        : [],
    ),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    outputs:
      - Name: Waited
        Selector: $.Waited
        Type: String
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
