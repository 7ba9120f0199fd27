/**
 * aws:loop: runs steps once for each item of a list, or repeatedly while a condition is true.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html
 */
import { defineAction } from "../action";
import { integer, list, any, required, string, withDefault } from "../shapes";

export const loop = defineAction({
  name: "aws:loop",
  does: "Runs steps several times.",
  inputs: {
    Steps: required({ kind: "steps" }),
    Iterators: list(any(), { maxItems: 100, mayBeEmpty: true }),
    IteratorDataType: withDefault(string({ oneOf: ["Boolean", "Integer", "String", "StringMap"] }), "String"),
    LoopCondition: { kind: "condition" },
    MaxIterations: withDefault(integer({ min: 1, max: 100 }), 100),
  },
  combinations: [{ rule: "exactly one", inputs: ["Iterators", "LoopCondition"] }],
  outputs: { CurrentIteration: "Integer", CurrentIteratorValue: "Any" },
  onCancel: false,
  // Each inner step has permissions of its own.
  permissions: () => [],
});
