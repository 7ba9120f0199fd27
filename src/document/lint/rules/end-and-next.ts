/** isEnd together with nextStep. */
import type { Rule } from "../rule";
import { isTrue } from "../../flow";
import { called } from "../rule-helpers";

export const endAndNext: Rule = {
  id: "end-and-next",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a step that ends the execution and also goes on.",
  remedy: "Remove one of the two.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps
      .filter(({ raw }) => isTrue(raw["isEnd"]) && raw["nextStep"] !== undefined)
      .map((step) => ({ path: [...step.path, "isEnd"], message: `${called(step)} has isEnd and nextStep.` })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: last
          Variable: "{{ global:REGION }}"
          StringEquals: us-east-1
    nextStep: last
    isEnd: true
  - name: last
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: last
          Variable: "{{ global:REGION }}"
          StringEquals: us-east-1
    isEnd: true
  - name: last
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
