/**
 * aws:assertAwsResourceProperty: fails unless a property of a resource has one of the desired values.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-assertAwsResourceProperty.html
 */
import { defineAction } from "../action";
import { calledOperation } from "../api/called-operation";
import { apiPermissions } from "../permissions/api-permissions";
import { any, list, required, string } from "../shapes";

export const assertAwsResourceProperty = defineAction({
  name: "aws:assertAwsResourceProperty",
  does: "Fails unless a property of a resource has one of the desired values.",
  inputs: {
    Service: required(string()),
    Api: required(string()),
    PropertySelector: required(string()),
    DesiredValues: required(list(any(), { minItems: 1 })),
  },
  openInputs: true,
  outputs: {},
  result: (inputs) => calledOperation(inputs)?.operation.response,
  permissions: apiPermissions,
});
