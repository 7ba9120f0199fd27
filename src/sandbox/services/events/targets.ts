/**
 * Targets of EventBridge's rules. moto takes every target, and delivers events to a few: PutEvents fails at the first other one, with
 * the events before it delivered.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
import { isObject } from "../../../document/json";
import { objectsOf, stringOf } from "../../protocol/input";
import type { CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { withInput } from "../../protocol/with-input";
import { refused } from "../refused";

const DELIVERED = /^arn:[^:]+:(sqs:|logs:[^:]*:[^:]*:log-group:|events:[^:]*:[^:]*:event-bus\/)/;

export function eventTargets(): ServiceLayer {
  return async (request, next) => {
    if (request.operation !== "PutTargets") return next(request);
    const unserved = objectsOf(request.input, "Targets")
      .map((target) => stringOf(target, "Arn") ?? "")
      .find((arn) => !DELIVERED.test(arn));
    if (unserved !== undefined) {
      const why = `no event would reach ${unserved}; events reach SQS queues, log groups and event buses`;
      throw refused("events", "PutTargets", why);
    }
    if (await hasSchedule(request, next)) {
      const why = `the rule ${stringOf(request.input, "Rule") ?? ""} has a schedule, and schedules never fire here`;
      throw refused("events", "PutTargets", why);
    }
    return next(request);
  };
}

async function hasSchedule(request: CallerRequest, next: Handler): Promise<boolean> {
  const asked = { Name: request.input["Rule"], EventBusName: request.input["EventBusName"] };
  const { status, body } = await next(withInput(request, asked, "DescribeRule"));
  const rule: unknown = status === 200 ? JSON.parse(body.toString()) : undefined;
  return isObject(rule) && stringOf(rule, "ScheduleExpression") !== undefined;
}
