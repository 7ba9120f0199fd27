/**
 * ARNs of network and gateway load balancers, and of their listeners and rules: they begin with `net/` and `gwy/`. moto calls all
 * of them `app/`, so names are translated on the way there and back.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_elasticloadbalancingv2.html
 */
import type { AwsResponse, CallerRequest, Handler, ServiceLayer } from "../../protocol/message";
import { formOf, withForm } from "../../protocol/with-form";
import { xmlTexts } from "../../protocol/xml";

/** The beginning of the name, by the type of the load balancer. */
const PREFIXES: Readonly<Record<string, string>> = { application: "app", network: "net", gateway: "gwy" };
/** moto's, with the name and id of the load balancer, which no other one has. */
const MOTO_ARN = /(:(?:loadbalancer|listener|listener-rule)\/)app\/([^/<"]+\/[0-9a-f]+)/g;
const AWS_ARN = /(:(?:loadbalancer|listener|listener-rule)\/)(?:net|gwy)\//g;

export function loadBalancerArns(): ServiceLayer {
  /** By name and id. */
  const prefixes = new Map<string, string>();
  const learn = ({ status, body }: AwsResponse): void => {
    if (status !== 200) return;
    const document = body.toString();
    const types = xmlTexts(document, "Type");
    for (const [index, arn] of xmlTexts(document, "LoadBalancerArn").entries()) {
      prefixes.set(arn.split("/").slice(2).join("/"), PREFIXES[types[index] ?? ""] ?? "app");
    }
  };
  return async (asked, next) => {
    const request = inMotosNames(asked);
    const response = await next(request);
    if (request.operation === "CreateLoadBalancer" || request.operation === "DescribeLoadBalancers") learn(response);
    const named = [...response.body.toString().matchAll(MOTO_ARN)].map(([, , name = ""]) => name);
    // CloudFormation creates load balancers inside moto.
    if (named.some((name) => !prefixes.has(name))) learn(await describeAll(request, next));
    if (!named.some((name) => (prefixes.get(name) ?? "app") !== "app")) return response;
    const body = response.body
      .toString()
      .replace(MOTO_ARN, (_, kind: string, name: string) => `${kind}${prefixes.get(name) ?? "app"}/${name}`);
    return { ...response, body: Buffer.from(body) };
  };
}

/** The API version of these load balancers; the older ones have no ARNs. */
const VERSION = "2015-12-01";

function describeAll(request: CallerRequest, next: Handler): Promise<AwsResponse> {
  return next(withForm(request, new URLSearchParams({ Action: "DescribeLoadBalancers", Version: VERSION })));
}

function inMotosNames(request: CallerRequest): CallerRequest {
  const parameters = [...formOf(request)];
  if (!parameters.some(([, value]) => value.search(AWS_ARN) !== -1)) return request;
  const translated = parameters.map(([name, value]): [string, string] => [name, value.replace(AWS_ARN, "$1app/")]);
  return withForm(request, new URLSearchParams(translated));
}
