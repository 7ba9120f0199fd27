/**
 * An update of a stack that does not name notification topics keeps those that it has. moto forgets them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html
 */
import { stringOf } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";
import { xmlTexts } from "../../protocol/xml";
import { queryRequest } from "./query-request";

export function keptNotifications(): ServiceLayer {
  return async (request, next) => {
    const { operation, input } = request;
    if (operation !== "UpdateStack" || input["NotificationARNs"] !== undefined) return next(request);
    const StackName = stringOf(input, "StackName") ?? "";
    const described = await next(queryRequest(request, "DescribeStacks", { StackName }));
    const list = /<NotificationARNs>([^]*?)<\/NotificationARNs>/.exec(described.body.toString())?.[1] ?? "";
    const form = new URLSearchParams(request.body.toString());
    for (const [index, topic] of xmlTexts(list, "member").entries()) {
      form.set(`NotificationARNs.member.${String(index + 1)}`, topic);
    }
    return next({ ...request, body: Buffer.from(form.toString()) });
  };
}
