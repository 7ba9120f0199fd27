/** Whole outputs of commands: in the buckets of `outputs` in the fleet file, and in log groups. */
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { INSTANCE_ROLE_NAME, READER_ROLE_NAME } from "../../../src/fleet/names";
import type { ResultRecord, StepRecord } from "../../../src/operations/results/schema";
import { temporaryFolder } from "../commands";
import { ALL_AT_ONCE, DEV, MANAGEMENT, REGION, type Operator } from "./operator";

const LINES = 120_000;
const command = (name: string, shell: string, place: object = {}) => ({
  name,
  action: "aws:runCommand",
  onFailure: "Continue",
  inputs: {
    DocumentName: "AWS-RunShellScript",
    InstanceIds: ["{{ InstanceId }}"],
    Parameters: { commands: [shell] },
    ...place,
  },
});
const linesOf = (count: number) => `seq -f 'line %06.0f of what the command has printed' ${count}`;
const printed = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `line ${String(index + 1).padStart(6, "0")} of what the command has printed\n`,
  );
const BUCKET = `fleetbook-outputs-${MANAGEMENT}`;
const TALKATIVE = {
  schemaVersion: "0.3",
  parameters: { InstanceId: { type: "String" } },
  mainSteps: [
    command("InBucket", linesOf(LINES), {
      OutputS3BucketName: `${BUCKET}-{{ global:REGION }}`,
      OutputS3KeyPrefix: "{{ global:ACCOUNT_ID }}",
    }),
    command("InLogs", `${linesOf(20_000)}; echo warning >&2`, {
      CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: "/outputs" },
    }),
    command("ForeignPrefix", linesOf(1_000), {
      OutputS3BucketName: `${BUCKET}-{{ global:REGION }}`,
      OutputS3KeyPrefix: "333333333333",
    }),
    command("BrokenService", "echo 'Unit app.service is not active.' >&2; exit 3"),
  ],
};
const ON_LOGS = (...actions: readonly string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

export function wholeOutputs(operator: () => Operator): void {
  const ofTalkative: Record<string, StepRecord> = {};
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bytesOf: (step: string) => Promise<Buffer>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    const iam = await operator().client(IAMClient, "app-dev");
    const policies = [
      [INSTANCE_ROLE_NAME, ON_LOGS("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")],
      [READER_ROLE_NAME, ON_LOGS("logs:GetLogEvents")],
    ] as const;
    for (const [RoleName, PolicyDocument] of policies) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "logs", PolicyDocument }));
    }
    await operator().cli(
      "app-dev",
      ...["ssm", "create-document", "--name", "talkative", "--document-type"],
      "Automation",
      ...["--content", JSON.stringify(TALKATIVE)],
    );
    const InstanceId = [await operator().instance("app-dev")];
    const { AutomationExecutionId: id = "" } = await operator().run("app-dev", {
      DocumentName: "talkative",
      Parameters: { InstanceId },
    });
    const { stderr } = await operator().fleetbook(
      "management",
      "report",
      id,
      "--account",
      "app-dev",
      "--out",
      folder.path,
    );
    expect(stderr).toContain("results: ");
    for (const [RoleName] of policies) {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "logs" }));
    }
    for (const line of (await readFile(join(folder.path, id, "results.jsonl"), "utf8")).trimEnd().split("\n")) {
      const record = JSON.parse(line) as ResultRecord;
      if (record.kind === "step") ofTalkative[record.step] = record;
    }
    bytesOf = (step) => readFile(join(folder.path, id, "outputs", ofTalkative[step]?.output?.sha256 ?? ""));
  });
  afterAll(() => folder.remove());

  it("of more than 5 MB arrive byte for byte from the bucket of the administrator account", async () => {
    const expected = Buffer.from(printed(LINES).join(""));
    expect(ofTalkative.InBucket?.output).toMatchObject({ source: "s3", bytes: expected.length });
    expect(expected.length).toBeGreaterThan(5_000_000);
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(await bytesOf("InBucket"))).toBe(hash(expected));
  });

  it("arrive from a log group, but for the line feed at the end", async () => {
    expect(ofTalkative.InLogs?.output).toMatchObject({ source: "logs" });
    const expected = `${printed(20_000).join("").trimEnd()}\n----------ERROR-------\nwarning`;
    expect((await bytesOf("InLogs")).toString() === expected).toBe(true);
  });

  it("cannot be written under the id of another account, which the report says", () => {
    expect(ofTalkative.ForeignPrefix?.output).toMatchObject({ source: "command", cut: { kept: 24_000 } });
  });

  it("stay beside the failure of a broken service", async () => {
    expect(ofTalkative.BrokenService).toMatchObject({ status: "Failed", responseCode: "3" });
    expect((await bytesOf("BrokenService")).toString()).toContain("Unit app.service is not active.");
  });

  it("of check-os are in the bucket, under each account's id", async () => {
    await operator().checkOs({ Accounts: [DEV], ...ALL_AT_ONCE });
    const s3 = await operator().client(S3Client, "management");
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: `${BUCKET}-${REGION}` }));
    const accounts = new Set(Contents.map(({ Key = "" }) => Key.split("/")[0]));
    expect([...accounts]).toContain(DEV);
    expect(Contents.filter(({ Key = "" }) => Key.endsWith("/stdout")).length).toBeGreaterThan(5);
  });
}
