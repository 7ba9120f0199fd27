import { AgentPlugins } from "../../../../src/sandbox/machines/agent/agent-plugins";
import { REAL_TIME } from "../../../../src/sandbox/machines/machine-time";
import { serveJson } from "../../../../src/sandbox/protocol/json";
import { describeInstancePatches } from "../../../../src/sandbox/systems-manager/managed-nodes/describe-instance-patches";
import { jsonClient } from "../../json-client";
import { LINUX, never, node, script } from "../../machines/support";
import { ACCOUNT, instanceId, instanceOf, inventoryOf, privateNetwork, REGION } from "./fixtures";

const MISSING = ["kernel.x86_64", "openssl.x86_64", "2026-01 Update (KB5023702)"];

function client() {
  const agents = new AgentPlugins();
  const operation = describeInstancePatches({
    nodes: inventoryOf(privateNetwork({ instances: [instanceOf(1), instanceOf(2)] })).nodes,
    foundPatches: (id) => agents.foundPatches(id),
  });
  const call = jsonClient((request) => serveJson(new Map([[operation.name, operation]]), request), {
    accountId: ACCOUNT,
    region: REGION,
  });
  const patches = { missing: MISSING, failing: ["kernel.x86_64"], pendingReboot: ["openssl.x86_64"], installed: 120 };
  return {
    ask: async (input: object = {}) => {
      const answer = await call<{ Patches: readonly Record<string, unknown>[] }>("DescribeInstancePatches", {
        InstanceId: instanceId(1),
        ...input,
      });
      return answer.Patches;
    },
    patch: (inputs: Record<string, string>) =>
      agents.run(
        node({ patches }, { ...LINUX, instanceId: instanceId(1) }),
        script([], { plugin: "patches", inputs, instanceId: instanceId(1) }),
        never,
        REAL_TIME,
      ),
  };
}

const states = (patches: readonly Record<string, unknown>[]) => patches.map(({ KBId, State }) => [KBId, State]);

describe("DescribeInstancePatches", () => {
  it("knows no patch of a node on which AWS-RunPatchBaseline has not run", async () => {
    expect(await client().ask()).toEqual([]);
  });

  it("says after a scan which patches are missing", async () => {
    const { ask, patch } = client();
    await patch({ Operation: "Scan" });
    expect(await ask()).toEqual([
      expect.objectContaining({ Title: "kernel.x86_64", KBId: "kernel.x86_64", State: "Missing", InstalledTime: 0 }),
      expect.objectContaining({ KBId: "openssl.x86_64", State: "Missing" }),
      expect.objectContaining({ Title: MISSING[2], KBId: "KB5023702", State: "Missing" }),
    ]);
  });

  it("says after an installation what became of each patch, and when", async () => {
    const { ask, patch } = client();
    await patch({ Operation: "Install", RebootOption: "NoReboot" });
    const patches = await ask();
    expect(states(patches)).toEqual([
      ["openssl.x86_64", "InstalledPendingReboot"],
      ["KB5023702", "Installed"],
      ["kernel.x86_64", "Failed"],
    ]);
    expect(patches[0]?.["InstalledTime"]).toBeGreaterThan(0);
  });

  it("filters by state, and refuses filters that AWS does not have", async () => {
    const { ask, patch } = client();
    await patch({ Operation: "Install" });
    const failed = await ask({ Filters: [{ Key: "State", Values: ["FAILED", "Missing"] }] });
    expect(states(failed)).toEqual([["kernel.x86_64", "Failed"]]);
    await expect(ask({ Filters: [{ Key: "Colour", Values: ["red"] }] })).rejects.toMatchObject({
      code: "InvalidFilter",
    });
  });

  it("refuses an instance that is no managed node", async () => {
    await expect(client().ask({ InstanceId: instanceId(9) })).rejects.toMatchObject({ code: "InvalidInstanceId" });
  });
});
