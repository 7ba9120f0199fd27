/** What the page carries, and what it makes of it. */
import type { ResultRecord } from "../../../../../src/operations/results/schema";
import { decode } from "../../../../../src/operations/show/html/model/decode";
import { Encoder } from "../../../../../src/operations/show/html/model/encode";
import type { PageData } from "../../../../../src/operations/show/html/model/page-data";
import type { Report } from "../../../../../src/operations/show/html/model/report";
import { executionOf, run, stepOf } from "../../../results/records";

const BASE = Date.parse("2026-11-29T09:00:00.000Z");
const SHA = "a".repeat(64);

/** The report of a page that carries these records. */
function reportOf(...records: readonly ResultRecord[]): Report {
  const encoder = new Encoder(BASE);
  const data: PageData = {
    run,
    base: BASE,
    records: records.map((record) => encoder.encode(record)),
    outputs: [],
    patterns: [],
  };
  return decode(JSON.parse(JSON.stringify(data)) as PageData);
}

describe("the report of a page", () => {
  it("has every field of a step", () => {
    const failure = { message: "It failed.", stage: "Verification", type: "Action", cause: "The disk is full." };
    const cut = { kept: 2500, missing: 17, reason: "No bucket.", remedy: "Name one." };
    const step = stepOf("i-1", "Ask", {
      index: 3,
      status: "Failed",
      failure,
      responseCode: "1",
      response: "The output Name found nothing at $.Name.",
      maxAttempts: 2,
      timeoutSeconds: 60,
      inputs: { DocumentName: '"AWS-RunShellScript"', Again: '"AWS-RunShellScript"' },
      parentStep: { step: "ForEach", iteration: 2, iteratorValue: "eu-west-1" },
      commandId: "c-1",
      output: { sha256: SHA, bytes: 5, encoding: "utf-8", source: "s3", cut },
    });
    const [row] = reportOf(executionOf("i-1", { instanceName: "web-1" }), step).rows;
    expect(row?.instanceName).toBe("web-1");
    expect(row?.cells[0]?.shown).toEqual({
      step: "Ask",
      index: 3,
      action: "aws:runCommand",
      status: "Failed",
      tone: "failed",
      start: BASE + 10_000,
      end: BASE + 12_000,
      failure,
      responseCode: "1",
      response: "The output Name found nothing at $.Name.",
      maxAttempts: 2,
      timeoutSeconds: 60,
      inputs: [
        ["DocumentName", '"AWS-RunShellScript"'],
        ["Again", '"AWS-RunShellScript"'],
      ],
      loop: "ForEach, iteration 2 (eu-west-1)",
      commandId: "c-1",
      output: { output: 0, source: "s3", cut },
    });
  });

  it("has the executions of an account, and its name and organizational unit", () => {
    const account = executionOf("", { level: "account", status: "Failed", failure: { message: "No role." } });
    const [place] = reportOf(account).places;
    expect(place).toMatchObject({ accountName: "app-dev", organizationalUnit: "workloads", rows: [] });
    expect(place?.executions).toMatchObject([{ status: "Failed", tone: "failed", failure: { message: "No role." } }]);
  });

  it("orders steps as the runbook does, and accounts and instances by name, with numbers as numbers", () => {
    const report = reportOf(
      executionOf("i-1", { instanceName: "web-10" }),
      executionOf("i-2", { instanceName: "web-9" }),
      executionOf("i-3", { accountId: "444444444444" }),
      stepOf("i-1", "Second", { index: 1 }),
      stepOf("i-1", "First", { index: 0 }),
    );
    expect(report.columns).toEqual(["First", "Second"]);
    expect(report.places.map(({ accountName }) => accountName)).toEqual(["app-dev", "app-prod"]);
    expect(report.rows.map(({ instance }) => instance)).toEqual(["i-2", "i-1", "i-3"]);
  });

  it("keeps all iterations of a step, and shows the one that matters most", () => {
    const iteration = (number: number, status: string) =>
      stepOf("i-1", "Ask", { status, parentStep: { step: "Loop", iteration: number } });
    const { rows } = reportOf(
      executionOf("i-1"),
      iteration(1, "Success"),
      iteration(2, "Failed"),
      iteration(3, "Success"),
    );
    expect(rows[0]?.cells[0]?.steps).toHaveLength(3);
    expect(rows[0]?.cells[0]?.shown).toMatchObject({ status: "Failed", loop: "Loop, iteration 2" });
  });

  it("gives instances that share an execution a row each, with the worst status of their steps", () => {
    const shared = { executionId: "one" };
    const { rows } = reportOf(stepOf("i-1", "Ask", shared), stepOf("i-2", "Ask", { ...shared, status: "TimedOut" }));
    expect(rows.map(({ instance, status }) => [instance, status])).toEqual([
      ["i-1", "Success"],
      ["i-2", "TimedOut"],
    ]);
  });

  it("keeps instances apart that AWS has not started", () => {
    const pending = executionOf("i-1", { status: "Pending" });
    delete pending.executionId;
    expect(reportOf(pending, { ...pending, instance: "i-2" }).rows).toHaveLength(2);
  });

  it("puts what could not be read at its instance, or else at its account", () => {
    const unread = {
      kind: "unread",
      accountId: "222222222222",
      region: "ap-northeast-1",
      reason: "throttled",
    } as const;
    const more = { message: "Rate exceeded", remedy: "Collect again." };
    const report = reportOf(
      executionOf("i-1"),
      { ...unread, ...more, what: "steps", executionId: "execution-of-i-1", instance: "i-1" },
      { ...unread, ...more, what: "account" },
    );
    expect(report.rows[0]?.unread).toMatchObject([{ what: "steps" }]);
    expect(report.places[0]?.unread).toMatchObject([{ what: "account" }]);
    expect(report.unread).toHaveLength(2);
  });

  it("takes a status that it does not know for one that is pending", () => {
    expect(reportOf(executionOf("i-1", { status: "Rehearsing" })).rows[0]).toMatchObject({
      status: "Rehearsing",
      tone: "waiting",
    });
  });
});

describe("what the page carries", () => {
  it("has a string that repeats once", () => {
    const encoder = new Encoder(BASE);
    const message = "a long message that many instances have";
    const texts = ["i-1", "i-2", "i-3"].map((instance) =>
      JSON.stringify(encoder.encode(stepOf(instance, "Ask", { failure: { message } }))),
    );
    expect(texts.filter((text) => text.includes(message))).toHaveLength(1);
  });

  it("has an output once, however many steps refer to it", () => {
    const encoder = new Encoder(BASE);
    const output = { sha256: SHA, bytes: 5, encoding: "utf-8", source: "step" } as const;
    for (const instance of ["i-1", "i-2"]) encoder.encode(stepOf(instance, "Ask", { output }));
    expect(encoder.outputs).toEqual([{ sha256: SHA, bytes: 5, isText: true }]);
  });
});
