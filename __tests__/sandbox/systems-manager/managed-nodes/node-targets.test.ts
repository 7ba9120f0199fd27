import { watchNodes } from "../../../../src/sandbox/systems-manager/managed-nodes/node-targets";
import { HOME, instanceId, instanceOf, inventoryOf, privateNetwork } from "./fixtures";

const TAG = [{ Key: "tag:env", Values: ["dev"] }];
const dev = { tags: { env: "dev" } };

function watched(...[facts, options]: Parameters<typeof inventoryOf>) {
  const inventory = inventoryOf(facts, options);
  const ended = new AbortController();
  const send = () => Promise.reject(new Error("There is no resource group."));
  const found = watchNodes({ nodes: inventory.nodes, send }, HOME, TAG, ended.signal);
  return { ...inventory, found, ended };
}

describe("Watching the nodes that targets select", () => {
  it("begins with the nodes that are there", async () => {
    const { found } = watched(privateNetwork({ instances: [instanceOf(1, dev), instanceOf(2)] }));
    expect((await found.next()).value).toEqual([instanceId(1)]);
  });

  it("yields a node that gets the tag", async () => {
    const { found, change } = watched(privateNetwork({ instances: [instanceOf(1)] }));
    expect((await found.next()).value).toEqual([]);
    const next = found.next();
    change({ facts: privateNetwork({ instances: [instanceOf(1, dev)] }) });
    expect((await next).value).toEqual([instanceId(1)]);
  });

  it("yields a node when its agent has started", async () => {
    const launched = new Date("2026-01-02T00:00:00Z");
    const { found } = watched(privateNetwork({ instances: [instanceOf(1, { launched, ...dev })] }), {
      nodes: { nodes: [{ match: {}, agent: { startsAfterSeconds: 90 } }] },
    });
    expect((await found.next()).value).toEqual([]);
    expect((await found.next()).value).toEqual([instanceId(1)]);
  });

  it("ends when it is aborted", async () => {
    const { found, ended } = watched(privateNetwork());
    await found.next();
    const next = found.next();
    ended.abort();
    expect((await next).done).toBe(true);
  });
});
