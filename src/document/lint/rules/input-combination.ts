/** Inputs that exclude or require each other. */
import type { Rule } from "../rule";
import type { Combination } from "../../action";
import { isList, isObject } from "../../json";
import { referencesIn } from "../../references";
import type { DocumentView, StepView } from "../../view";
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
        const certain = given.filter((name) => !mayBeMissing(document, step, name));
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

/**
 * Whether the input is a reference whose value can be empty, which counts as missing: an output, a variable, or a parameter with an
 * empty default.
 */
function mayBeMissing({ parameters }: DocumentView, { inputs, definition }: StepView, name: string): boolean {
  const value = inputs[name];
  const shape = definition?.inputs[name];
  // An empty list is a value of this input.
  if (typeof value !== "string" || (shape?.kind === "list" && shape.mayBeEmpty === true)) return false;
  const [reference] = referencesIn(value);
  if (reference?.whole !== true || reference.target.kind === "system") return false;
  if (reference.target.kind !== "parameter") return true;
  const given = parameters.get(reference.target.name)?.raw["default"];
  return given === "" || (isList(given) && given.length === 0) || (isObject(given) && Object.keys(given).length === 0);
}

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
