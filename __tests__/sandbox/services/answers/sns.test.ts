// Attributes of topics and subscriptions.
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { snsAttributes } from "../../../../src/sandbox/services/answers/sns";
import { query, sessionOf } from "../../authorization/fixtures";

const TOPIC = "arn:aws:sns:ap-northeast-1:111111111111:topic";
const entries = (attributes: Record<string, string>) =>
  `<Attributes>${Object.entries(attributes)
    .map(([key, value]) => `<entry><key>${key}</key>${value === "" ? "<value/>" : `<value>${value}</value>`}</entry>`)
    .join("")}</Attributes>`;

const MOTO: Record<string, (input: CallerRequest["input"]) => string> = {
  CreateTopic: () => `<TopicArn>${TOPIC}</TopicArn>`,
  SetTopicAttributes: () => "",
  Subscribe: ({ Protocol }) => `<SubscriptionArn>${TOPIC}:${String(Protocol)}</SubscriptionArn>`,
  ListSubscriptionsByTopic: ({ NextToken }) =>
    NextToken === undefined
      ? "<Protocol>sqs</Protocol><Protocol>email</Protocol><NextToken>more</NextToken>"
      : "<Protocol>lambda</Protocol>",
  GetTopicAttributes: () =>
    entries({ TopicArn: TOPIC, DeliveryPolicy: "", EffectiveDeliveryPolicy: "{}", SubscriptionsConfirmed: "0" }),
  GetSubscriptionAttributes: ({ SubscriptionArn }) => {
    const arn = String(SubscriptionArn);
    return entries({ SubscriptionArn: arn, Protocol: arn.split(":").at(-1) ?? "", PendingConfirmation: "false" });
  },
};

function sns() {
  const layer = snsAttributes();
  return async (operation: string, parameters: Record<string, string>) => {
    const { body } = await layer(query("sns", operation, parameters, { caller: sessionOf("worker") }), (request) => {
      const answer = MOTO[request.operation]?.(request.input) ?? "";
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(answer) });
    });
    const found = body.toString().matchAll(/<key>(.*?)<\/key><value>(.*?)<\/value>/g);
    return Object.fromEntries([...found].map(([, key, value]) => [key, value])) as Record<string, string>;
  };
}

test("a topic counts its subscriptions, and has a delivery policy only if it was given one", async () => {
  const shown = await sns()("GetTopicAttributes", { TopicArn: TOPIC });
  expect(shown).toMatchObject({ SubscriptionsConfirmed: "2", SubscriptionsPending: "1" });
  expect(shown).not.toHaveProperty("DeliveryPolicy");
  expect(shown["EffectiveDeliveryPolicy"]).toContain("defaultHealthyRetryPolicy");
});

test("a topic shows what was set when it was created, and later", async () => {
  const send = sns();
  await send("CreateTopic", { "Attributes.entry.1.key": "TracingConfig", "Attributes.entry.1.value": "Active" });
  await send("SetTopicAttributes", { TopicArn: TOPIC, AttributeName: "SignatureVersion", AttributeValue: "2" });
  expect(await send("GetTopicAttributes", { TopicArn: TOPIC })).toMatchObject({
    TracingConfig: "Active",
    SignatureVersion: "2",
  });
});

test("a subscription names who made it, and is pending where somebody outside would have to confirm it", async () => {
  const send = sns();
  for (const Protocol of ["sqs", "email"]) await send("Subscribe", { TopicArn: TOPIC, Protocol });
  expect(await send("GetSubscriptionAttributes", { SubscriptionArn: `${TOPIC}:sqs` })).toMatchObject({
    PendingConfirmation: "false",
    ConfirmationWasAuthenticated: "true",
    SubscriptionPrincipal: expect.stringMatching(/^arn:aws:iam::\d{12}:role\/worker$/) as string,
  });
  expect(await send("GetSubscriptionAttributes", { SubscriptionArn: `${TOPIC}:email` })).toMatchObject({
    PendingConfirmation: "true",
    ConfirmationWasAuthenticated: "false",
  });
});
