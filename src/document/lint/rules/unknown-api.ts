/** Operations that a service does not have. */
import { calledService, literal } from "../../api/called-operation";
import { apiSteps, similarName } from "../api-steps";
import type { Rule } from "../rule";

export const unknownApi: Rule = {
  id: "unknown-api",
  severity: "error",
  fails: "run",
  why: "The step fails: the service has no such operation.",
  remedy: "Write an operation of the service as its API reference names it.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html",
  check: (document) =>
    apiSteps(document).flatMap(({ inputs, path }) => {
      const service = calledService(inputs);
      const api = literal(inputs["Api"]);
      if (service === undefined || api === undefined || service.operation(api) !== undefined) return [];
      return [
        {
          path: [...path, "inputs", "Api"],
          message: `The service ${service.name} has no operation "${api}".`,
          remedy: similarName(api, service.operationNames, unknownApi.remedy),
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: reboot
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: RebootInstance
      InstanceIds:
        - i-0123456789abcdef0
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: reboot
    action: aws:executeAwsApi
    inputs:
      Service: ec2
      Api: RebootInstances
      InstanceIds:
        - i-0123456789abcdef0
`,
};
