/** The form of the conditions of aws:branch and aws:loop. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { OPERATORS } from "../../condition";
import type { Path } from "../../../diagnostics/path";
import { isList, isObject } from "../../json";
import type { Observation } from "../rule";

export const condition: Rule = {
  id: "condition",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a condition that it cannot read.",
  remedy: "Give each condition a Variable with one operator, or one of And, Or, Not.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      const { Choices: choices, LoopCondition: loopCondition } = inputs;
      if (action === "aws:branch" && isList(choices)) {
        return choices.flatMap((choice, index) => checkChoice(choice, [...path, "inputs", "Choices", index]));
      }
      if (action === "aws:loop" && isObject(loopCondition)) {
        return checkCondition(loopCondition, [...path, "inputs", "LoopCondition"]);
      }
      return [];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - NextStep: wait
          Variable: "{{ global:REGION }}"
          Equals: us-east-1
    isEnd: true
  - name: wait
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
        - NextStep: wait
          Variable: "{{ global:REGION }}"
          StringEquals: us-east-1
    isEnd: true
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};

const OPERATOR_NAMES = Object.keys(OPERATORS);
const COMBINERS = ["And", "Or", "Not"];

function checkChoice(choice: unknown, path: Path): readonly Observation[] {
  if (!isObject(choice)) return [{ path, message: "A choice is a map with a condition and a NextStep." }];
  const { NextStep: nextStep, ...condition } = choice;
  return [
    ...(typeof nextStep === "string"
      ? []
      : [{ path, message: "NextStep is missing.", remedy: "Name the step that follows." }]),
    ...checkCondition(condition, path),
  ];
}

function checkCondition(condition: unknown, path: Path): readonly Observation[] {
  if (!isObject(condition)) return [{ path, message: "A condition is a map." }];
  const names = Object.keys(condition);
  const unknown = names.filter((name) => !["Variable", ...OPERATOR_NAMES, ...COMBINERS].includes(name));
  if (unknown.length > 0) return unknown.map((name) => unknownOperator(name, path));
  const combiners = names.filter((name) => COMBINERS.includes(name));
  const operators = names.filter((name) => OPERATOR_NAMES.includes(name));
  if (combiners.length + operators.length !== 1) {
    const found = [...combiners, ...operators].join(", ") || "none";
    return [{ path, message: `A condition has one operator; this one has ${found}.` }];
  }
  const [combiner] = combiners;
  if (combiner === undefined) {
    return condition["Variable"] === undefined
      ? [{ path, message: "Variable is missing.", remedy: 'Add what is compared: Variable: "{{ … }}".' }]
      : [];
  }
  const operand = condition[combiner];
  if (combiner === "Not" && isObject(operand)) return checkCondition(operand, [...path, combiner]);
  const conditions = isList(operand) ? operand : [];
  if (conditions.length === 0) {
    return [
      {
        path: [...path, combiner],
        message: `${combiner} takes ${combiner === "Not" ? "a condition" : "a list of conditions"}.`,
      },
    ];
  }
  return conditions.flatMap((item, index) => checkCondition(item, [...path, combiner, index]));
}

function unknownOperator(name: string, path: Path): Observation {
  return {
    path: [...path, name],
    message: `There is no operator "${name}".`,
    remedy: didYouMean(name, OPERATOR_NAMES),
  };
}
