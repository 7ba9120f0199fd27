/**
 * aws:branch: continues with the step of the first choice whose condition is true.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
import { defineAction } from "../action";
import { required, string } from "../shapes";

export const branch = defineAction({
  name: "aws:branch",
  does: "Chooses the next step.",
  inputs: { Choices: required({ kind: "choices" }), Default: string() },
  // AWS does not document NextStep; its own runbooks refer to it.
  outputs: { NextStep: "String" },
  permissions: () => [],
});
