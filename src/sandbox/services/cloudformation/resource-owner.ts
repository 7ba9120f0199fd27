/**
 * DescribeStackResources by the id of a resource: the stack that has it. moto knows stacks by their names only.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";
import { xmlTexts } from "../../protocol/xml";
import { queryRequest } from "./query-request";

export function resourceOwner(): ServiceLayer {
  return async (request, next) => {
    const { operation, input } = request;
    const id = stringOf(input, "PhysicalResourceId");
    if (operation !== "DescribeStackResources" || id === undefined) return next(request);
    if (input["StackName"] !== undefined) {
      throw new AwsError("ValidationError", "Cannot specify both StackName and PhysicalResourceId", 400);
    }
    const listed = (await next(queryRequest(request, "ListStacks", {}))).body.toString();
    const statuses = xmlTexts(listed, "StackStatus");
    const names = xmlTexts(listed, "StackName").filter((_, index) => statuses[index] !== "DELETE_COMPLETE");
    const logicalId = stringOf(input, "LogicalResourceId");
    const part: Readonly<Record<string, string>> = logicalId === undefined ? {} : { LogicalResourceId: logicalId };
    for (const StackName of names) {
      const described = await next(queryRequest(request, operation, { StackName, ...part }));
      if (xmlTexts(described.body.toString(), "PhysicalResourceId").includes(id)) return described;
    }
    throw new AwsError("ValidationError", `Stack for ${id} does not exist`, 400);
  };
}
