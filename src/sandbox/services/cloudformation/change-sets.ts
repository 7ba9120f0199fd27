/**
 * A change set's name is unique within its stack. moto looks it up among all stacks, so it is asked by the change set's ARN.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
 */
import { locationKey } from "../../../iam/location";
import { stringOf } from "../../protocol/input";
import { locationOf } from "../../protocol/location";
import type { CallerRequest, ServiceLayer } from "../../protocol/message";
import { formOf, withForm } from "../../protocol/with-form";
import { xmlText } from "../../protocol/xml";

export function changeSets(): ServiceLayer {
  /** ARNs by account, Region, stack and name. */
  const arns = new Map<string, string>();
  return async (request, next) => {
    const key = keyOf(request);
    if (key === undefined) return next(request);
    const arn = arns.get(key);
    if (request.operation !== "CreateChangeSet") return next(arn === undefined ? request : named(request, arn));
    const response = await next(request);
    const created = response.status === 200 ? xmlText(response.body.toString(), "Id") : undefined;
    if (created !== undefined) arns.set(key, created);
    return response;
  };
}

/** Undefined for a request that names no change set, or names it by its ARN. */
function keyOf(request: CallerRequest): string | undefined {
  const name = stringOf(request.input, "ChangeSetName");
  const stack = stringOf(request.input, "StackName");
  if (name === undefined || stack === undefined || name.startsWith("arn:")) return undefined;
  return `${locationKey(locationOf(request))} ${nameOf(stack)} ${name}`;
}

/** Of a stack that is named by its ARN. */
function nameOf(stack: string): string {
  return /^arn:[^/]*:stack\/([^/]+)/.exec(stack)?.[1] ?? stack;
}

function named(request: CallerRequest, arn: string): CallerRequest {
  const parameters = formOf(request);
  parameters.set("ChangeSetName", arn);
  return withForm(request, parameters);
}
