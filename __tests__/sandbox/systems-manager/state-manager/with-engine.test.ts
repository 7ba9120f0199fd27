// Associations over the real engine, which executes the runbook.
import {
  CreateAssociationCommand,
  DescribeAssociationCommand,
  DescribeAssociationExecutionsCommand,
  DescribeAssociationExecutionTargetsCommand,
} from "@aws-sdk/client-ssm";
import { isList } from "../../../../src/document/json";
import type { AutomationDocument } from "../../../../src/document/model";
import { AutomationEngine } from "../../../../src/engine/engine";
import { StateManager } from "../../../../src/sandbox/systems-manager/state-manager/state-manager";
import { fakePlatform } from "../../../engine/fake-platform";
import { clientOf, HOME, ROLE, RUNBOOK, TARGETED } from "./world";

const DOCUMENT: AutomationDocument = {
  schemaVersion: "0.3",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: {
    AutomationAssumeRole: { type: "String", default: "" },
    InstanceId: { type: "String" },
    AccountId: { type: "String", default: "none" },
  },
  mainSteps: [
    { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } },
    {
      name: "look",
      action: "aws:executeAwsApi",
      inputs: { Service: "ec2", Api: "DescribeInstances", InstanceIds: ["{{ InstanceId }}"] },
    },
  ],
};

/** State Manager over the engine. All instances have the tag; the runbook fails on those that are `broken`. */
function sandbox(instances: readonly string[], broken: readonly string[] = []) {
  const platform = fakePlatform({
    documents: { runbook: DOCUMENT },
    targets: () => instances,
    api: {
      "ec2:DescribeInstances": ({ InstanceIds }) => {
        if (broken.some((id) => isList(InstanceIds) && InstanceIds.includes(id))) throw new Error("broken");
        return {};
      },
    },
  });
  const engine = new AutomationEngine(platform);
  const manager = new StateManager({
    clock: platform.clock,
    automations: engine,
    documents: { find: () => Promise.resolve(RUNBOOK) },
    commands: undefined,
    identity: () => ({ arn: "arn:aws:sts::111111111111:assumed-role/state-manager/session" }),
    newId: () => platform.newId(),
    log: () => undefined,
  });
  return { platform, engine, manager, client: clientOf(manager, HOME.accountId, HOME.region) };
}

async function associate(made: ReturnType<typeof sandbox>) {
  const { client, engine, manager, platform } = made;
  const Parameters = { ...TARGETED.Parameters, InstanceId: ["{{RESOURCE_ID}}"] };
  const { AssociationDescription } = await client.send(new CreateAssociationCommand({ ...TARGETED, Parameters }));
  const named = { AssociationId: AssociationDescription?.AssociationId };
  await platform.clock.sleep(4 * 60 * 60_000);
  const { AssociationDescription: ended } = await client.send(new DescribeAssociationCommand(named));
  const { AssociationExecutions } = await client.send(new DescribeAssociationExecutionsCommand(named));
  const { AssociationExecutionTargets = [] } = await client.send(
    new DescribeAssociationExecutionTargetsCommand({ ...named, ExecutionId: AssociationExecutions?.[0]?.ExecutionId }),
  );
  manager.stop();
  return { named, ended, targets: AssociationExecutionTargets, records: engine.records(HOME) };
}

it("an association runs its runbook on every target with the role that its parameters name", async () => {
  const made = sandbox(["i-1", "i-2"]);
  const { named, ended, targets, records } = await associate(made);
  expect(ended?.Overview).toEqual({
    Status: "Success",
    DetailedStatus: "Success",
    AssociationStatusAggregatedCount: { Success: 2 },
  });
  expect(made.platform.assumed[0]).toMatchObject({ roleArn: ROLE });
  expect(records.find(({ Targets }) => Targets.length > 0)?.AssociationId).toBe(named.AssociationId);
  const sources = targets.map(({ ResourceId, OutputSource }) => [ResourceId, OutputSource?.OutputSourceId]);
  const children = records.filter(({ Target }) => Target !== undefined);
  expect(sources.sort()).toEqual(children.map((child) => [child.Target, child.AutomationExecutionId]).sort());
  expect(children.map(({ Parameters }) => Parameters["InstanceId"])).toEqual(
    expect.arrayContaining([["i-1"], ["i-2"]]),
  );
});

it("an association fails if its runbook fails on one target, and still runs it on the others", async () => {
  const { ended } = await associate(sandbox(["i-1", "i-2", "i-3"], ["i-1"]));
  expect(ended?.Overview).toEqual({
    Status: "Failed",
    DetailedStatus: "Failed",
    AssociationStatusAggregatedCount: { Success: 2, Failed: 1 },
  });
});

it("an association whose targets select nothing succeeds with an empty count", async () => {
  const { ended } = await associate(sandbox([]));
  expect(ended?.Overview).toEqual({
    Status: "Success",
    DetailedStatus: "Success",
    AssociationStatusAggregatedCount: {},
  });
});
