import { gunzipSync } from "node:zlib";
import type { PatternName } from "../../../src/operations/fold/normalize";
import { FORMATS, type FormatName } from "../../../src/operations/show/formats";
import { makeReport } from "../../../src/operations/show/report";
import type { ResultRecord } from "../../../src/operations/results/schema";
import { answering, Outputs, storedRun, type Answer } from "../fold/stored";
import { executionOf } from "../results/records";

const [DEV, PROD] = ["222222222222", "444444444444"];
const EVIL = '</script><b>*bold*</b> @team #1 ```\n~~~\n| x | \x1b[31m ]]> & "';

const unread: ResultRecord = {
  ...{ kind: "unread", what: "account", accountId: PROD, region: "ap-northeast-1", reason: "no-reader-role" },
  ...{ message: "AccessDenied: <no> | *role*", remedy: "Deploy it." },
};

async function written(
  name: FormatName,
  answers: readonly Answer[],
  others: readonly ResultRecord[] = [],
  patterns: readonly PatternName[] = [],
) {
  const outputs = new Outputs();
  const stored = storedRun([...answering(outputs, answers), ...others], outputs);
  const report = await makeReport(stored, { steps: ["all"], patterns });
  let text = "";
  for await (const chunk of await FORMATS[name](report)) text += chunk;
  return text;
}

const binary = Buffer.from([0x93, 0x8c, 0x00]);
const answers: readonly Answer[] = [
  { accountId: DEV, instance: "i-1", name: "web-1", text: EVIL },
  {
    accountId: DEV,
    instance: "i-2",
    name: "web-2",
    text: "up",
    changes: { status: "Failed", failure: { message: EVIL } },
  },
];
const withBinary = (outputs: Outputs) => ({ output: outputs.keep(binary, { encoding: "binary" }) });

describe("--json", () => {
  it("is one object with the totals, everything folded, every record and each output once", async () => {
    const parsed = JSON.parse(await written("json", answers, [unread])) as Record<string, unknown> & {
      answers: { step: string; groups: { text: string }[] }[];
      outputs: Record<string, unknown>;
      results: unknown[];
    };
    expect(parsed).toMatchObject({
      run: { document: "check-os" },
      totals: { instances: 2, statuses: { Success: 1, Failed: 1 }, unread: 1, succeeded: false },
      failures: [{ step: "Ask", status: "Failed", reason: EVIL, instances: [{ instance: "i-2", name: "web-2" }] }],
      unread: [{ reason: "no-reader-role" }],
    });
    expect(parsed.answers[0]?.groups.map(({ text }) => text).sort()).toEqual([EVIL, "up"].sort());
    expect(parsed.results).toHaveLength(5);
    expect(Object.values(parsed.outputs)).toEqual([{ text: EVIL }, { text: "up" }]);
  });

  it("is an object of a run without results as well", async () => {
    expect(JSON.parse(await written("json", []))).toMatchObject({ results: [], outputs: {} });
  });
});

describe("--jsonl", () => {
  it("has each record in a line, with the content of its output", async () => {
    const lines = (await written("jsonl", answers)).trimEnd().split("\n");
    const records = lines.map((line) => JSON.parse(line) as { output?: { text?: string } });
    expect(records).toHaveLength(4);
    expect(records[0]?.output?.text).toBe(EVIL);
  });

  it("has bytes that are not UTF-8 as base64", async () => {
    const outputs = new Outputs();
    const changes = withBinary(outputs);
    const stored = storedRun(answering(outputs, [{ accountId: DEV, instance: "i-1", changes }]), outputs);
    const report = await makeReport(stored, { steps: [], patterns: [] });
    let text = "";
    for await (const chunk of await FORMATS.jsonl(report)) text += chunk;
    expect(JSON.parse(text.split("\n")[0] ?? "")).toMatchObject({ output: { base64: binary.toString("base64") } });
  });
});

describe("--markdown", () => {
  it("says of a retry how many instances were run again, and how they had ended before", async () => {
    const outputs = new Outputs();
    const records = [executionOf("i-1", { earlier: [{ status: "TimedOut" }] })];
    const stored = storedRun(records, outputs, { predecessor: "run-20261129-090000-aaaaaa" });
    let text = "";
    for await (const chunk of await FORMATS.markdown(await makeReport(stored, { steps: [], patterns: [] })))
      text += chunk;
    expect(text).toContain(
      "\n\nWith run-20261129-090000-aaaaaa as one: 1 instance was run again \\(before: 1 TimedOut\\).\n\n",
    );
  });

  it("has totals, failures, what could not be read, steps and answers", async () => {
    const text = await written(
      "markdown",
      [{ accountId: DEV, instance: "i-1", name: "web-1", text: "up\n" }],
      [unread],
    );
    expect(text).toBe(
      [
        "## ❌ check-os",
        "",
        "Execution `11111111-1111-4111-8111-111111111111` in management (111111111111), ap-northeast-1: **Success** in 1 min 0 s.",
        "",
        "| 1 instance in 2 accounts | instances |",
        "| --- | --- |",
        "| Success | 1 |",
        "",
        "### What could not be read",
        "",
        "| what | reason | message | where |",
        "| --- | --- | --- | --- |",
        "| account | no reader role | AccessDenied: &lt;no&gt; \\| \\*role\\* Deploy it. | app-prod |",
        "",
        "### Steps",
        "",
        "| step | statuses | different answers |",
        "| --- | --- | --- |",
        "| Ask | 1 Success | 1 |",
        "",
        "### Ask: 1 different answer",
        "",
        "**1 instance**: app-dev/web-1",
        "",
        "```text",
        "up",
        "```",
        "",
      ].join("\n"),
    );
  });

  it("lets no text of a machine become markup, a mention or a reference", async () => {
    const text = await written("markdown", answers);
    const [row = ""] = text.split("\n").filter((line) => line.startsWith("| Ask | Failed"));
    expect(row).toBe(
      '| Ask | Failed | &lt;/script&gt;&lt;b&gt;\\*bold\\*&lt;/b&gt; @<!-- -->team #<!-- -->1 \\`\\`\\` \\~\\~\\~ \\| x \\| \\\\x1b\\[31m \\]\\]&gt; &amp; " | app-dev/web-2 |',
    );
    expect(text).toContain(`\`\`\`\`text\n${EVIL.replace("\x1b", "\\x1b")}\n\`\`\`\``);
  });

  it("makes no link of an address", async () => {
    const changes = { status: "Failed", failure: { message: "see https://evil.example and www.evil.example" } };
    const text = await written("markdown", [{ accountId: DEV, instance: "i-1", changes }]);
    expect(text).toContain("see https:<!-- -->//evil.example and www.<!-- -->evil.example");
  });

  it("shows the beginning of a long answer", async () => {
    const text = await written("markdown", [{ accountId: DEV, instance: "i-1", text: "x".repeat(5_000_000) }]);
    expect(text.length).toBeLessThan(10_000);
    expect(text).toContain("… 4996000 more characters.");
  });
});

describe("--junit", () => {
  it("has a suite for each account and Region, and a case for each step of an instance", async () => {
    const account = executionOf("", {
      ...{ level: "account", accountId: PROD, executionId: undefined, instance: undefined },
      ...{ status: "Failed", failure: { message: "role", cause: "not shared" } },
    });
    const text = await written("junit", answers, [unread, account]);
    expect(text).toContain('<testsuite name="app-dev ap-northeast-1" tests="3" failures="2" errors="0" skipped="0">');
    expect(text).toContain('<testsuite name="app-prod ap-northeast-1" tests="2" failures="1" errors="1" skipped="0">');
    expect(text).toContain('<testcase classname="web-1" name="Ask" time="2">');
    expect(text).toContain('<failure type="Failed" message="role True cause: not shared"/>');
  });

  it("is well-formed, whatever a machine has said", async () => {
    const text = await written("junit", [
      ...answers,
      { accountId: DEV, instance: "i-3", text: "\ud800 lone, \0 nul, \ufffe none" },
    ]);
    expect(text).toContain("&lt;/script&gt;&lt;b&gt;");
    expect(text).toContain("\ufffd[31m ]]&gt; &amp; &quot;");
    expect(text).not.toMatch(/(?![\t\n\r])\p{Cc}|\p{Cs}|\ufffe/u);
    const open = [...text.matchAll(/<(?!\/|\?)[^>]*[^/]>/g)].length;
    expect([...text.matchAll(/<\//g)]).toHaveLength(open);
  });

  it("has steps that did not run as skipped", async () => {
    const text = await written("junit", [{ accountId: DEV, instance: "i-1", changes: { status: "Pending" } }]);
    expect(text).toContain('<skipped message="Pending"/>');
  });
});

describe("--html", () => {
  it("is a page that opens with the patterns that were asked for", async () => {
    const page = await written("html", answers, [], ["time", "host"]);
    const [, text = ""] = /<script[^>]* id="records">([^<]*)</.exec(page) ?? [];
    const data = JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString()) as Record<string, unknown>;
    expect(data).toMatchObject({ run: { document: "check-os" }, patterns: ["time", "host"], outputs: { length: 2 } });
  });
});
