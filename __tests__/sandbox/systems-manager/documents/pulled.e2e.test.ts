import { setTimeout as sleep } from "node:timers/promises";
import { CreateVolumeCommand, DescribeVolumesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  GetAutomationExecutionCommand,
  ListDocumentsCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from "@aws-sdk/client-ssm";
import { pullDocuments } from "../../../../src/amazon/pull";
import { readAmazonDocuments } from "../../../../src/amazon/read-folder";
import { calls, folderWith, newFolder, removeFolders, runbook } from "../../../amazon/fixtures";
import { describeWith } from "../../../requires";
import { HOME_REGION, MANAGEMENT_ID } from "../../example-fleet";
import { startTestSandbox, type TestSandbox } from "../../test-sandbox";

const DELETES = {
  ...runbook({
    name: "deleteVolume",
    action: "aws:executeAwsApi",
    inputs: { Service: "ec2", Api: "DeleteVolume", VolumeId: "{{ VolumeId }}" },
  }),
  parameters: { VolumeId: { type: "String" } },
};
const FILES = {
  "AWS-DeleteEbsVolumes/7.json": DELETES,
  "AWS-Outer/1.json": {
    ...runbook(calls("inner", "AWS-DeleteEbsVolumes", { RuntimeParameters: { VolumeId: "{{ VolumeId }}" } })),
    parameters: DELETES.parameters,
  },
  "AWS-Lacks/1.json": runbook(calls("next", "AWS-Absent")),
};

describeWith(["moto_server"], "a file of a document of Amazon's in a sandbox", (moto) => {
  let test: TestSandbox;
  let ssm: SSMClient;
  let ec2: EC2Client;

  beforeAll(async () => {
    test = await startTestSandbox(moto, undefined, readAmazonDocuments(folderWith(FILES)));
    ssm = await test.client(SSMClient, MANAGEMENT_ID);
    ec2 = await test.client(EC2Client, MANAGEMENT_ID);
  });

  afterAll(async () => {
    await test.end();
    removeFolders();
  });

  async function executed(DocumentName: string) {
    const { VolumeId = "" } = await ec2.send(new CreateVolumeCommand({ Size: 1, AvailabilityZone: `${HOME_REGION}a` }));
    const Parameters = { VolumeId: [VolumeId] };
    const started = await ssm.send(new StartAutomationExecutionCommand({ DocumentName, Parameters }));
    const { AutomationExecutionId } = started;
    for (;;) {
      const answer = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      const { AutomationExecutionStatus: status, DocumentVersion } = answer.AutomationExecution ?? {};
      if (status !== "InProgress" && status !== "Pending") {
        const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
        return { status, DocumentVersion, isThere: Volumes.some((volume) => volume.VolumeId === VolumeId) };
      }
      await sleep(100);
    }
  }

  it("is run, in its version", async () => {
    expect(await executed("AWS-DeleteEbsVolumes")).toEqual({ status: "Success", DocumentVersion: "7", isThere: false });
  });

  it("is run by another one that runs it", async () => {
    expect(await executed("AWS-Outer")).toMatchObject({ status: "Success", isThere: false });
  });

  it("is listed as Amazon's", async () => {
    const Filters = [
      { Key: "Owner", Values: ["Amazon"] },
      { Key: "Name", Values: ["AWS-DeleteEbs"] },
    ];
    const { DocumentIdentifiers } = await ssm.send(new ListDocumentsCommand({ Filters }));
    expect(DocumentIdentifiers).toMatchObject([
      { Name: "AWS-DeleteEbsVolumes", Owner: "Amazon", DocumentVersion: "7" },
    ]);
  });

  it("is refused at its start if it runs a document that is not here", async () => {
    const start = ssm.send(new StartAutomationExecutionCommand({ DocumentName: "AWS-Lacks" }));
    await expect(start).rejects.toMatchObject({
      name: "AutomationDefinitionNotFoundException",
      message: expect.stringContaining("documents pull AWS-Absent") as string,
    });
  });

  it("is pulled from Systems Manager with the documents that it runs", async () => {
    const folder = newFolder();
    const { signal } = new AbortController();
    const options = { ssm, folder, names: ["AWS-Outer"], log: () => undefined, signal };
    const { documents, problems } = await pullDocuments(options);
    expect(problems).toEqual([]);
    expect(documents.map(({ name, versions }) => [name, versions])).toEqual([
      ["AWS-Outer", ["1"]],
      ["AWS-DeleteEbsVolumes", ["7"]],
    ]);
    expect(readAmazonDocuments(folder).get("AWS-DeleteEbsVolumes")?.versions.get("7")?.content).toEqual(DELETES);
  });
});
