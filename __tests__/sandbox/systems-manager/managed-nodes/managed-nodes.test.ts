import { noticeChanges } from "../../../../src/sandbox/systems-manager/managed-nodes/notice-changes";
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { jsonRequest, userOf } from "../../json-client";
import { allowAll } from "../../../iam/decision/fixtures";
import {
  ACCOUNT,
  agentRole,
  instanceId,
  instanceOf,
  inventoryOf,
  policies,
  privateNetwork,
  REGION,
  trustOf,
} from "./fixtures";

const ID = instanceId(1);

describe("an instance", () => {
  it("with a way and a role becomes a managed node", async () => {
    const { nodes, clock } = inventoryOf(privateNetwork());
    expect(await nodes.of(ACCOUNT, REGION)).toMatchObject([
      { instance: { id: ID }, iamRole: "node", registered: clock.now(), lost: undefined },
    ]);
  });

  it.each([
    ["without an instance profile", { profileArn: undefined }, "No instance profile is attached."],
    ["without the metadata service", { hasMetadataService: false }, "The instance metadata service is off"],
    ["that is stopped from the beginning", { state: "stopped" as const }, "The instance is stopped."],
  ])("%s does not, and says why", async (_, overrides, reason) => {
    const { nodes, whyNot } = inventoryOf(privateNetwork({ instances: [instanceOf(1, overrides)] }));
    expect(await nodes.of(ACCOUNT, REGION)).toEqual([]);
    expect(await whyNot()).toContain(reason);
  });

  const register = { Effect: "Allow", Action: "ssm:UpdateInstanceInformation", Resource: "*" };
  it.each([
    ["whose role EC2 may not assume", agentRole({ trust: trustOf("lambda.amazonaws.com") }), "ec2.amazonaws.com"],
    ["whose role may nothing", agentRole({ policies: { identityPolicies: [] } }), "ssm:UpdateInstanceInformation"],
    ["whose role may only register", agentRole({ policies: policies(register) }), "ssmmessages:CreateControlChannel"],
    [
      "whose role is denied it",
      agentRole({
        policies: {
          identityPolicies: [
            allowAll,
            ...policies({ Effect: "Deny", Action: "ssmmessages:*", Resource: "*" }).identityPolicies,
          ],
        },
      }),
      "explicit deny",
    ],
  ])("%s does not, and says why", async (_, role, reason) => {
    const inventory = inventoryOf(privateNetwork());
    inventory.change({ role });
    expect(await inventory.nodes.of(ACCOUNT, REGION)).toEqual([]);
    expect(await inventory.whyNot()).toContain(reason);
  });

  it("may be allowed to register itself alone", async () => {
    const own = { ...register, Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${ID}` };
    const channels = { Effect: "Allow", Action: "ssmmessages:*", Resource: "*" };
    const inventory = inventoryOf(privateNetwork({ instances: [instanceOf(1), instanceOf(2)] }));
    inventory.change({ role: agentRole({ policies: policies(own, channels) }) });
    expect((await inventory.nodes.of(ACCOUNT, REGION)).map(({ instance }) => instance.id)).toEqual([ID]);
  });

  it("whose agent takes its time becomes one when it has started", async () => {
    const launched = new Date("2026-01-02T00:00:00Z");
    const { nodes, clock, whyNot } = inventoryOf(privateNetwork({ instances: [instanceOf(1, { launched })] }), {
      nodes: { nodes: [{ match: {}, agent: { startsAfterSeconds: 90 } }] },
    });
    expect(await nodes.of(ACCOUNT, REGION)).toEqual([]);
    expect(await whyNot()).toBe("Its agent starts at 2026-01-02T00:01:30.000Z.");
    await nodes.untilReady(ACCOUNT, REGION, ID, new AbortController().signal);
    expect(clock.now()).toEqual(new Date("2026-01-02T00:01:30Z"));
    expect(await nodes.of(ACCOUNT, REGION)).toHaveLength(1);
  });
});

describe("a node that was registered once", () => {
  const stopped = privateNetwork({ instances: [instanceOf(1, { state: "stopped" })] });

  it("has lost its connection when it is stopped, and is back when it runs", async () => {
    const { nodes, clock, change } = inventoryOf(privateNetwork());
    const [{ registered } = { registered: undefined }] = await nodes.of(ACCOUNT, REGION);
    await clock.sleep(60_000);
    change({ facts: stopped });
    const [lost] = await nodes.of(ACCOUNT, REGION);
    expect(lost).toMatchObject({ registered, lost: { since: clock.now(), why: "The instance is stopped." } });
    change({ facts: privateNetwork() });
    expect(await nodes.of(ACCOUNT, REGION)).toMatchObject([{ registered, lost: undefined }]);
  });

  it("has lost its connection without an endpoint", async () => {
    const { nodes, change } = inventoryOf(privateNetwork());
    await nodes.of(ACCOUNT, REGION);
    change({ facts: privateNetwork({ endpoints: [] }) });
    expect((await nodes.of(ACCOUNT, REGION))[0]?.lost?.why).toContain("has no interface endpoint");
  });

  it("is gone when its instance is terminated", async () => {
    const { nodes, change } = inventoryOf(privateNetwork());
    await nodes.of(ACCOUNT, REGION);
    change({ facts: privateNetwork({ instances: [] }) });
    expect(await nodes.of(ACCOUNT, REGION)).toEqual([]);
  });
});

describe("waiting for a node", () => {
  it("ends when it has its connection back", async () => {
    const { nodes, change } = inventoryOf(privateNetwork());
    await nodes.of(ACCOUNT, REGION);
    change({ facts: privateNetwork({ endpoints: [] }) });
    const ready = nodes.untilReady(ACCOUNT, REGION, ID, new AbortController().signal);
    change({ facts: privateNetwork() });
    expect((await ready)?.instance.id).toBe(ID);
  });

  it("ends with nothing when it is terminated", async () => {
    const { nodes, change } = inventoryOf(privateNetwork({ endpoints: [] }));
    const ready = nodes.untilReady(ACCOUNT, REGION, ID, new AbortController().signal);
    change({ facts: privateNetwork({ instances: [] }) });
    expect(await ready).toBeUndefined();
  });

  it("ends with the signal where the agent does not respond", async () => {
    const { nodes } = inventoryOf(privateNetwork(), { nodes: { nodes: [{ match: {}, agent: { responds: false } }] } });
    const waiting = new AbortController();
    const ready = nodes.untilReady(ACCOUNT, REGION, ID, waiting.signal);
    waiting.abort(new Error("enough"));
    await expect(ready).rejects.toThrow("enough");
  });
});

describe("the inventory", () => {
  it("is read once until something changes", async () => {
    const { nodes, world, change } = inventoryOf(privateNetwork());
    await Promise.all([nodes.of(ACCOUNT, REGION), nodes.inventory(ACCOUNT, REGION), nodes.of(ACCOUNT, REGION)]);
    expect(world.reads).toBe(1);
    change({});
    await nodes.of(ACCOUNT, REGION);
    expect(world.reads).toBe(2);
  });

  it("is read again after a failure", async () => {
    const { nodes, world } = inventoryOf(privateNetwork());
    const { facts } = world;
    Object.defineProperty(world, "facts", {
      configurable: true,
      get: () => {
        throw new Error("moto is gone");
      },
    });
    await expect(nodes.of(ACCOUNT, REGION)).rejects.toThrow("moto is gone");
    Object.defineProperty(world, "facts", { value: facts });
    expect(await nodes.of(ACCOUNT, REGION)).toHaveLength(1);
  });
});

describe("requests that pass the gateway", () => {
  const request = (service: string, operation: string): CallerRequest => ({
    ...jsonRequest(operation, {}, userOf(ACCOUNT), service === "iam" ? "us-east-1" : REGION),
    service,
  });
  const answer = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.alloc(0) });

  it("make the inventory stale unless they only read", async () => {
    const { nodes, world } = inventoryOf(privateNetwork());
    const layer = noticeChanges(nodes);
    await nodes.of(ACCOUNT, REGION);
    await layer(request("ec2", "DescribeInstances"), answer);
    await layer(request("iam", "GetRole"), answer);
    await nodes.of(ACCOUNT, REGION);
    expect(world.reads).toBe(1);
    await layer(request("iam", "AttachRolePolicy"), answer);
    await nodes.of(ACCOUNT, REGION);
    expect(world.reads).toBe(2);
  });

  it("that stop an instance find its agent registered before", async () => {
    const { nodes, world } = inventoryOf(privateNetwork());
    const layer = noticeChanges(nodes);
    await layer(request("ec2", "RunInstances"), answer);
    await layer(request("ec2", "StopInstances"), () => {
      world.facts = privateNetwork({ instances: [instanceOf(1, { state: "stopped" })] });
      return answer();
    });
    expect(await nodes.of(ACCOUNT, REGION)).toMatchObject([{ lost: { why: "The instance is stopped." } }]);
  });
});
