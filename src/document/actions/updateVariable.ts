/**
 * aws:updateVariable: sets a variable of the document.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html
 */
import { defineAction } from "../action";
import { any, required, string } from "../shapes";

export const updateVariable = defineAction({
  name: "aws:updateVariable",
  does: "Sets a variable.",
  inputs: {
    Name: required(string({ pattern: /^variable:[a-zA-Z0-9_]+$/, form: "variable: and the variable's name" })),
    Value: required(any()),
  },
  outputs: {},
  onCancel: false,
  permissions: () => [],
});
