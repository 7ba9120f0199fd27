/** onCancel on an action that does not support it. */
import type { Rule } from "../rule";

export const cancelWithoutEffect: Rule = {
  id: "cancel-without-effect",
  severity: "warning",
  fails: "never",
  why: "AWS accepts onCancel on every step, and does not support it on aws:loop and aws:updateVariable.",
  remedy: "Remove it, or give it to the steps inside of the loop.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html",
  check: (document) =>
    document.steps
      .filter(({ definition, raw }) => definition?.onCancel === false && raw["onCancel"] !== undefined)
      .map(({ action, path }) => ({ path: [...path, "onCancel"], message: `${action} does not support onCancel.` })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: repeat
    action: aws:loop
    onCancel: Abort
    inputs:
      Iterators:
        - PT1M
      Steps:
        - name: wait
          action: aws:sleep
          inputs:
            Duration: "{{ repeat.CurrentIteratorValue }}"
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: repeat
    action: aws:loop
    inputs:
      Iterators:
        - PT1M
      Steps:
        - name: wait
          action: aws:sleep
          onCancel: Abort
          inputs:
            Duration: "{{ repeat.CurrentIteratorValue }}"
`,
};
