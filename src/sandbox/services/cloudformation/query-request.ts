/** Another request of the same caller to CloudFormation, for what a layer has to know. */
import type { CallerRequest } from "../../protocol/message";

const API_VERSION = "2010-05-15";

/** @param input its members, which are all texts */
export function queryRequest(
  request: CallerRequest,
  operation: string,
  input: Readonly<Record<string, string>>,
): CallerRequest {
  const form = new URLSearchParams({ Action: operation, Version: API_VERSION, ...input });
  return { ...request, operation, input, body: Buffer.from(form.toString()) };
}
