import { checkOs } from "../../../runbooks/check-os";
import { simulate, type SimulatedNode } from "../../../src/package/jest";
import { defineRunbook } from "../../../src/package/runbook";

const instance = "i-0123456789abcdef0";
const check = (node: SimulatedNode) =>
  simulate(checkOs, { parameters: { InstanceId: instance }, nodes: { [instance]: node } });

const reboot = defineRunbook({
  name: "reboot",
  parameters: { InstanceId: { type: "String", description: "The instance." } },
  mainSteps: [
    {
      name: "Reboot",
      action: "aws:executeAwsApi",
      inputs: { Service: "ec2", Api: "RebootInstances", InstanceIds: ["{{ InstanceId }}"] },
    },
  ],
});
const rebooted = () => simulate(reboot, { parameters: { InstanceId: instance }, api: { "ec2:RebootInstances": {} } });

describe("the matchers of fleetbook/jest", () => {
  it("know the status of a run and of its steps", async () => {
    const run = await check({ programs: { yum: { exitCode: 1 } } });
    expect(run).toHaveStatus("Failed");
    expect(run).not.toHaveStatus("Success");
    expect(run).toHaveStep("CheckUpdate", "Failed");
    expect(run).toHaveStep("CheckNTP", "Pending");
  });

  it("say which status it is, with the table of steps", async () => {
    const run = await check({});
    expect(() => expect(run).toHaveStatus("Failed")).toThrow(/the status Failed, and it is Success[^]*CheckHostname/);
    expect(() => expect(run).toHaveStep("CheckNTP", "Failed")).toThrow("at step CheckNTP, and it is Success");
  });

  it("find a call by its operation and some of its parameters", async () => {
    const run = await rebooted();
    expect(run).toHaveCalled("ec2:RebootInstances");
    expect(run).toHaveCalled("ec2:RebootInstances", { InstanceIds: [instance] });
    expect(run).not.toHaveCalled("ec2:RebootInstances", { DryRun: true });
    expect(run).not.toHaveCalled("ec2:StopInstances");
  });

  it("show the calls that there were", async () => {
    const run = await rebooted();
    expect(() => expect(run).toHaveCalled("ec2:StopInstances")).toThrow("its calls are: ec2:RebootInstances");
    expect(() => expect(run).toHaveCalled("ec2:RebootInstances", { DryRun: true })).toThrow(instance);
  });

  it("ask for the await where a promise is given", () => {
    expect(() => expect(rebooted()).toHaveStatus("Success")).toThrow("await it first");
  });
});
