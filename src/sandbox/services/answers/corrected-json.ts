/** Corrects the answer of a JSON service. */
import { isObject } from "../../../document/json";
import type { Input } from "../../protocol/input";
import type { AwsResponse } from "../../protocol/message";

/** The answer as it is if the service refused or answered with something else than an object. */
export function correctedJson(response: AwsResponse, correct: (answer: Input) => Input): AwsResponse {
  if (response.status !== 200 || response.body.length === 0) return response;
  const answer: unknown = JSON.parse(response.body.toString());
  if (!isObject(answer)) return response;
  return { ...response, body: Buffer.from(JSON.stringify(correct(answer))) };
}
