/** A runbook in TypeScript, run in a simulation: copy this for one of yours. docs/runbooks.md lists what a simulation can answer. */
import { checkOs } from "../../runbooks/check-os";
import type { SimulatedNode } from "../../src/simulation/nodes";
import { simulate } from "../../src/simulation/simulate";

const instance = "i-0123456789abcdef0";
const check = (node: SimulatedNode) =>
  simulate(checkOs, { parameters: { InstanceId: instance }, nodes: { [instance]: node } });

describe("check-os", () => {
  it("hands out the host name", async () => {
    const run = await check({ hostname: "web-1" });
    expect(run.expectStatus("Success").outputs["CheckHostname.HostnameOutput"]).toBe("web-1\n");
  });

  it("stops where the instance cannot list its updates", async () => {
    const run = await check({ programs: { yum: { stderr: "Cannot find a valid baseurl", exitCode: 1 } } });
    expect(run.expectStatus("Failed").failureMessage).toContain("Cannot find a valid baseurl");
    expect(run.step("CheckNTP").status).toBe("Pending");
  });

  it("fails on an instance that is not managed", async () => {
    const run = await check("unmanaged");
    expect(run.expectStatus("Failed").failureMessage).toContain("InvalidInstanceId");
  });
});
