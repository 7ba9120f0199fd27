/** Steps that no path leads to. */
import type { Rule } from "../rule";
import { whatRanBefore } from "../../flow";
import { called } from "../rule-helpers";

export const unreachableStep: Rule = {
  id: "unreachable-step",
  severity: "warning",
  fails: "never",
  why: "The step stays Pending in every execution, although readers of the runbook expect it to run.",
  remedy: "Lead a path to it, or remove it.",
  check: (document) => {
    const reached = whatRanBefore(document);
    return document.steps
      .filter((step) => !reached.has(step) && (step.loop === undefined || reached.has(step.loop)))
      .map((step) => ({ path: step.path, message: `No path leads to ${called(step).replace("Step", "step")}.` }));
  },
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1M
    isEnd: true
  - name: second
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1M
  - name: second
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
