import { createHash } from "node:crypto";
import { collect } from "../../../src/operations/collect/collect";
import type { ExecutionReader } from "../../../src/operations/collect/ports";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import type { OutputSink } from "../../../src/operations/results/output-store";
import type { ResultRecord, StepRecord } from "../../../src/operations/results/schema";
import {
  accountStep,
  childStep,
  commandStep,
  DEV,
  execution,
  FakeAws,
  id,
  MANAGEMENT,
  PROD,
  REGION,
  STAGING,
  withTargets,
  type FakeAccount,
} from "./fake-aws";

const TARGET_LOCATIONS = [{ Accounts: ["r-flt1"], Regions: [REGION] }];

/** Keeps outputs in memory. */
class Memory implements OutputSink {
  readonly kept = new Map<string, Buffer>();

  async put(content: Uint8Array | AsyncIterable<Uint8Array>) {
    const chunks: Uint8Array[] = [];
    if (content instanceof Uint8Array) chunks.push(content);
    else for await (const chunk of content) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    this.kept.set(sha256, bytes);
    return { sha256, bytes: bytes.length, encoding: "utf-8" as const };
  }

  textOf(step: StepRecord | undefined): string | undefined {
    return this.kept.get(step?.output?.sha256 ?? "")?.toString();
  }
}

async function resultsOf(aws: FakeAws, accountId = MANAGEMENT, number = 1, done?: ReadonlySet<string>) {
  const reader = await aws.at(accountId, REGION);
  const found = { execution: await reader.execution(id(number)), place: { accountId, region: REGION }, reader };
  const outputs = new Memory();
  const records: ResultRecord[] = [];
  for await (const record of collect({ found, readers: aws, outputs, ...(done && { done }) })) records.push(record);
  return {
    outputs,
    steps: records.filter((record) => record.kind === "step"),
    executions: records.filter((record) => record.kind === "execution"),
    unread: records.filter((record) => record.kind === "unread"),
  };
}

/** An account with one child of the parent and an execution on each instance. */
function account(child: number, instances: readonly string[], changes: Partial<FakeAccount> = {}): FakeAccount {
  const executions = instances.map((instance, index) =>
    execution(child + 1 + index, { ParentAutomationExecutionId: id(child), Target: instance }),
  );
  const resolved = { ResolvedTargets: { ParameterValues: [...instances], Truncated: false } };
  return {
    executions: [withTargets(child, { ParentAutomationExecutionId: id(1), ...resolved }), ...executions],
    steps: Object.fromEntries(
      executions.map(({ AutomationExecutionId = "" }) => [
        AutomationExecutionId,
        [commandStep("CheckHostname", "web")],
      ]),
    ),
    names: { "i-1": { instanceName: "web-1", hostName: "web-1.local" } },
    ...changes,
  };
}

const central = (steps: FakeAccount["steps"]): FakeAccount => ({
  executions: [execution(1, { TargetLocations: TARGET_LOCATIONS })],
  steps: { ...steps },
});

/** Development has three instances, and staging one. */
const twoAccounts = (dev: Partial<FakeAccount> = {}) =>
  new FakeAws({
    [MANAGEMENT]: central({ [id(1)]: [accountStep(DEV, id(10)), accountStep(STAGING, id(20))] }),
    [DEV]: account(10, ["i-1", "i-2", "i-3"], dev),
    [STAGING]: account(20, ["i-4"]),
  });

const refusing = (operation: keyof ExecutionReader, reason: "access-denied" | "throttled") => ({
  refuses: (called: keyof ExecutionReader) =>
    called === operation ? unreadableBecause(reason, `${operation} refused`) : undefined,
});

describe("the results of an execution in several accounts", () => {
  it("are its executions in each account and on each instance, and their steps", async () => {
    const { executions, steps, unread } = await resultsOf(twoAccounts());
    const levels = executions.map(({ level, accountId, instance }) =>
      [level, accountId, instance ?? ""].join(" ").trim(),
    );
    expect(levels.sort()).toEqual([
      `account ${DEV}`,
      `account ${STAGING}`,
      `instance ${DEV} i-1`,
      `instance ${DEV} i-2`,
      `instance ${DEV} i-3`,
      `instance ${STAGING} i-4`,
      `parent ${MANAGEMENT}`,
    ]);
    expect(steps.map(({ accountId, instance, step }) => `${accountId} ${instance} ${step}`).sort()).toEqual([
      `${DEV} i-1 CheckHostname`,
      `${DEV} i-2 CheckHostname`,
      `${DEV} i-3 CheckHostname`,
      `${STAGING} i-4 CheckHostname`,
    ]);
    expect(unread).toEqual([]);
  });

  it("have the names of the instances", async () => {
    const { executions, steps } = await resultsOf(twoAccounts());
    const names = { instanceName: "web-1", hostName: "web-1.local" };
    expect(executions.find(({ instance }) => instance === "i-1")).toMatchObject(names);
    expect(steps.find(({ instance }) => instance === "i-1")).toMatchObject({ instanceName: "web-1" });
  });

  it("name an account without a reader role, with the status that its parent shows", async () => {
    const aws = twoAccounts();
    aws.closed.add(STAGING);
    const { executions, unread } = await resultsOf(aws);
    expect(executions.find(({ accountId }) => accountId === STAGING)).toMatchObject({
      level: "account",
      status: "Success",
    });
    expect(unread).toEqual([
      expect.objectContaining({ what: "account", accountId: STAGING, region: REGION, reason: "no-reader-role" }),
    ]);
  });

  it("have the failure of an account in which AWS could not start anything, and read nothing there", async () => {
    const message = `The provided role: arn:aws:iam::${PROD}:role/AWS-SystemsManager-AutomationExecutionRole can't be assumed.`;
    const failed = accountStep(PROD, "", { StepStatus: "Failed", FailureMessage: message, Outputs: {} });
    const aws = new FakeAws({ [MANAGEMENT]: central({ [id(1)]: [failed] }) });
    aws.closed.add(PROD);
    aws.shares.push(PROD);
    const { executions, unread } = await resultsOf(aws);
    expect(executions.at(-1)).toMatchObject({
      level: "account",
      accountId: PROD,
      status: "Failed",
      failure: { message },
    });
    expect(executions.at(-1)?.failure).not.toHaveProperty("cause");
    expect(unread).toEqual([]);
  });

  it("say the true cause where AWS blames the role for a runbook that is not shared", async () => {
    const FailureMessage = "The execution role AWS-X in the target location is unable to be assumed";
    const failed = accountStep(PROD, "", { StepStatus: "Failed", FailureMessage, Outputs: {} });
    const { executions } = await resultsOf(new FakeAws({ [MANAGEMENT]: central({ [id(1)]: [failed] }) }));
    expect(executions.at(-1)?.failure?.cause).toBe(`The runbook check-os is not shared with account ${PROD}.`);
  });

  it("have an account that was not reached as pending", async () => {
    const pending = childStep(PROD, {
      TargetLocation: { Accounts: [PROD], Regions: [REGION] },
      StepStatus: "Pending",
      ExecutionStartTime: undefined,
      ExecutionEndTime: undefined,
    });
    const aws = new FakeAws({ [MANAGEMENT]: central({ [id(1)]: [pending] }) });
    expect((await resultsOf(aws)).executions.at(-1)).toMatchObject({ level: "account", status: "Pending" });
    expect(aws.calls.filter((call) => call.startsWith(PROD))).toEqual([]);
  });

  it("have a target that was not reached, and one that could not be started", async () => {
    const aws = twoAccounts({
      executions: [
        withTargets(10, {
          ParentAutomationExecutionId: id(1),
          ResolvedTargets: { ParameterValues: ["i-1", "i-2", "i-3"], Truncated: false },
        }),
        execution(11, { ParentAutomationExecutionId: id(10), Target: "i-1" }),
      ],
      steps: {
        [id(10)]: [
          childStep("i-1"),
          childStep("i-2", { StepStatus: "Failed", FailureMessage: "Rate exceeded" }),
          childStep("i-3", { StepStatus: "Pending", ExecutionStartTime: undefined, ExecutionEndTime: undefined }),
        ],
      },
    });
    const { executions } = await resultsOf(aws);
    const shown = executions
      .filter(({ level, accountId }) => level === "instance" && accountId === DEV)
      .map(({ instance, status, failure }) => [instance, status, failure?.message]);
    expect(shown).toEqual([
      ["i-1", "Success", undefined],
      ["i-2", "Failed", "Rate exceeded"],
      ["i-3", "Pending", undefined],
    ]);
  });

  it("name executions whose steps cannot be read, and have the others", async () => {
    const { executions, unread, steps } = await resultsOf(twoAccounts(refusing("steps", "access-denied")));
    expect(unread.map(({ what, instance, reason }) => [what, instance, reason])).toEqual([
      ["steps", "i-1", "access-denied"],
      ["steps", "i-2", "access-denied"],
      ["steps", "i-3", "access-denied"],
    ]);
    expect(executions.filter(({ level }) => level === "instance")).toHaveLength(4);
    expect(steps.map(({ accountId }) => accountId)).toEqual([STAGING]);
  });

  it("name an account whose executions are throttled away", async () => {
    const { unread } = await resultsOf(twoAccounts(refusing("children", "throttled")));
    expect(unread).toEqual([expect.objectContaining({ what: "account", accountId: DEV, reason: "throttled" })]);
  });

  it("say that names could not be read", async () => {
    const { unread, steps } = await resultsOf(twoAccounts(refusing("names", "access-denied")));
    expect(new Set(unread.map(({ what }) => what))).toEqual(new Set(["names"]));
    expect(steps).toHaveLength(4);
  });

  it("do not ask again for executions that were read before", async () => {
    const aws = twoAccounts();
    const { steps } = await resultsOf(aws, MANAGEMENT, 1, new Set([id(11), id(12)]));
    expect(steps.map(({ instance }) => instance).sort()).toEqual(["i-3", "i-4"]);
    expect(aws.calls).not.toContain(`${DEV} steps ${id(11)}`);
  });

  it("have all of a fleet of 100 accounts", async () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(500000000000 + index));
    const accounts = ids.map((of, index) => [of, account(1000 + index * 10, ["i-1", "i-2"])] as const);
    const steps = ids.map((of, index) => accountStep(of, id(1000 + index * 10)));
    const aws = new FakeAws({ [MANAGEMENT]: central({ [id(1)]: steps }), ...Object.fromEntries(accounts) });
    const results = await resultsOf(aws);
    expect(results.steps).toHaveLength(200);
    expect(results.executions).toHaveLength(1 + 100 + 200);
  });
});

describe("the results of other executions", () => {
  it("are those of each target, if it ran on targets of one account, as an association starts it", async () => {
    const aws = new FakeAws({ [DEV]: account(10, ["i-1", "i-2"]) });
    const { executions, steps } = await resultsOf(aws, DEV, 10);
    expect(executions.map(({ level }) => level)).toEqual(["parent", "instance", "instance"]);
    expect(steps).toHaveLength(2);
  });

  it("are its own steps, if it has no children; the instance is the one of its commands", async () => {
    const aws = new FakeAws({ [DEV]: { executions: [execution(5)], steps: { [id(5)]: [commandStep("Ask", "yes")] } } });
    const { executions, steps } = await resultsOf(aws, DEV, 5);
    expect(executions).toMatchObject([{ level: "instance", instance: "i-1" }]);
    expect(steps).toMatchObject([{ step: "Ask", instance: "i-1" }]);
  });

  it("go as far as it has run", async () => {
    const running = commandStep("Second", "", { StepStatus: "InProgress", ExecutionEndTime: undefined, Outputs: {} });
    const aws = new FakeAws({
      [DEV]: {
        executions: [execution(5, { AutomationExecutionStatus: "InProgress", ExecutionEndTime: undefined })],
        steps: { [id(5)]: [commandStep("First", "done"), running] },
      },
    });
    const { executions, steps } = await resultsOf(aws, DEV, 5);
    expect(executions).toMatchObject([{ status: "InProgress" }]);
    expect(executions[0]).not.toHaveProperty("endTime");
    expect(steps.map(({ status }) => status)).toEqual(["Success", "InProgress"]);
  });

  it("have what the step says of its response, such as an output that found nothing", async () => {
    const Response = "The output Name found nothing at $.Name.";
    const aws = new FakeAws({
      [DEV]: {
        executions: [execution(5)],
        steps: { [id(5)]: [commandStep("Ask", "yes", { Response }), commandStep("Other", "yes", { Response: "" })] },
      },
    });
    const { steps } = await resultsOf(aws, DEV, 5);
    expect(steps.map(({ response }) => response)).toEqual([Response, undefined]);
  });

  it("have a record for each instance that one command went to", async () => {
    const InstanceIds = '["i-1","i-2"]';
    const step = commandStep("Ask", "yes", { Inputs: { InstanceIds }, StepStatus: "Failed" });
    const aws = new FakeAws({
      [DEV]: {
        executions: [execution(5)],
        steps: { [id(5)]: [step] },
        listedInvocations: {
          [id(900)]: [
            { InstanceId: "i-1", Status: "Success", CommandPlugins: [{ ResponseCode: 0 }] },
            { InstanceId: "i-2", Status: "Failed", StatusDetails: "Failed", CommandPlugins: [{ ResponseCode: 7 }] },
          ],
        },
        invocations: {
          [`${id(900)}/i-1`]: { StandardOutputContent: "yes" },
          [`${id(900)}/i-2`]: { StandardOutputContent: "no", StandardErrorContent: "failed" },
        },
      },
    });
    const { steps, outputs } = await resultsOf(aws, DEV, 5);
    expect(steps.map((each) => [each.instance, each.status, each.responseCode, outputs.textOf(each)])).toEqual([
      ["i-1", "Success", "0", "yes"],
      ["i-2", "Failed", "7", "no\n----------ERROR-------\nfailed"],
    ]);
  });
});

describe("the output of a step", () => {
  const LONG = `${"x".repeat(2_470)}\n---Output truncated---`;
  const MIDDLE = "x".repeat(10_000);
  const CUT = `${"x".repeat(23_980)}--output truncated--`;
  const IN_S3 = {
    DocumentName: '"AWS-RunShellScript"',
    InstanceIds: '["i-1"]',
    OutputS3BucketName: '"outputs"',
    OutputS3KeyPrefix: '"runs/222222222222"',
  };
  const KEY = `runs/222222222222/${id(900)}/i-1/awsrunShellScript/0.awsrunShellScript`;

  const outputOf = async (step: ReturnType<typeof commandStep>, changes: Partial<FakeAccount> = {}) => {
    const aws = new FakeAws({ [DEV]: { executions: [execution(5)], steps: { [id(5)]: [step] }, ...changes } });
    const { steps, outputs, unread } = await resultsOf(aws, DEV, 5);
    return { output: steps[0]?.output, text: outputs.textOf(steps[0]), unread, calls: aws.calls };
  };
  const invocation = (result: object) => ({ invocations: { [`${id(900)}/i-1`]: result } });

  it("is the step's own, if AWS has not cut it, with no further call", async () => {
    const { output, text, calls } = await outputOf(commandStep("Ask", "yes\n"));
    expect([output?.source, text]).toEqual(["step", "yes\n"]);
    expect(calls.filter((call) => call.includes("invocation"))).toEqual([]);
  });

  it("is the command invocation's, if the step's is cut", async () => {
    const { output, text } = await outputOf(
      commandStep("Ask", LONG),
      invocation({ StandardOutputContent: MIDDLE, StandardErrorContent: "warning" }),
    );
    expect([output?.source, text]).toEqual(["command", `${MIDDLE}\n----------ERROR-------\nwarning`]);
    expect(output).not.toHaveProperty("cut");
  });

  it("is the object in S3, byte for byte, if the invocation's is cut as well", async () => {
    const whole = Buffer.from("y".repeat(5_000_000));
    const { output, text } = await outputOf(commandStep("Ask", LONG, { Inputs: IN_S3 }), {
      ...invocation({
        StandardOutputContent: CUT,
        StandardOutputUrl: `https://s3.ap-northeast-1.amazonaws.com/outputs/${KEY}/stdout`,
      }),
      objects: { [`outputs/${KEY}/stdout`]: whole },
    });
    expect(output).toMatchObject({ source: "s3", bytes: 5_000_000 });
    expect(text === whole.toString()).toBe(true);
  });

  it("has standard error of S3 behind standard output", async () => {
    const { text } = await outputOf(commandStep("Ask", LONG, { Inputs: IN_S3 }), {
      ...invocation({
        StandardOutputContent: CUT,
        StandardErrorContent: "bad",
        StandardOutputUrl: `https://outputs.s3.ap-northeast-1.amazonaws.com/${KEY}/stdout`,
      }),
      objects: { [`outputs/${KEY}/stdout`]: Buffer.from("all of it"), [`outputs/${KEY}/stderr`]: Buffer.from("bad") },
    });
    expect(text).toBe("all of it\n----------ERROR-------\nbad");
  });

  it("is the cut text, with the setting that would keep it, if the step had it written nowhere", async () => {
    const { output, text } = await outputOf(commandStep("Ask", LONG), invocation({ StandardOutputContent: CUT }));
    expect(text).toBe(CUT);
    expect(output).toMatchObject({
      source: "command",
      cut: {
        kept: 24_000,
        reason: "The step had its output written nowhere.",
        remedy: expect.stringContaining("OutputS3BucketName") as string,
      },
    });
  });

  describe("in a log group", () => {
    const IN_LOGS = { DocumentName: '"AWS-RunShellScript"', InstanceIds: '["i-1"]' };
    const STREAM = `${id(900)}/i-1/aws-runShellScript`;
    const inGroup = async (config: string, changes: Partial<FakeAccount>, result: object = {}) =>
      outputOf(commandStep("Ask", LONG, { Inputs: { ...IN_LOGS, CloudWatchOutputConfig: config } }), {
        ...invocation({ StandardOutputContent: CUT, PluginName: "aws:runShellScript", ...result }),
        ...changes,
      });
    const ENABLED = '{"CloudWatchOutputEnabled":true,"CloudWatchLogGroupName":"/runs"}';

    it("is what the log streams have, with standard error behind standard output", async () => {
      const logs = { [`/runs/${STREAM}/stdout`]: [CUT, "the end"], [`/runs/${STREAM}/stderr`]: ["bad"] };
      const { output, text } = await inGroup(ENABLED, { logs }, { StandardErrorContent: "bad" });
      expect(output).toMatchObject({ source: "logs" });
      expect(output).not.toHaveProperty("cut");
      expect(text).toBe(`${CUT}\nthe end\n----------ERROR-------\nbad`);
    });

    it("is in the group that AWS names after the document, if the step names none", async () => {
      const logs = { [`/aws/ssm/AWS-RunShellScript/${STREAM}/stdout`]: [CUT] };
      const { output } = await inGroup('{"CloudWatchOutputEnabled":"true"}', { logs });
      expect(output?.source).toBe("logs");
      const off = await inGroup('{"CloudWatchOutputEnabled":false}', { logs });
      expect(off.output?.cut?.reason).toBe("The step had its output written nowhere.");
    });

    it("is the cut text, if the group cannot be read or its stream lacks the end", async () => {
      const denied = await inGroup(ENABLED, {
        refuses: (operation) =>
          operation === "logMessages"
            ? unreadableBecause("access-denied", "AccessDenied: logs:GetLogEvents")
            : undefined,
      });
      expect(denied.output).toMatchObject({ source: "command", cut: { kept: 24_000 } });
      const place = `log group /runs, stream ${STREAM}/stdout`;
      expect(denied.output?.cut?.reason).toBe(`${place} could not be read: AccessDenied: logs:GetLogEvents`);
      const short = await inGroup(ENABLED, { logs: { [`/runs/${STREAM}/stdout`]: [CUT.slice(0, 20_000)] } });
      expect([short.text, short.output?.cut?.reason]).toEqual([
        CUT,
        `${place} could not be read: It has less than the command invocation.`,
      ]);
    });

    it("is read after the bucket, if the step named both", async () => {
      const both = await outputOf(commandStep("Ask", LONG, { Inputs: { ...IN_S3, CloudWatchOutputConfig: ENABLED } }), {
        ...invocation({ StandardOutputContent: CUT, PluginName: "aws:runShellScript" }),
        logs: { [`/runs/${STREAM}/stdout`]: [CUT] },
      });
      expect(both.output?.source).toBe("logs");
      expect(both.calls.filter((call) => / (object|logMessages) /.test(call))).toHaveLength(2);
    });
  });

  it("does not read what the command did not print", async () => {
    const { output, text } = await outputOf(commandStep("Ask", LONG, { Inputs: IN_S3 }), {
      ...invocation({
        StandardErrorContent: "e".repeat(8_000),
        StandardOutputUrl: `https://s3.ap-northeast-1.amazonaws.com/outputs/${KEY}/stdout`,
      }),
      objects: { [`outputs/${KEY}/stderr`]: Buffer.from("all the errors") },
    });
    expect([output?.source, text]).toEqual(["s3", "\n----------ERROR-------\nall the errors"]);
  });

  it("is the cut text, with the reason, if the object cannot be read", async () => {
    const denied = unreadableBecause("access-denied", "AccessDenied: s3:GetObject");
    const { output } = await outputOf(commandStep("Ask", LONG, { Inputs: IN_S3 }), {
      ...invocation({ StandardOutputContent: CUT, PluginName: "0.awsrunShellScript" }),
      refuses: (operation) => (operation === "object" ? denied : undefined),
    });
    expect(output?.cut?.reason).toBe(`s3://outputs/${KEY}/stdout could not be read: AccessDenied: s3:GetObject`);
  });

  it("is the step's cut text, if the invocation is no longer there", async () => {
    const { output, text } = await outputOf(commandStep("Ask", LONG));
    expect(text).toBe(LONG);
    expect(output?.cut).toMatchObject({ kept: 2_500, reason: "InvocationDoesNotExist" });
  });

  it("is read with the id of the command in the message of a step that failed", async () => {
    const FailureMessage = `Step fails when it is verifying the command has completed. Command ${id(900)} returns unexpected invocation result`;
    const failed = commandStep("Ask", "", { StepStatus: "Failed", FailureMessage, Outputs: {} });
    const { text } = await outputOf(failed, invocation({ StandardErrorContent: "broken" }));
    expect(text).toBe("\n----------ERROR-------\nbroken");
  });

  it("is in the results as unread, if there is no text at all", async () => {
    const FailureMessage = `Command ${id(900)} returns unexpected invocation result`;
    const failed = commandStep("Ask", "", { StepStatus: "Failed", FailureMessage, Outputs: {} });
    const { output, unread } = await outputOf(failed);
    expect(output).toBeUndefined();
    expect(unread).toMatchObject([{ what: "output", step: "Ask", instance: "i-1", reason: "expired" }]);
  });

  it("is the outputs of a step that sends no command, with their names if there are several", async () => {
    const script = (Outputs: Record<string, string[]>) =>
      commandStep("Ask", "", { Action: "aws:executeScript", Outputs });
    expect((await outputOf(script({ Ami: ["ami-1"] }))).text).toBe("ami-1");
    expect((await outputOf(script({ Ami: ["ami-1"], Names: ["a", "b"] }))).text).toBe("Ami: ami-1\nNames: a\nb");
    expect((await outputOf(script({}))).output).toBeUndefined();
  });
});
