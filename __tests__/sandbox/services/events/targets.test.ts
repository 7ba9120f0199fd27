// Which targets EventBridge's rules may have.
import { eventTargets } from "../../../../src/sandbox/services/events/targets";
import type { CallerRequest, Handler } from "../../../../src/sandbox/protocol/message";
import { jsonRequest } from "../../json-client";

const answer = (body: object) => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) });
/** moto, with one rule. */
const withRule =
  (rule: object): Handler =>
  ({ operation }) =>
    Promise.resolve(answer(operation === "DescribeRule" ? rule : { FailedEntryCount: 0 }));
const putTargets = (...arns: readonly string[]): CallerRequest => {
  const Targets = arns.map((Arn, index) => ({ Id: String(index), Arn }));
  return { ...jsonRequest("PutTargets", { Rule: "rule", Targets }), service: "events" };
};
const QUEUE = "arn:aws:sqs:ap-northeast-1:111111111111:queue";

describe("the targets of a rule", () => {
  it.each([
    QUEUE,
    "arn:aws:logs:ap-northeast-1:111111111111:log-group:/a",
    "arn:aws:events:us-east-1:111111111111:event-bus/b",
  ])("may be %s, which gets its events", async (arn) => {
    const { status } = await eventTargets()(putTargets(arn), withRule({ EventPattern: "{}" }));
    expect(status).toBe(200);
  });

  it.each(["arn:aws:sns:ap-northeast-1:111111111111:topic", "arn:aws:lambda:ap-northeast-1:111111111111:function:f"])(
    "may not be %s, which no event would reach",
    async (arn) => {
      const put = eventTargets()(putTargets(QUEUE, arn), withRule({ EventPattern: "{}" }));
      await expect(put).rejects.toMatchObject({
        code: "NotImplemented",
        message: expect.stringContaining(arn) as string,
      });
    },
  );

  it("are refused if the rule has a schedule, because it never fires", async () => {
    const put = eventTargets()(putTargets(QUEUE), withRule({ ScheduleExpression: "rate(1 minute)" }));
    await expect(put).rejects.toMatchObject({ status: 501, message: expect.stringContaining("schedule") as string });
  });
});
