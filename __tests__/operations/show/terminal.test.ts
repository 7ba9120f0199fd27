import { patternsOf } from "../../../src/operations/fold/normalize";
import type { ResultRecord, Run } from "../../../src/operations/results/schema";
import { makeReport } from "../../../src/operations/show/report";
import { showInTerminal, type TerminalFormat } from "../../../src/operations/show/terminal";
import { answering, Outputs, storedRun } from "../fold/stored";
import { executionOf } from "../results/records";

const [DEV, STAGING, PROD] = ["222222222222", "333333333333", "444444444444"];
const PLAIN: TerminalFormat = { colored: false, columns: undefined, full: false };

interface Asked extends Partial<TerminalFormat> {
  readonly steps?: readonly string[];
  readonly normalize?: string;
  readonly run?: Partial<Run>;
}

async function shown(
  records: readonly ResultRecord[] | ((outputs: Outputs) => readonly ResultRecord[]),
  { steps = [], normalize, run, ...format }: Asked = {},
): Promise<string> {
  const outputs = new Outputs();
  const stored = storedRun(typeof records === "function" ? records(outputs) : records, outputs, run);
  const report = await makeReport(stored, { steps, patterns: normalize === undefined ? [] : patternsOf(normalize) });
  return showInTerminal(report, { ...PLAIN, ...format });
}

const timedOut = { status: "TimedOut", failure: { message: "Step timed out" } };
const fleet = (outputs: Outputs) =>
  answering(outputs, [
    { accountId: DEV, instance: "i-1", name: "web-1", text: "up\n" },
    { accountId: DEV, instance: "i-2", name: "web-2", text: "up\n" },
    { accountId: STAGING, instance: "i-3", name: "db", text: "down\n" },
    { accountId: PROD, instance: "i-4", name: "web-1", changes: timedOut },
  ]);

// Colours depend on these.
process.env.TERM = "xterm";
delete process.env.NO_COLOR;

describe("a run in a terminal", () => {
  it("begins with its totals, then what failed and why, then the steps", async () => {
    expect(await shown(fleet, { run: { startedBy: "arn:aws:iam::111111111111:user/operator" } })).toBe(
      [
        "check-os 11111111-1111-4111-8111-111111111111  Success  1 min 0 s",
        "management (111111111111), ap-northeast-1, started 2026-11-29 09:00Z by arn:aws:iam::111111111111:user/operator",
        "3 accounts, 4 instances: 3 Success, 1 TimedOut",
        "",
        "What failed",
        "1 instance  Ask TimedOut",
        "  Step timed out",
        "  app-prod/web-1",
        "",
        "Steps",
        "  Ask  3 Success, 1 TimedOut  2 different answers",
        "--step NAME shows the answers of a step; --step all those of every step.",
      ].join("\n"),
    );
  });

  it("shows the answers to a step, the outliers first, with the places that agree", async () => {
    const text = await shown(fleet, { steps: ["Ask"] });
    expect(text.slice(text.indexOf("Ask: "))).toBe(
      [
        "Ask: 2 different answers",
        "1 instance  TimedOut",
        "  app-prod/web-1",
        "  no answer",
        "1 instance  Success",
        "  app-staging/db",
        "  │ down",
        "2 instances  Success",
        "  app-dev (all 2)",
        "  │ up",
      ].join("\n"),
    );
  });

  it("says what was normalized", async () => {
    expect(await shown(fleet, { steps: ["all"], normalize: "default" })).toContain(
      "Normalized: <time>, <pid>, <host>.",
    );
  });

  it("names what could not be read, with AWS's message and the remedy", async () => {
    const unread: ResultRecord = {
      ...{ kind: "unread", what: "account", accountId: PROD, region: "ap-northeast-1", reason: "no-reader-role" },
      ...{ message: "AccessDenied: not authorized", remedy: "Deploy the stack." },
    };
    const text = await shown([executionOf("i-1"), unread], { run: { complete: false } });
    expect(text).toContain(
      [
        "What could not be read",
        "no reader role: results of an account",
        "  AccessDenied: not authorized",
        "  Deploy the stack.",
        "  app-prod (444444444444), ap-northeast-1",
      ].join("\n"),
    );
    expect(text).toContain("Not complete: executions still run, or something could not be read yet.");
  });

  it("says of a retry how many instances were run again, and how they had ended before", async () => {
    const predecessor = "run-20261129-090000-aaaaaa";
    const before = (status: string) => ({ earlier: [{ status: "Cancelled" }, { status }] });
    const records = [executionOf("i-1", before("TimedOut")), executionOf("i-2", before("Failed")), executionOf("i-3")];
    const text = await shown(records, { run: { predecessor } });
    expect(text).toContain(
      `: 3 Success\nWith ${predecessor} as one: 2 instances were run again (before: 1 TimedOut, 1 Failed).`,
    );
    expect(await shown([executionOf("i-3")], { run: { predecessor } })).not.toContain("as one");
  });

  it("says the true cause of a failure", async () => {
    const failure = { message: "role cannot be assumed", cause: "The runbook is not shared." };
    const text = await shown([
      executionOf("", { level: "account", executionId: undefined, instance: undefined, status: "Failed", failure }),
    ]);
    expect(text).toContain("1 account  Failed\n  role cannot be assumed\n  True cause: The runbook is not shared.");
    expect(text).toContain("1 account in which nothing was started");
  });

  it("shows control characters and characters that reorder text as escapes", async () => {
    const evil = "\x1b[2J\x1b]0;title\x07\u202egnp.exe\r";
    const text = await shown(
      (outputs) => answering(outputs, [{ accountId: DEV, instance: "i-1", name: "\x1b[31m", text: evil }]),
      { steps: ["Ask"] },
    );
    // eslint-disable-next-line no-control-regex -- these must not be there
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(text).toContain("\\x1b[2J\\x1b]0;title\\x07\\u202egnp.exe\\x0d");
  });

  it("has the line ends of Windows as line ends, and notes bytes that are not UTF-8", async () => {
    const text = await shown(
      (outputs) => [
        ...answering(outputs, [{ accountId: DEV, instance: "i-1", text: "a\r\nb" }]),
        ...answering(outputs, [
          {
            accountId: DEV,
            instance: "i-2",
            changes: { output: outputs.keep(Buffer.from([0x93, 0x8c]), { encoding: "binary" }) },
          },
        ]),
      ],
      { steps: ["Ask"] },
    );
    expect(text).toContain("  │ a\n  │ b");
    expect(text).toContain("2 bytes that are not UTF-8");
    expect(text).toContain("│ \ufffd\ufffd");
  });

  it("says how much of an answer AWS has cut, and what would keep it", async () => {
    const cut = { kept: 24_000, reason: "The step had its output written nowhere.", remedy: "Set OutputS3BucketName." };
    const text = await shown(
      (outputs) =>
        answering(outputs, [{ accountId: DEV, instance: "i-1", changes: { output: outputs.keep("begin", { cut }) } }]),
      { steps: ["Ask"] },
    );
    expect(text).toContain(
      "Cut after 24000 characters, the rest is missing. The step had its output written nowhere. Set OutputS3BucketName.",
    );
  });

  it("cuts long answers and lines, and shows them whole with --full", async () => {
    const long = `${"x".repeat(100)}\n${Array.from({ length: 20 }, (_, line) => `line ${line}`).join("\n")}`;
    const records = (outputs: Outputs) => answering(outputs, [{ accountId: DEV, instance: "i-1", text: long }]);
    const text = await shown(records, { steps: ["Ask"], columns: 40 });
    expect(text).toContain(`  │ ${"x".repeat(35)}…\n  │ line 0`);
    expect(text).toContain("│ … 9 more lines; --full shows them");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(40 + 36);
    const full = await shown(records, { steps: ["Ask"], columns: 40, full: true });
    expect(full.replaceAll("\n  │ ", "")).toContain("x".repeat(100));
    expect(full).toContain("line 19");
  });

  it("shows the outliers and the largest group of many answers", async () => {
    const many = (outputs: Outputs) =>
      answering(outputs, [
        ...Array.from({ length: 30 }, (_, number) => ({
          accountId: DEV,
          instance: `i-${number}`,
          text: `own ${number}`,
        })),
        ...["a", "b"].map((name) => ({ accountId: PROD, instance: `i-${name}`, text: "common" })),
      ]);
    const text = await shown(many, { steps: ["Ask"] });
    expect(text.match(/│ own/g)).toHaveLength(19);
    expect(text).toMatch(/… 11 more different answers; --full shows them\n2 instances .*\n.*\n.*│ common$/);
    expect((await shown(many, { steps: ["Ask"], full: true })).match(/│ own/g)).toHaveLength(30);
  });

  it("has colours only if it is asked for", async () => {
    expect(await shown(fleet)).not.toContain("\x1b[");
    expect(await shown(fleet, { colored: true })).toContain("\x1b[32mSuccess\x1b[39m");
  });

  it("refuses a step that the run does not have", async () => {
    await expect(shown(fleet, { steps: ["Asks"] })).rejects.toThrow(
      '--step: the run has no step "Asks". Did you mean "Ask"?',
    );
  });
});
