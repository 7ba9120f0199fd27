/** nextStep, onFailure, onCancel and choices that lead to no step. */
import type { Rule } from "../rule";
import { edgesFrom } from "../../flow";
import { nearest } from "../../shape-check";

export const unknownTarget: Rule = {
  id: "unknown-target",
  severity: "error",
  why: "AWS refuses a document that leads to a step which is not there.",
  remedy: "Name a step of the same list.",
  check: (document) =>
    document.steps.flatMap((step) =>
      edgesFrom(step)
        .filter(({ to, target }) => to === undefined && target !== undefined)
        .map(({ path, target = "" }) => {
          const similar = nearest(
            target,
            step.siblings.flatMap(({ name }) => name ?? []),
          );
          return {
            path,
            message: `There is no step "${target}" here.`,
            ...(similar !== undefined && { remedy: `Did you mean ${similar}?` }),
          };
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
