import { instanceUnreachable } from "../../../../src/operations/preview/probes/instance-unreachable";
import { createAndShareAmi } from "../../../../runbooks/create-and-share-ami";
import { brief, DEV, findings, instanceOf } from "../fake-preview";

const instance = (state: string, name?: string) => ({
  instances: () => Promise.resolve([{ id: instanceOf(DEV), name, state }]),
});
const nodes = (...entries: readonly (readonly [string, string])[]) => ({
  nodes: () => Promise.resolve(new Map(entries)),
});

describe("the probe of instances", () => {
  it("finds nothing if every instance runs and answers", async () => {
    expect(await findings(instanceUnreachable)).toEqual([]);
  });

  it("starts an instance that is stopped, and says which step would wait for it", async () => {
    const found = await findings(instanceUnreachable, { at: { [DEV]: { ...instance("stopped"), ...nodes() } } });
    expect(brief(found)).toEqual([
      ["error", DEV, `aws ec2 start-instances --instance-ids ${instanceOf(DEV)} --region ap-northeast-1`],
    ]);
    expect(found[0]?.message).toBe(
      "The instance is stopped. The step CheckHostname would fail there, or run into its time-out of 10 s.",
    );
  });

  it.each([
    ["is not a managed node", nodes(), "is not a managed node"],
    ["has lost its connection", nodes([instanceOf(DEV), "ConnectionLost"]), "ConnectionLost"],
  ])("names one that %s", async (_, planted, message) => {
    const found = await findings(instanceUnreachable, { at: { [DEV]: planted } });
    expect(found.map((finding) => finding.message)).toEqual([expect.stringContaining(message)]);
  });

  it("gives the stack of an instance that is the fleet's own", async () => {
    const own = { ...instance("running", "fleetbook-app-dev"), ...nodes() };
    expect(brief(await findings(instanceUnreachable, { at: { [DEV]: own } }))).toEqual([
      ["error", DEV, "target-app-dev"],
    ]);
  });

  it("lets instances be stopped if no step runs a command on them", async () => {
    const request = { runbook: createAndShareAmi };
    expect(await findings(instanceUnreachable, { at: { [DEV]: instance("stopped") }, request })).toEqual([]);
  });
});
