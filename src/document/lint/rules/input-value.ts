/** Inputs with a value that the action does not accept. */
import type { Rule } from "../rule";
import { RETIRED_RUNTIMES } from "../../actions/executeScript";
import { inputReport } from "../rule-helpers";

export const inputValue: Rule = {
  id: "input-value",
  severity: "error",
  fails: "run",
  why: "A step fails if an input has a value that its action does not accept.",
  remedy: "Use an allowed value.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps.flatMap((step) =>
      // The rule retired-runtime reports these.
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
