/** Services that boto3 does not have. */
import { serviceNamed, serviceNames } from "../../../botocore/services";
import { clientsSigningAs } from "../../../iam/actions/action-table";
import { literal } from "../../api/called-operation";
import { apiSteps, similarName } from "../api-steps";
import type { Rule } from "../rule";

export const unknownService: Rule = {
  id: "unknown-service",
  severity: "error",
  fails: "run",
  why: "The step fails: Automation calls AWS through boto3, which has a client for each service.",
  remedy: "Write the name of boto3's client for the service, such as ec2, ssm or elbv2.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html",
  check: (document) =>
    apiSteps(document).flatMap(({ inputs, path }) => {
      const service = literal(inputs["Service"]);
      if (service === undefined || serviceNamed(service) !== undefined) return [];
      return [
        {
          path: [...path, "inputs", "Service"],
          message: `boto3 has no client for a service "${service}".`,
          remedy: remedyFor(service),
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: run
    action: aws:executeAwsApi
    inputs:
      Service: states
      Api: StartExecution
      stateMachineArn: arn:aws:states:us-east-1:111122223333:stateMachine:example
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: run
    action: aws:executeAwsApi
    inputs:
      Service: stepfunctions
      Api: StartExecution
      stateMachineArn: arn:aws:states:us-east-1:111122223333:stateMachine:example
`,
};

/** People often write the name that IAM has for the service. */
function remedyFor(service: string): string {
  const clients = clientsSigningAs(service.toLowerCase());
  if (clients.length > 0) return `Write the name of boto3's client: ${clients.join(" or ")}.`;
  return similarName(service, serviceNames(), unknownService.remedy);
}
