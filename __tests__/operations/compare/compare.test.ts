import { compareRuns, isDifferent } from "../../../src/operations/compare/compare";
import {
  comparisonAsJson,
  comparisonAsJsonLines,
  comparisonAsJunit,
} from "../../../src/operations/compare/comparison-data";
import { lineDiff } from "../../../src/diagnostics/text/line-diff";
import { comparisonAsMarkdown, comparisonInTerminal } from "../../../src/operations/compare/show-comparison";
import { patternsOf, type PatternName } from "../../../src/operations/fold/normalize";
import type { ResultRecord } from "../../../src/operations/results/schema";
import { answering, Outputs, storedRun, type Answer } from "../fold/stored";
import { executionOf } from "../results/records";

const [DEV, PROD] = ["222222222222", "444444444444"];
const runOf = (answers: readonly Answer[], others: readonly ResultRecord[] = []) => {
  const outputs = new Outputs();
  return storedRun([...answering(outputs, answers), ...others], outputs);
};
const dev = (instance: string, text: string, others: Partial<Answer> = {}): Answer => ({
  accountId: DEV,
  ...{ instance, text, name: instance.replace("i-", "web-") },
  ...others,
});
const failed = { changes: { status: "Failed", failure: { message: "no" } } };
const unread: ResultRecord = {
  ...{ kind: "unread", what: "account", accountId: PROD, region: "ap-northeast-1", reason: "no-reader-role" },
  ...{ message: "m", remedy: "r" },
};

const before = [
  dev("i-1", "a\nb\nc"),
  dev("i-2", "a\nb\nc"),
  dev("i-3", "same"),
  dev("i-4", "x"),
  { accountId: PROD, instance: "i-9", text: "p" },
];
const after = [dev("i-1", "a\nB\nc"), dev("i-2", "a\nB\nc"), dev("i-3", "same"), dev("i-5", "x", failed)];

async function compared(patterns: readonly PatternName[] = []) {
  return compareRuns(runOf(before), runOf([...after, dev("i-6", "new")], [unread]), patterns);
}

describe("the comparison of two runs", () => {
  it("has instances that are new or gone, and those that could be read in one run only", async () => {
    const { appeared, gone, unknown, same } = await compared();
    const names = (all: typeof appeared) => all.map(({ instance }) => instance);
    expect([names(appeared), names(gone), names(unknown), same]).toEqual([["i-5", "i-6"], ["i-4"], ["i-9"], 1]);
  });

  it("has answers that changed in the same way as one", async () => {
    const { answers } = await compared();
    expect(answers.map(({ step, before: old, after: now, instances }) => [step, old, now, instances.length])).toEqual([
      ["Ask", "a\nb\nc", "a\nB\nc", 2],
    ]);
  });

  it("has statuses that changed", async () => {
    const { statuses } = await compareRuns(runOf([dev("i-1", "a")]), runOf([dev("i-1", "a", failed)]));
    expect(statuses).toMatchObject([{ before: "Success", after: "Failed", instances: [{ instance: "i-1" }] }]);
  });

  it("finds no difference in what is normalized", async () => {
    const [old, now] = [runOf([dev("i-1", "at 10:00:00")]), runOf([dev("i-1", "at 11:11:11")])];
    expect(isDifferent(await compareRuns(old, now))).toBe(true);
    expect(isDifferent(await compareRuns(old, now, patternsOf("time")))).toBe(false);
  });

  it("compares executions without an instance, which have other ids in each run", async () => {
    const single = (executionId: string, status: string) =>
      storedRun([executionOf("", { executionId, status, instance: undefined })]);
    const { statuses, appeared, gone } = await compareRuns(single("one", "Success"), single("two", "Failed"));
    expect([statuses.length, appeared, gone]).toEqual([1, [], []]);
  });

  it("is shown in a terminal with the lines that differ", async () => {
    const text = comparisonInTerminal(await compared(), { colored: false, columns: undefined, full: false });
    expect(text).toBe(
      [
        "check-os: 11111111-1111-4111-8111-111111111111 compared with 11111111-1111-4111-8111-111111111111",
        "1 instance unchanged.",
        "",
        "New instances",
        "  app-dev/web-[5-6]",
        "",
        "Instances that are gone",
        "  app-dev/web-4",
        "",
        "In one run only, because the other could not be read there",
        "  app-prod/i-9",
        "",
        "Answers to Ask",
        "2 instances  app-dev/web-[1-2]",
        "    a",
        "  - b",
        "  + B",
        "    c",
      ].join("\n"),
    );
  });

  it("is Markdown, JSON, JSON Lines and JUnit as well", async () => {
    const comparison = await compared();
    expect(comparisonAsMarkdown(comparison)).toContain("```diff\n  a\n- b\n+ B\n  c\n```");
    const parsed = JSON.parse(comparisonAsJson(comparison)) as { isSame: boolean; differences: { kind: string }[] };
    expect([parsed.isSame, parsed.differences.map(({ kind }) => kind)]).toEqual([
      false,
      ["new", "gone", "unknown", "answer"],
    ]);
    expect(comparisonAsJsonLines(comparison).trimEnd().split("\n")).toHaveLength(2 + 1 + 1 + 2);
    expect(comparisonAsJunit(comparison)).toContain('tests="6" failures="6"');
  });

  it("shows text of machines as text", async () => {
    const comparison = await compareRuns(runOf([dev("i-1", "```\n<b>")]), runOf([dev("i-1", "\x1b[2J]]>")]));
    expect(comparisonInTerminal(comparison, { colored: false, columns: 80, full: false })).toContain("+ \\x1b[2J]]>");
    expect(comparisonAsMarkdown(comparison)).toContain("````diff\n- ```");
    expect(comparisonAsJunit(comparison)).toContain("&lt;b&gt;");
  });
});

describe("the difference of two texts", () => {
  const shown = (old: string, now: string) => lineDiff(old, now).map(({ kind, text }) => `${kind}${text}`);

  it.each([
    ["a\nb", "a\nb", ["…"]],
    ["", "a", ["+a"]],
    ["a", "", ["-a"]],
    ["a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nd\ne\nf\nG", ["…", " e", " f", "-g", "+G"]],
    ["a\nx\nb\ny\nc", "a\nb\nz\nc", [" a", "-x", " b", "-y", "+z", " c"]],
    ["a\r\nb", "a\nb\n", ["…"]],
  ])("of %j and %j is %j", (old, now, expected) => {
    expect(shown(old, now)).toEqual(expected);
  });

  it("of very long texts is one after the other", () => {
    const lines = (letter: string) => Array.from({ length: 3000 }, (_, index) => `${letter}${index}`).join("\n");
    expect(shown(lines("a"), lines("b"))).toHaveLength(6000);
  });
});
