/**
 * aws:executeAwsApi: calls one operation of an AWS service, with boto3's names.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html
 */
import { defineAction } from "../action";
import { calledOperation } from "../api/called-operation";
import { apiPermissions } from "../permissions/api-permissions";
import { required, string } from "../shapes";

export const executeAwsApi = defineAction({
  name: "aws:executeAwsApi",
  does: "Calls an operation of an AWS service.",
  inputs: { Service: required(string()), Api: required(string()) },
  openInputs: true,
  outputs: {},
  namedOutputs: true,
  result: (inputs) => calledOperation(inputs)?.operation.response,
  permissions: apiPermissions,
});
