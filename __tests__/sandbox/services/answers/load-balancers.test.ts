// ARNs of load balancers.
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { loadBalancerArns } from "../../../../src/sandbox/services/answers/load-balancers";
import { query } from "../../authorization/fixtures";

const ARN = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:";
const balancer = (name: string, type: string) =>
  `<member><LoadBalancerArn>${ARN}loadbalancer/app/${name}/0a</LoadBalancerArn><Type>${type}</Type></member>`;

/** moto with three load balancers. It repeats the ARN that it is asked about. */
function elb(sent: CallerRequest[] = []) {
  const layer = loadBalancerArns();
  return async (operation: string, parameters: Record<string, string> = {}) => {
    const { body } = await layer(query("elasticloadbalancing", operation, parameters), (request) => {
      sent.push(request);
      const all = balancer("web", "application") + balancer("tcp", "network") + balancer("wall", "gateway");
      const body = request.operation === "DescribeLoadBalancers" ? all : Object.values(request.input).join("");
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(body) });
    });
    return body.toString();
  };
}

test("network and gateway load balancers have ARNs of their own", async () => {
  const answer = await elb()("DescribeLoadBalancers");
  expect(answer.match(/loadbalancer\/[^<]*/g)).toEqual([
    "loadbalancer/app/web/0a",
    "loadbalancer/net/tcp/0a",
    "loadbalancer/gwy/wall/0a",
  ]);
});

test("moto is asked under its own ARN, and answers under AWS's, listeners and rules too", async () => {
  const sent: CallerRequest[] = [];
  const ask = elb(sent);
  for (const kind of ["loadbalancer/net/tcp/0a", "listener/net/tcp/0a/0b", "listener-rule/net/tcp/0a/0b/0c"]) {
    expect(await ask("DescribeTags", { "ResourceArns.member.1": ARN + kind })).toBe(ARN + kind);
    expect(sent.find(({ operation }) => operation === "DescribeTags")?.body.toString()).not.toContain("net%2F");
  }
  expect(sent.filter(({ operation }) => operation === "DescribeLoadBalancers")).toHaveLength(1);
});

test("an application load balancer keeps its name, whatever that is", async () => {
  const arn = `${ARN}loadbalancer/app/web/0a`;
  expect(await elb()("DescribeTags", { "ResourceArns.member.1": arn })).toBe(arn);
});
