/** nextStep, onFailure, onCancel and choices that name an unknown step. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { edgesFrom } from "../../flow";

const REMEDY = "Name a step of the same list, or of one around the loop.";

export const unknownTarget: Rule = {
  id: "unknown-target",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document that names an unknown step.",
  remedy: REMEDY,
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html",
  check: (document) =>
    document.steps.flatMap((step) =>
      edgesFrom(step)
        .filter(({ to, target }) => to === undefined && target !== undefined)
        .map(({ path, target = "" }) => {
          const names = step.siblings.flatMap(({ name }) => name ?? []);
          return { path, message: `There is no step "${target}" here.`, remedy: didYouMean(target, names, REMEDY) };
        }),
    ),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    onFailure: step:cleanUp
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
    onFailure: step:tidyUp
  - name: tidyUp
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
