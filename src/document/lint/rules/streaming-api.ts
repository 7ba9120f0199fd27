/** Calls of operations whose response is a stream. */
import { calledOperation } from "../../api/called-operation";
import { apiSteps } from "../api-steps";
import type { Rule } from "../rule";

export const streamingApi: Rule = {
  id: "streaming-api",
  severity: "error",
  fails: "run",
  why: "Automation does not support operations whose response is a stream, such as S3's GetObject.",
  remedy: "Call it with boto3 in an aws:executeScript step.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html",
  check: (document) =>
    apiSteps(document).flatMap(({ inputs, path }) => {
      const { service, operation } = calledOperation(inputs) ?? {};
      if (service === undefined || operation === undefined || isInvocation(service.name, operation.name)) return [];
      const streams = [...operation.response.members].filter(([, { kind }]) => kind === "stream");
      return streams.map(([name]) => ({
        path: [...path, "inputs", "Api"],
        message: `The ${name} in the response of ${service.name} ${operation.name} is a stream.`,
      }));
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: read
    action: aws:executeAwsApi
    inputs:
      Service: s3
      Api: GetObject
      Bucket: amzn-s3-demo-bucket
      Key: settings.json
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: read
    action: aws:executeAwsApi
    inputs:
      Service: s3
      Api: HeadObject
      Bucket: amzn-s3-demo-bucket
      Key: settings.json
`,
};

/** The answer of a Lambda function is short, and the sandbox gives it as a string. */
function isInvocation(service: string, operation: string): boolean {
  return service === "lambda" && operation === "Invoke";
}
