/** Actions that Automation does not have. */
import type { Rule } from "../rule";
import { ACTION_NAMES } from "../../action-table";
import { nearest } from "../../shape-check";

export const unknownAction: Rule = {
  id: "unknown-action",
  severity: "error",
  why: "AWS refuses a step whose action it does not know.",
  remedy: "Use one of the actions that Automation has.",
  check: (document) =>
    document.steps
      .filter(({ action, definition }) => action !== undefined && definition === undefined)
      .map(({ action, path }) => {
        const similar = nearest(action ?? "", ACTION_NAMES);
        return {
          path: [...path, "action"],
          message: `Automation has no action "${action}".`,
          ...(similar !== undefined && { remedy: `Write ${similar}.` }),
        };
      }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:wait
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
