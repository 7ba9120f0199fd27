import { AgentPlugins } from "../../../../src/sandbox/machines/agent/agent-plugins";
import { REAL_TIME } from "../../../../src/sandbox/machines/machine-time";
import { serveJson } from "../../../../src/sandbox/protocol/json";
import { describeInstancePatchStates } from "../../../../src/sandbox/systems-manager/managed-nodes/describe-instance-patch-states";
import { jsonClient } from "../../json-client";
import { LINUX, never, node, script } from "../../machines/support";
import { ACCOUNT, instanceId, instanceOf, inventoryOf, privateNetwork, REGION } from "./fixtures";

function client() {
  const agents = new AgentPlugins();
  const operation = describeInstancePatchStates({
    nodes: inventoryOf(
      privateNetwork({ instances: [{ ...instanceOf(1), tags: { "Patch Group": "web" } }, instanceOf(2)] }),
    ).nodes,
    lastPatched: (id) => agents.patchState(id),
  });
  const call = jsonClient((request) => serveJson(new Map([[operation.name, operation]]), request), {
    accountId: ACCOUNT,
    region: REGION,
  });
  return {
    ask: (ids = [instanceId(1), instanceId(2)]) => call("DescribeInstancePatchStates", { InstanceIds: ids }),
    patch: (inputs: Record<string, string>) =>
      agents.run(
        node(
          { patches: { missing: ["kernel.x86_64", "openssl.x86_64"], failing: ["kernel.x86_64"], installed: 120 } },
          { ...LINUX, instanceId: instanceId(1) },
        ),
        script([], { plugin: "patches", inputs, instanceId: instanceId(1) }),
        never,
        REAL_TIME,
      ),
  };
}

describe("DescribeInstancePatchStates", () => {
  it("knows no node on which AWS-RunPatchBaseline has not run", async () => {
    expect(await client().ask()).toEqual({ InstancePatchStates: [] });
  });

  it("reports what a scan found, by the node's description", async () => {
    const { ask, patch } = client();
    await patch({ Operation: "Scan", SnapshotId: "snapshot" });
    expect(await ask()).toMatchObject({
      InstancePatchStates: [
        {
          InstanceId: instanceId(1),
          PatchGroup: "web",
          Operation: "Scan",
          SnapshotId: "snapshot",
          RebootOption: "RebootIfNeeded",
          InstalledCount: 120,
          MissingCount: 2,
          FailedCount: 0,
        },
      ],
    });
    expect(await ask([instanceId(2)])).toEqual({ InstancePatchStates: [] });
  });

  it("reports what an installation left", async () => {
    const { ask, patch } = client();
    await patch({ Operation: "Install", RebootOption: "NoReboot" });
    expect(await ask()).toMatchObject({
      InstancePatchStates: [
        { Operation: "Install", RebootOption: "NoReboot", InstalledCount: 121, MissingCount: 0, FailedCount: 1 },
      ],
    });
  });

  it("refuses the id of something else", async () => {
    await expect(client().ask(["vol-1"])).rejects.toMatchObject({ code: "ValidationException" });
  });
});
