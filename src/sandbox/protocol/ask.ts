/** Calls a JSON service for which the project has no client: moto, or the sandbox's own layers in front of it. */
import { isObject } from "../../document/json";
import type { Input } from "./input";
import type { AwsRequest, AwsResponse } from "./message";
import { restRoute } from "./rest-operations";

export interface Question {
  /** The service's signing name. */
  readonly service: AskedService;
  readonly region: string;
  readonly operation: string;
  readonly input: Input;
}

/** The prefix of `X-Amz-Target`. Undefined for a service that has a path for each operation. */
const TARGETS = {
  kms: "TrentService",
  "resource-groups": undefined,
  ssm: "AmazonSSM",
  states: "AWSStepFunctions",
  tagging: "ResourceGroupsTaggingAPI_20170126",
} as const;

type AskedService = keyof typeof TARGETS;

/** @returns the answer. Undefined if the service refuses. Rejects as `send` does. */
export async function ask(
  send: (request: AwsRequest) => Promise<AwsResponse>,
  question: Question,
): Promise<Input | undefined> {
  const response = await send(requestFor(question));
  const answer: unknown = response.status === 200 ? JSON.parse(response.body.toString()) : undefined;
  return isObject(answer) ? answer : undefined;
}

/** The request as a client would send it. */
export function requestFor({ service, region, operation, input }: Question): AwsRequest {
  const prefix = TARGETS[service];
  const { method, path } = prefix === undefined ? restRoute(service, operation) : { method: "POST", path: "/" };
  return {
    method,
    target: path,
    path,
    query: new URLSearchParams(),
    headers:
      prefix === undefined
        ? { "content-type": "application/json" }
        : { "content-type": "application/x-amz-json-1.1", "x-amz-target": `${prefix}.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
    protocol: prefix === undefined ? "rest-json" : "json-1.1",
    service,
    region,
    accessKeyId: undefined,
    operation,
    input,
  };
}
