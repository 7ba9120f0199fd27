/** Outputs of their own on steps for whose action AWS does not document them. */
import type { Rule } from "../rule";
import { isList } from "../../json";

export const namedOutputs: Rule = {
  id: "named-outputs",
  severity: "warning",
  why: "AWS may leave such an output empty; what the action itself puts out is there under its own names.",
  remedy: "Refer to the outputs that the action has.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html",
  check: (document) =>
    document.steps.flatMap(({ raw, definition, path }) =>
      definition !== undefined &&
      definition.namedOutputs !== true &&
      isList(raw["outputs"]) &&
      raw["outputs"].length > 0
        ? [{ path: [...path, "outputs"], message: `${definition.name} has outputs of its own and takes no others.` }]
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
