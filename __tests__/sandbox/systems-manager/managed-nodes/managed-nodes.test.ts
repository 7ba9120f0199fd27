import { noticeChanges } from "../../../../src/sandbox/systems-manager/managed-nodes/notice-changes";
import type { CallerRequest } from "../../../../src/sandbox/protocol/message";
import { jsonRequest, userOf } from "../../json-client";
import { allowAll } from "../../../iam/decision/fixtures";
import {
  ACCOUNT,
  HOME,
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

describe("An EC2 instance", () => {
  it("becomes a managed node if it reaches Systems Manager and has a role", async () => {
    const { nodes, clock } = inventoryOf(privateNetwork());
    expect(await nodes.of(HOME)).toMatchObject([
      { instance: { id: ID }, iamRole: "node", registered: clock.now(), lost: undefined },
    ]);
  });

  it.each([
    ["without an instance profile", { profileArn: undefined }, "No instance profile is attached."],
    ["without the metadata service", { hasMetadataService: false }, "The instance metadata service is off"],
    ["that was never running", { state: "stopped" as const }, "The instance is stopped."],
  ])("%s is not a managed node, and the inventory says why", async (_, overrides, reason) => {
    const { nodes, whyNot } = inventoryOf(privateNetwork({ instances: [instanceOf(1, overrides)] }));
    expect(await nodes.of(HOME)).toEqual([]);
    expect(await whyNot()).toContain(reason);
  });

  const register = { Effect: "Allow", Action: "ssm:UpdateInstanceInformation", Resource: "*" };
  it.each([
    ["whose role does not trust EC2", agentRole({ trust: trustOf("lambda.amazonaws.com") }), "ec2.amazonaws.com"],
    [
      "whose role has no permissions",
      agentRole({ policies: { identityPolicies: [] } }),
      "ssm:UpdateInstanceInformation",
    ],
    [
      "whose role has only the permission to register",
      agentRole({ policies: policies(register) }),
      "ssmmessages:CreateControlChannel",
    ],
    [
      "whose role is denied ssmmessages",
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
  ])("%s is not a managed node, and the inventory says why", async (_, role, reason) => {
    const inventory = inventoryOf(privateNetwork());
    inventory.change({ role });
    expect(await inventory.nodes.of(HOME)).toEqual([]);
    expect(await inventory.whyNot()).toContain(reason);
  });

  it("can be the only one that its role allows to register", async () => {
    const own = { ...register, Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${ID}` };
    const channels = { Effect: "Allow", Action: "ssmmessages:*", Resource: "*" };
    const inventory = inventoryOf(privateNetwork({ instances: [instanceOf(1), instanceOf(2)] }));
    inventory.change({ role: agentRole({ policies: policies(own, channels) }) });
    expect((await inventory.nodes.of(HOME)).map(({ instance }) => instance.id)).toEqual([ID]);
  });

  it("answers otherwise after a change of its description alone, and stays registered", async () => {
    const nodes: { nodes?: { match: { account: string }; hostname: string }[] } = {};
    const inventory = inventoryOf(privateNetwork({ instances: [instanceOf(1)] }), { nodes });
    const [before] = await inventory.nodes.of(HOME);
    expect(await inventory.nodes.describeAnew(() => undefined)).toEqual([]);
    const describe = () => (nodes.nodes = [{ match: { account: ACCOUNT }, hostname: "renamed" }]);
    expect(await inventory.nodes.describeAnew(describe)).toEqual([ID]);
    expect(await inventory.nodes.of(HOME)).toMatchObject([
      { description: { hostname: "renamed" }, registered: before?.registered, lost: undefined },
    ]);
  });

  it("becomes a managed node when its agent has started", async () => {
    const launched = new Date("2026-01-02T00:00:00Z");
    const { nodes, clock, whyNot } = inventoryOf(privateNetwork({ instances: [instanceOf(1, { launched })] }), {
      nodes: { nodes: [{ match: {}, agent: { startsAfterSeconds: 90 } }] },
    });
    expect(await nodes.of(HOME)).toEqual([]);
    expect(await whyNot()).toBe("Its agent starts at 2026-01-02T00:01:30.000Z.");
    await nodes.untilReady(HOME, ID, new AbortController().signal);
    expect(clock.now()).toEqual(new Date("2026-01-02T00:01:30Z"));
    expect(await nodes.of(HOME)).toHaveLength(1);
  });
});

describe("A registered node", () => {
  const stopped = privateNetwork({ instances: [instanceOf(1, { state: "stopped" })] });

  it("loses its connection when it is stopped, and regains it when it is started", async () => {
    const { nodes, clock, change } = inventoryOf(privateNetwork());
    const [{ registered } = { registered: undefined }] = await nodes.of(HOME);
    await clock.sleep(60_000);
    change({ facts: stopped });
    const [lost] = await nodes.of(HOME);
    expect(lost).toMatchObject({ registered, lost: { since: clock.now(), why: "The instance is stopped." } });
    change({ facts: privateNetwork() });
    expect(await nodes.of(HOME)).toMatchObject([{ registered, lost: undefined }]);
  });

  it("loses its connection without an interface endpoint", async () => {
    const { nodes, change } = inventoryOf(privateNetwork());
    await nodes.of(HOME);
    change({ facts: privateNetwork({ endpoints: [] }) });
    expect((await nodes.of(HOME))[0]?.lost?.why).toContain("has no interface endpoint");
  });

  it("is no longer listed when its instance is terminated", async () => {
    const { nodes, change } = inventoryOf(privateNetwork());
    await nodes.of(HOME);
    change({ facts: privateNetwork({ instances: [] }) });
    expect(await nodes.of(HOME)).toEqual([]);
  });
});

describe("Waiting for a node", () => {
  it("ends when the node regains its connection", async () => {
    const { nodes, change } = inventoryOf(privateNetwork());
    await nodes.of(HOME);
    change({ facts: privateNetwork({ endpoints: [] }) });
    const ready = nodes.untilReady(HOME, ID, new AbortController().signal);
    change({ facts: privateNetwork() });
    expect((await ready)?.instance.id).toBe(ID);
  });

  it("ends with undefined when the instance is terminated", async () => {
    const { nodes, change } = inventoryOf(privateNetwork({ endpoints: [] }));
    const ready = nodes.untilReady(HOME, ID, new AbortController().signal);
    change({ facts: privateNetwork({ instances: [] }) });
    expect(await ready).toBeUndefined();
  });

  it("ends only with the signal if the agent does not respond", async () => {
    const { nodes } = inventoryOf(privateNetwork(), { nodes: { nodes: [{ match: {}, agent: { responds: false } }] } });
    const waiting = new AbortController();
    const ready = nodes.untilReady(HOME, ID, waiting.signal);
    waiting.abort(new Error("enough"));
    await expect(ready).rejects.toThrow("enough");
  });
});

describe("The inventory of managed nodes", () => {
  it("is read once until something changes", async () => {
    const { nodes, world, change } = inventoryOf(privateNetwork());
    await Promise.all([nodes.of(HOME), nodes.inventory(HOME), nodes.of(HOME)]);
    expect(world.reads).toBe(1);
    change({});
    await nodes.of(HOME);
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
    await expect(nodes.of(HOME)).rejects.toThrow("moto is gone");
    Object.defineProperty(world, "facts", { value: facts });
    expect(await nodes.of(HOME)).toHaveLength(1);
  });
});

describe("Requests that pass through the gateway", () => {
  const request = (service: string, operation: string): CallerRequest => ({
    ...jsonRequest(operation, {}, userOf(ACCOUNT), service === "iam" ? "us-east-1" : REGION),
    service,
  });
  const answer = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.alloc(0) });

  it("invalidate the inventory of managed nodes unless they only read", async () => {
    const { nodes, world } = inventoryOf(privateNetwork());
    const layer = noticeChanges(nodes);
    await nodes.of(HOME);
    await layer(request("ec2", "DescribeInstances"), answer);
    await layer(request("iam", "GetRole"), answer);
    await nodes.of(HOME);
    expect(world.reads).toBe(1);
    await layer(request("iam", "AttachRolePolicy"), answer);
    await nodes.of(HOME);
    expect(world.reads).toBe(2);
  });

  it("register the agent of an instance before they stop the instance", async () => {
    const { nodes, world } = inventoryOf(privateNetwork());
    const layer = noticeChanges(nodes);
    await layer(request("ec2", "RunInstances"), answer);
    await layer(request("ec2", "StopInstances"), () => {
      world.facts = privateNetwork({ instances: [instanceOf(1, { state: "stopped" })] });
      return answer();
    });
    expect(await nodes.of(HOME)).toMatchObject([{ lost: { why: "The instance is stopped." } }]);
  });
});
