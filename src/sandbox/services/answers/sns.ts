/**
 * The attributes of topics and subscriptions as SNS answers them. moto counts no subscriptions, does not show all that was set, shows
 * what was not, and takes every subscription for confirmed.
 * https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 * https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
 */
import { objectsOf, stringOf } from "../../protocol/input";
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { withForm } from "../../protocol/with-form";
import { xmlEscape, xmlText, xmlTexts } from "../../protocol/xml";

/** Somebody has to confirm these from outside, and nothing leaves the machine. */
const CONFIRMED_OUTSIDE = new Set(["email", "email-json", "http", "https"]);
/** Attributes of topics that moto takes and does not show. */
const NOT_SHOWN =
  /^(SignatureVersion|TracingConfig|ArchivePolicy|FifoThroughputScope|.*(FeedbackRoleArn|FeedbackSampleRate))$/;
/** Of a topic that has no delivery policy of its own. */
const DELIVERY =
  '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false}}';

type Attributes = ReadonlyMap<string, string>;

export function snsAttributes(): ServiceLayer {
  /** By topic, what moto does not show. */
  const settings = new Map<string, Map<string, string>>();
  /** By subscription, who made it. */
  const principals = new Map<string, string>();
  return async (request, next) => {
    const response = await next(request);
    if (response.status !== 200) return response;
    const { operation, input } = request;
    const topic = stringOf(input, "TopicArn") ?? xmlText(response.body.toString(), "TopicArn") ?? "";
    switch (operation) {
      case "CreateTopic":
        for (const { key, value } of objectsOf(input, "Attributes")) keep(settings, topic, String(key), String(value));
        return response;
      case "SetTopicAttributes":
        keep(settings, topic, stringOf(input, "AttributeName") ?? "", stringOf(input, "AttributeValue") ?? "");
        return response;
      case "DeleteTopic":
        settings.delete(topic);
        return response;
      case "Subscribe":
        principals.set(xmlText(response.body.toString(), "SubscriptionArn") ?? "", principalOf(request));
        return response;
      case "GetTopicAttributes": {
        const counts = await subscriptionCounts(topic, request, next);
        return corrected(response, (shown) => topicAttributes(shown, settings.get(topic), counts));
      }
      case "GetSubscriptionAttributes":
        return corrected(response, (shown) =>
          subscriptionAttributes(shown, principals.get(shown.get("SubscriptionArn") ?? "")),
        );
      default:
        return response;
    }
  };
}

function keep(settings: Map<string, Map<string, string>>, topic: string, name: string, value: string): void {
  if (!NOT_SHOWN.test(name)) return;
  settings.set(topic, (settings.get(topic) ?? new Map<string, string>()).set(name, value));
}

/** SNS shows the role of a session. */
function principalOf({ caller: { arn } }: CallerRequest): string {
  return arn.replace(/:sts:(.*):assumed-role\/([^/]+)\/.*/, ":iam:$1:role/$2");
}

interface Counts {
  readonly pending: number;
  readonly confirmed: number;
}

async function subscriptionCounts(topic: string, request: CallerRequest, next: Handler): Promise<Counts> {
  const protocols: string[] = [];
  let token: string | undefined;
  do {
    const page = await next(listOf(topic, token, request));
    protocols.push(...xmlTexts(page.body.toString(), "Protocol"));
    token = xmlText(page.body.toString(), "NextToken");
  } while (token !== undefined && token !== "");
  const pending = protocols.filter((protocol) => CONFIRMED_OUTSIDE.has(protocol)).length;
  return { pending, confirmed: protocols.length - pending };
}

function listOf(TopicArn: string, token: string | undefined, request: CallerRequest): CallerRequest {
  const asked = { Action: "ListSubscriptionsByTopic", Version: "2010-03-31", TopicArn };
  return withForm(request, new URLSearchParams({ ...asked, ...(token !== undefined && { NextToken: token }) }));
}

function topicAttributes(shown: Attributes, set: Attributes = new Map(), { pending, confirmed }: Counts): Attributes {
  const all = new Map([...shown, ...set]);
  if (all.get("DeliveryPolicy") === "") {
    all.delete("DeliveryPolicy");
    all.set("EffectiveDeliveryPolicy", DELIVERY);
  }
  all.set("SubscriptionsPending", String(pending));
  all.set("SubscriptionsConfirmed", String(confirmed));
  return all;
}

function subscriptionAttributes(shown: Attributes, principal: string | undefined): Attributes {
  const isPending = CONFIRMED_OUTSIDE.has(shown.get("Protocol") ?? "");
  return new Map([
    ...shown,
    ["PendingConfirmation", String(isPending)],
    ["ConfirmationWasAuthenticated", String(!isPending)],
    ...(principal === undefined ? [] : ([["SubscriptionPrincipal", principal]] as const)),
  ]);
}

function corrected(response: AwsResponse, correct: (shown: Attributes) => Attributes): AwsResponse {
  const body = response.body.toString().replace(/<Attributes>[^]*<\/Attributes>/, (map) => {
    const shown = [...map.matchAll(/<entry>[^]*?<\/entry>/g)].map(
      ([entry]) => [xmlText(entry, "key") ?? "", xmlText(entry, "value") ?? ""] as const,
    );
    const entries = [...correct(new Map(shown))].map(
      ([key, value]) => `<entry><key>${xmlEscape(key)}</key><value>${xmlEscape(value)}</value></entry>`,
    );
    return `<Attributes>${entries.join("")}</Attributes>`;
  });
  return { ...response, body: Buffer.from(body) };
}
