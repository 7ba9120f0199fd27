/** Actions that Automation does not have. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { ACTION_NAMES } from "../../action-table";

const REMEDY = "Use one of the actions that Automation has.";

export const unknownAction: Rule = {
  id: "unknown-action",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a step whose action it does not know.",
  remedy: REMEDY,
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps
      .filter(({ action, definition }) => action !== undefined && definition === undefined)
      .map(({ action = "", path }) => ({
        path: [...path, "action"],
        message: `Automation has no action "${action}".`,
        remedy: didYouMean(action, ACTION_NAMES, REMEDY),
      })),
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
