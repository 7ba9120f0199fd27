/** A runbook in YAML, run in a simulation. Of one in runbooks/ the name is enough: `findRunbook("reboot-when-idle", readCatalogue())`. */
import path from "node:path";
import { readCatalogue } from "../../src/catalogue/catalogue";
import { findRunbook } from "../../src/catalogue/find-runbook";
import { simulate } from "../../src/simulation/simulate";

const { runbook } = findRunbook(path.join(__dirname, "reboot-when-idle.yaml"), readCatalogue());

const instance = "i-0123456789abcdef0";
const rebootWith = (who: string) =>
  simulate(runbook, {
    parameters: { InstanceId: instance },
    nodes: { [instance]: { programs: { who: { stdout: who } } } },
    api: { "ec2:RebootInstances": {} },
  });

describe("reboot-when-idle", () => {
  it("reboots an instance on which nobody is logged in", async () => {
    const run = await rebootWith("");
    expect(run.expectStatus("Success").calls).toMatchObject([
      { name: "ec2:RebootInstances", parameters: { InstanceIds: [instance] } },
    ]);
  });

  it("leaves one alone on which somebody is", async () => {
    const run = await rebootWith("anna  pts/0  2026-01-31 12:00");
    expect(run.expectStatus("Failed").failureMessage).toContain("somebody is logged in");
    expect(run.calls).toEqual([]);
  });
});
