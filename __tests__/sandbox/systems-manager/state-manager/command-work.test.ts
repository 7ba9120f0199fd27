// Associations of Command documents, which Run Command executes.
import { DeleteAssociationCommand, DescribeAssociationCommand, UpdateAssociationCommand } from "@aws-sdk/client-ssm";
import { ApiCallError } from "../../../../src/engine/errors";
import type { CommandOutcome, Commands } from "../../../../src/engine/ports";
import type { JsonObject } from "../../../../src/document/json";
import type { AssociationDocument } from "../../../../src/sandbox/systems-manager/state-manager/documents";
import type { WatchNodes } from "../../../../src/sandbox/systems-manager/state-manager/new-nodes";
import { create, HOME, RUNBOOK, settled, world } from "./world";

const DOCUMENT: AssociationDocument = {
  ...RUNBOOK,
  type: "Command",
  isAmazons: true,
  assumeRole: undefined,
  parameters: { commands: {} },
};
const ON_NODES = {
  Name: "AWS-RunShellScript",
  Parameters: { commands: ["uptime"] },
  Targets: [{ Key: "InstanceIds", Values: ["*"] }],
};
const COMMAND_ID = "99999999-2222-3333-4444-555555555555";

function outcome(statuses: Readonly<Record<string, string>>, of: Partial<CommandOutcome> = {}): CommandOutcome {
  return {
    commandId: COMMAND_ID,
    status: "Success",
    statusDetails: "Success",
    invocations: Object.entries(statuses).map(([InstanceId, Status]) => ({
      CommandId: COMMAND_ID,
      InstanceId,
      Status,
      StatusDetails: Status,
      CommandPlugins: [],
    })),
    ...of,
  };
}

/** State Manager with a fake Run Command that answers this, and one association. `change` gives it other nodes. */
async function sent(answer: () => Promise<CommandOutcome>, request: object = {}, type = "Command") {
  const inputs: JsonObject[] = [];
  const states: ((nodes: readonly string[]) => void)[] = [];
  const watchNodes: WatchNodes = async function* (_location, _targets, signal) {
    yield ["i-1"];
    while (!signal.aborted) yield await new Promise<readonly string[]>((resolve) => states.push(resolve));
  };
  const commands: Commands = {
    run(input) {
      inputs.push(input);
      return answer();
    },
  };
  const made = world({ commands, watchNodes });
  made.documents.set(ON_NODES.Name, { ...DOCUMENT, type });
  const { AssociationId = "" } = await create(made.client(), { ...ON_NODES, ...request });
  await settled();
  const [association] = made.manager.all(HOME);
  const change = async (...nodes: string[]): Promise<void> => {
    await made.pass(1_000);
    states.pop()?.(nodes);
    await settled();
  };
  return { ...made, inputs, run: association?.runs[0], AssociationId, change };
}

describe("An association whose document runs on nodes", () => {
  it("sends the command to all of its nodes at the same time", async () => {
    const { inputs } = await sent(() => Promise.resolve(outcome({ "i-1": "Success" })));
    expect(inputs).toEqual([
      {
        DocumentName: "AWS-RunShellScript",
        DocumentVersion: "$DEFAULT",
        Parameters: { commands: ["uptime"] },
        Targets: [{ Key: "InstanceIds", Values: ["*"] }],
        MaxConcurrency: "100%",
        MaxErrors: "100%",
      },
    ]);
  });

  it("passes its output location to the command", async () => {
    const S3Location = { OutputS3BucketName: "output", OutputS3KeyPrefix: "uptime", OutputS3Region: "eu-west-1" };
    const { inputs } = await sent(() => Promise.resolve(outcome({})), { OutputLocation: { S3Location } });
    expect(inputs[0]).toMatchObject(S3Location);
  });

  it("has the final status of the command, with a target for each node", async () => {
    const { run } = await sent(() =>
      Promise.resolve(outcome({ "i-1": "Success", "i-2": "TimedOut" }, { status: "Failed", statusDetails: "Failed" })),
    );
    expect(run?.end).toMatchObject({ status: "Failed", detailedStatus: "Failed" });
    expect(run?.work?.targets()).toMatchObject([
      { resourceId: "i-1", resourceType: "ManagedInstance", status: "Success" },
      { resourceId: "i-2", status: "Failed", detailedStatus: "TimedOut" },
    ]);
    expect(run?.work?.targets()[0]?.output()).toEqual({ OutputSourceId: COMMAND_ID, OutputSourceType: "RunCommand" });
  });

  it("succeeds if no node has the tag, although the command fails", async () => {
    const none = outcome({}, { status: "Failed", statusDetails: "NoInstancesInTag" });
    const { run } = await sent(() => Promise.resolve(none));
    expect(run?.end).toMatchObject({ status: "Success", detailedStatus: "Success" });
  });

  it.each(["Command", "Policy"])(
    "of a %s document runs on a node that it gets later, and on no other",
    async (type) => {
      const { inputs, change } = await sent(() => Promise.resolve(outcome({})), {}, type);
      await change("i-1", "i-2");
      await change("i-1", "i-2");
      expect(inputs.slice(1)).toMatchObject([{ Targets: [{ Key: "InstanceIds", Values: ["i-2"] }] }]);
    },
  );

  it("runs again on a node that it had lost", async () => {
    const { inputs, change } = await sent(() => Promise.resolve(outcome({})));
    await change();
    await change("i-1");
    expect(inputs).toHaveLength(2);
  });

  it("runs on 50 new nodes at a time", async () => {
    const { inputs, change } = await sent(() => Promise.resolve(outcome({})));
    await change(...Array.from({ length: 60 }, (_, index) => `i-${String(index + 2)}`));
    const counts = inputs.slice(1).map(({ Targets }) => (Targets as { Values: string[] }[])[0]?.Values.length);
    expect(counts).toEqual([50, 10]);
  });

  it("counts the nodes that it got later together with the others", async () => {
    const answers = [{ "i-1": "Success" }, { "i-2": "Failed" }];
    const { change, client, AssociationId } = await sent(() => {
      const failed = answers.length === 1 ? ({ status: "Failed", statusDetails: "Failed" } as const) : {};
      return Promise.resolve(outcome(answers.shift() ?? {}, failed));
    });
    await change("i-1", "i-2");
    const { AssociationDescription } = await client().send(new DescribeAssociationCommand({ AssociationId }));
    expect(AssociationDescription?.Overview).toEqual({
      Status: "Failed",
      DetailedStatus: "Failed",
      AssociationStatusAggregatedCount: { Success: 1, Failed: 1 },
    });
  });

  it.each([
    ["with ApplyOnlyAtCronInterval", { ApplyOnlyAtCronInterval: true, ScheduleExpression: "cron(0 2 ? * SUN *)" }],
    ["after it is deleted", {}],
  ])("does not run on new nodes %s", async (when, request) => {
    const { inputs, change, client, AssociationId } = await sent(() => Promise.resolve(outcome({})), request);
    const { length } = inputs;
    if (when === "after it is deleted") await client().send(new DeleteAssociationCommand({ AssociationId }));
    await change("i-1", "i-2");
    expect(inputs).toHaveLength(length);
  });

  it("logs why it no longer serves new nodes", async () => {
    const { log, documents, client } = world({
      commands: { run: () => Promise.resolve(outcome({})) },
      watchNodes: () => {
        throw new Error("moto is gone");
      },
    });
    documents.set(ON_NODES.Name, DOCUMENT);
    await create(client(), ON_NODES);
    await settled();
    expect(log).toEqual([expect.stringContaining("moto is gone")]);
  });

  it("fails if Run Command refuses the command", async () => {
    const { run, log } = await sent(() =>
      Promise.reject(new ApiCallError("InvalidInstanceId", "No node.", "SendCommand")),
    );
    expect(run?.end).toMatchObject({ status: "Failed", detailedStatus: "InvalidInstanceId" });
    expect(log[0]).toContain("No node.");
  });

  it("keeps its targets if an update leaves them out", async () => {
    const { client, AssociationId, inputs } = await sent(() => Promise.resolve(outcome({ "i-1": "Success" })));
    const { Parameters } = ON_NODES;
    await client().send(new UpdateAssociationCommand({ AssociationId, Parameters }));
    await settled();
    expect(inputs[1]).toMatchObject({ Targets: ON_NODES.Targets });
  });

  it.each([
    [{ Targets: [] }, "InvalidTarget", "Instance ID or targets must be specified"],
    [{ AutomationTargetParameterName: "commands" }, "InvalidParameters", /Automation/],
    [{ TargetLocations: [{ Accounts: ["222222222222"], Regions: ["eu-west-1"] }] }, "InvalidTarget", /Automation/],
  ])("refuses %j", async (changes, name, message) => {
    await expect(sent(() => Promise.resolve(outcome({})), changes)).rejects.toMatchObject({
      name,
      message: typeof message === "string" ? message : (expect.stringMatching(message) as string),
    });
  });

  it("is refused as not implemented without Run Command", async () => {
    const { client, documents } = world();
    documents.set(ON_NODES.Name, DOCUMENT);
    await expect(create(client(), ON_NODES)).rejects.toMatchObject({ name: "NotImplemented" });
  });
});
