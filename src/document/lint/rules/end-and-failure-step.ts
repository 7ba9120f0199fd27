/** isEnd together with onFailure: step:…. */
import type { Rule } from "../rule";
import { isTrue } from "../../flow";
import { called } from "../rule-helpers";

export const endAndFailureStep: Rule = {
  id: "end-and-failure-step",
  severity: "warning",
  fails: "never",
  why: "AWS documents that isEnd also ends the execution after a failure, so the step may never be reached.",
  remedy: "Give the step a nextStep that ends the execution instead of isEnd.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps
      .filter(({ raw }) => isTrue(raw["isEnd"]) && String(raw["onFailure"]).startsWith("step:"))
      .map((step) => ({
        path: [...step.path, "onFailure"],
        message: `${called(step)} ends the execution, and also goes on if it fails.`,
      })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1M
    onFailure: step:second
    isEnd: true
  - name: second
    action: aws:sleep
    inputs:
      Duration: PT1M
    isEnd: true
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1M
    onFailure: step:second
  - name: second
    action: aws:sleep
    inputs:
      Duration: PT1M
    isEnd: true
`,
};
