/** Inputs with a value that the action does not take. */
import type { Rule } from "../rule";
import { RETIRED_RUNTIMES } from "../../actions/executeScript";
import { inputReport } from "../rule-helpers";

export const inputValue: Rule = {
  id: "input-value",
  severity: "error",
  ignorable: true,
  why: "A step fails when an input has a value that its action does not take.",
  remedy: "Use a value that is allowed.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps.flatMap((step) =>
      // retired-runtime says more about it.
      String(step.inputs["Runtime"]) in RETIRED_RUNTIMES
        ? inputReport(step).problems.filter(({ kind, path }) => kind === "value" && path.at(-1) !== "Runtime")
        : inputReport(step).problems.filter(({ kind }) => kind === "value"),
    ),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: 1 minute
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
