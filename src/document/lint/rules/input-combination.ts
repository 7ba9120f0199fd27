/** Inputs that exclude or require each other. */
import type { Rule } from "../rule";
import type { Combination } from "../../action";
import { hasReference } from "../../references";
import { called } from "../rule-helpers";

export const inputCombination: Rule = {
  id: "input-combination",
  severity: "error",
  fails: "run",
  why: "A step fails if its inputs exclude each other, or if all of several alternatives are missing.",
  remedy: "Use a combination that the action accepts.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  check: (document) =>
    document.steps.flatMap((step) =>
      (step.definition?.combinations ?? []).flatMap(({ rule, inputs }) => {
        const given = inputs.filter((name) => step.inputs[name] !== undefined && step.inputs[name] !== null);
        // The value of a reference can be empty, which counts as missing.
        const certain = given.filter((name) => !hasReference(step.inputs[name]));
        if (holds(rule, given.length, inputs.length) || (certain.length < given.length && certain.length <= 1))
          return [];
        return [
          {
            path: [...step.path, "inputs"],
            message: `${called(step)} has ${given.join(" and ") || "none"} of ${inputs.join(", ")}; ${step.action} takes ${rule} of them.`,
          },
        ];
      }),
    ),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
      Timestamp: "2026-01-31T12:00:00Z"
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};

function holds(rule: Combination["rule"], given: number, all: number): boolean {
  switch (rule) {
    case "exactly one":
      return given === 1;
    case "at least one":
      return given >= 1;
    case "at most one":
      return given <= 1;
    case "all or none":
      return given === 0 || given === all;
  }
}
