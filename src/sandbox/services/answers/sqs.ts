/**
 * Attributes of queues as SQS takes and answers them: unknown ones are refused, times are whole seconds.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
import { isObject } from "../../../document/json";
import { AwsError } from "../../protocol/aws-error";
import type { ServiceLayer } from "../../protocol/message";
import { correctedJson } from "./corrected-json";

const SETTABLE = new Set([
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "DelaySeconds",
  "FifoQueue",
  "FifoThroughputLimit",
  "KmsDataKeyReusePeriodSeconds",
  "KmsMasterKeyId",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "Policy",
  "ReceiveMessageWaitTimeSeconds",
  "RedriveAllowPolicy",
  "RedrivePolicy",
  "SqsManagedSseEnabled",
  "VisibilityTimeout",
]);
const SETS = new Set(["CreateQueue", "SetQueueAttributes"]);

export function queueAttributes(): ServiceLayer {
  return async (request, next) => {
    const { operation, input } = request;
    const given = isObject(input["Attributes"]) ? Object.keys(input["Attributes"]) : [];
    const unknown = SETS.has(operation) ? given.find((name) => !SETTABLE.has(name)) : undefined;
    if (unknown !== undefined) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
    const response = await next(request);
    if (operation !== "GetQueueAttributes") return response;
    return correctedJson(response, (answer) => {
      if (!isObject(answer["Attributes"])) return answer;
      const shown = Object.entries(answer["Attributes"]).map(([name, value]) => [name, asSqsSays(name, String(value))]);
      return { ...answer, Attributes: Object.fromEntries(shown) as Readonly<Record<string, unknown>> };
    });
  };
}

function asSqsSays(name: string, value: string): string {
  if (name.endsWith("Timestamp")) return value.replace(/\.\d+$/, "");
  return value === "True" || value === "False" ? value.toLowerCase() : value;
}
