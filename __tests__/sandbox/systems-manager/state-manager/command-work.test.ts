// Associations of Command documents, which Run Command executes.
import { UpdateAssociationCommand } from "@aws-sdk/client-ssm";
import { ApiCallError } from "../../../../src/engine/errors";
import type { CommandOutcome, Commands } from "../../../../src/engine/ports";
import type { JsonObject } from "../../../../src/document/json";
import type { AssociationDocument } from "../../../../src/sandbox/systems-manager/state-manager/documents";
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

/** State Manager with a fake Run Command that answers this, and one association. */
async function sent(answer: () => Promise<CommandOutcome>, request: object = {}) {
  const inputs: JsonObject[] = [];
  const commands: Commands = {
    run(input) {
      inputs.push(input);
      return answer();
    },
  };
  const made = world({ commands });
  made.documents.set(ON_NODES.Name, DOCUMENT);
  const { AssociationId = "" } = await create(made.client(), { ...ON_NODES, ...request });
  await settled();
  const [association] = made.manager.all(HOME);
  return { ...made, inputs, run: association?.runs[0], AssociationId };
}

describe("An association of a Command document", () => {
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

  it("has the detailed status NoInstancesInTag if no node has the tag", async () => {
    const { run } = await sent(() => Promise.resolve(outcome({}, { statusDetails: "NoInstancesInTag" })));
    expect(run?.end).toMatchObject({ status: "Success", detailedStatus: "NoInstancesInTag" });
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
