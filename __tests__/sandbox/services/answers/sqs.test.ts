// Attributes of queues.
import { queueAttributes } from "../../../../src/sandbox/services/answers/sqs";
import { jsonClient } from "../../json-client";

const sqs = (attributes: object) =>
  jsonClient(queueAttributes(), {
    next: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(attributes)) }),
  });

test.each(["CreateQueue", "SetQueueAttributes"])(
  "%s refuses an attribute that SQS does not have",
  async (operation) => {
    await expect(sqs({})(operation, { Attributes: { DelaySeconds: "1", Nope: "1" } })).rejects.toMatchObject({
      code: "InvalidAttributeName",
      message: "Unknown Attribute Nope.",
    });
    await expect(sqs({})(operation, { Attributes: { DelaySeconds: "1" } })).resolves.toEqual({});
  },
);

test("booleans are small, and times are whole seconds", async () => {
  const answer = { Attributes: { FifoQueue: "True", CreatedTimestamp: "1796024097.87", DelaySeconds: "0" } };
  expect(await sqs(answer)("GetQueueAttributes")).toEqual({
    Attributes: { FifoQueue: "true", CreatedTimestamp: "1796024097", DelaySeconds: "0" },
  });
});
