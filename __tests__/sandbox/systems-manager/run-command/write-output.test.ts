import type { JsonObject } from "../../../../src/document/json";
import { ApiCallError } from "../../../../src/engine/errors";
import type { ApiCall } from "../../../../src/engine/ports";
import {
  eventMessages,
  outputWriter,
  type Outputs,
} from "../../../../src/sandbox/systems-manager/run-command/write-output";
import { instanceId } from "../managed-nodes/fixtures";
import { commandDocument, harness, shellCommand, step } from "./harness";

const ID = instanceId(1);
const LONG = "0123456789\n".repeat(3_000);

/** Run Command whose scripts print this, over an API that records its calls. */
function writing(
  outputs: Partial<Outputs> = { stdout: "hello\n" },
  refuse: (call: ApiCall) => Error | undefined = () => undefined,
  options: Parameters<typeof harness>[0] = {},
) {
  const calls: (ApiCall & { readonly as: string })[] = [];
  const log: string[] = [];
  const now = new Date("2026-01-15T10:00:00Z");
  const clock = { now: () => now, sleep: () => Promise.resolve(), after: () => () => undefined };
  const whole = { stdout: "", stderr: "", ...outputs };
  const made = harness({
    ...options,
    writeOutput: outputWriter({
      apiOf: (_, node) =>
        Promise.resolve({
          call: (call) => {
            const refusal = refuse(call);
            if (refusal !== undefined) return Promise.reject(refusal);
            calls.push({ ...call, as: node.iamRole });
            return Promise.resolve({});
          },
        }),
      clock,
      log: (line) => log.push(line),
    }),
    runOnNode: (_, { keepsAll }) => {
      const kept = { stdout: whole.stdout.slice(0, 10), stderr: whole.stderr.slice(0, 10) };
      return Promise.resolve({ exitCode: 0, ...kept, ended: "exited", ...(keepsAll && { whole }) });
    },
  });
  return { ...made, calls, log };
}

const named = (calls: readonly ApiCall[], api: string): readonly JsonObject[] =>
  calls.filter((call) => call.api === api).map(({ parameters }) => parameters);

describe("The output of a command in S3", () => {
  const S3 = { OutputS3BucketName: "output", OutputS3KeyPrefix: "a/b/" };

  it("is whole, in AWS's folders, and written as the node", async () => {
    const { run, calls } = writing({ stdout: LONG, stderr: "no" });
    const { commandId, invocations } = await run({ ...shellCommand([ID], "say a"), ...S3 });
    const folder = `a/b/${commandId}/${ID}/awsrunShellScript/0.awsrunShellScript`;
    expect(named(calls, "PutObject")).toEqual([
      { Bucket: "output", Key: `${folder}/stdout`, Body: LONG, ContentType: "text/plain" },
      { Bucket: "output", Key: `${folder}/stderr`, Body: "no", ContentType: "text/plain" },
    ]);
    expect(calls.map(({ as }) => as)).toEqual(["node", "node"]);
    expect(invocations[0]?.CommandPlugins[0]?.Output).toContain("0123456789");
    expect(invocations[0]?.CommandPlugins[0]?.Output).not.toContain(LONG);
  });

  it("is in a folder for each step of a document with steps", async () => {
    const document = commandDocument([step("first", { runCommand: "say a" }), step("second", { runCommand: "say b" })]);
    const { run, calls } = writing(undefined, undefined, { documents: { mine: document } });
    const { commandId } = await run({ DocumentName: "mine", InstanceIds: [ID], OutputS3BucketName: "output" });
    expect(named(calls, "PutObject").map(({ Key }) => Key)).toEqual([
      `${commandId}/${ID}/awsrunShellScript/first/stdout`,
      `${commandId}/${ID}/awsrunShellScript/second/stdout`,
    ]);
  });

  it("has a folder of its own if it is that of an association", async () => {
    const { run, calls } = writing(undefined, undefined, {
      byAssociation: { outputFolder: (id) => `${id}/association/time` },
    });
    await run({ ...shellCommand([ID], "say a"), ...S3 });
    expect(named(calls, "PutObject").map(({ Key }) => Key)).toEqual([
      `a/b/${ID}/association/time/awsrunShellScript/0.awsrunShellScript/stdout`,
    ]);
  });

  it("is not written if it is empty, or nobody asks for it", async () => {
    const silent = writing({});
    await silent.run({ ...shellCommand([ID], "say a"), ...S3 });
    const unasked = writing();
    await unasked.run(shellCommand([ID], "say a"));
    expect([...silent.calls, ...unasked.calls]).toEqual([]);
    expect(unasked.ran[0]?.script.keepsAll).toBe(false);
  });

  it("has URLs in the answers of the API", async () => {
    const { call, settle } = writing();
    const { Command } = await call<{ Command: { CommandId: string } }>("SendCommand", {
      ...shellCommand([ID], "say a"),
      ...S3,
    });
    await settle();
    const { CommandId } = Command;
    const folder = `https://s3.ap-northeast-1.amazonaws.com/output/a/b/${CommandId}/${ID}/awsrunShellScript/0.awsrunShellScript`;
    const urls = { StandardOutputUrl: `${folder}/stdout`, StandardErrorUrl: `${folder}/stderr` };
    expect(await call("GetCommandInvocation", { CommandId, InstanceId: ID })).toMatchObject(urls);
    expect(await call("ListCommandInvocations", { CommandId, Details: true })).toMatchObject({
      CommandInvocations: [{ ...urls, CommandPlugins: [{ ...urls, OutputS3BucketName: "output" }] }],
    });
  });

  it("does not fail the command if it cannot be written, and the reason is logged", async () => {
    const { run, log } = writing(undefined, () => new ApiCallError("AccessDenied", "Not you.", "PutObject"));
    expect(await run({ ...shellCommand([ID], "say a"), ...S3 })).toMatchObject({ status: "Success" });
    expect(log).toEqual([
      expect.stringMatching(/no output is written to s3:\/\/output\/a\/b\/.*: AccessDenied: Not you\./),
    ]);
  });
});

describe("The output of a command in CloudWatch Logs", () => {
  const enabled = (CloudWatchLogGroupName?: string) => ({
    CloudWatchOutputConfig: {
      CloudWatchOutputEnabled: true,
      ...(CloudWatchLogGroupName && { CloudWatchLogGroupName }),
    },
  });

  it("is in streams for the node and the plugin, in a group of the document", async () => {
    const { run, calls } = writing({ stdout: "hello\n", stderr: "no" });
    const { commandId } = await run({ ...shellCommand([ID], "say a"), ...enabled() });
    const stream = (name: string) => ({
      logGroupName: "/aws/ssm/AWS-RunShellScript",
      logStreamName: `${commandId}/${ID}/aws-runShellScript/${name}`,
    });
    const event = (message: string) => [{ timestamp: new Date("2026-01-15T10:00:00Z").getTime(), message }];
    expect(named(calls, "CreateLogStream")).toEqual([stream("stdout"), stream("stderr")]);
    expect(named(calls, "PutLogEvents")).toEqual([
      { ...stream("stdout"), logEvents: event("hello") },
      { ...stream("stderr"), logEvents: event("no") },
    ]);
  });

  it("can be in a group that exists", async () => {
    const exists = new ApiCallError("ResourceAlreadyExistsException", "It exists.", "CreateLogGroup");
    const { run, calls, log } = writing(undefined, ({ api }) => (api === "CreateLogGroup" ? exists : undefined));
    await run({ ...shellCommand([ID], "say a"), ...enabled("mine") });
    expect(named(calls, "PutLogEvents")).toMatchObject([{ logGroupName: "mine" }]);
    expect(log).toEqual([]);
  });

  it("is not written unless it is enabled", async () => {
    const { run, calls } = writing();
    const off = { CloudWatchOutputConfig: { CloudWatchOutputEnabled: false, CloudWatchLogGroupName: "mine" } };
    await run({ ...shellCommand([ID], "say a"), ...off });
    expect(calls).toEqual([]);
  });

  it.each([
    ["lines", "0123456789\n".repeat(50_000), "\n"],
    ["one long line", "x".repeat(450_000), ""],
    ["one long line of characters with several bytes", "€".repeat(150_000), ""],
  ])("is whole, in events within AWS's limit: %s", (_, output, separator) => {
    const messages = eventMessages(output);
    expect(messages.join(separator)).toBe(output.trimEnd());
    expect(messages.length).toBeGreaterThan(2);
    for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(200_000);
  });

  it("has line feeds in place of Windows' line ends, and no event without a text", () => {
    expect(eventMessages("one\r\ntwo\r\n")).toEqual(["one\ntwo"]);
    expect(eventMessages("\n")).toEqual([]);
  });
});
