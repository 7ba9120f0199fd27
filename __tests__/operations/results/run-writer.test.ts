import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { OperationError } from "../../../src/diagnostics/errors";
import { readRun } from "../../../src/operations/results/read-run";
import { RunWriter, type ResultUnit } from "../../../src/operations/results/run-writer";
import { executionOf, run, stepOf } from "./records";

let folder: string;
const file = (name: string) => path.join(folder, name);
const unit = (instance: string, final = true, message = "ok"): ResultUnit => ({
  unit: `execution-of-${instance}`,
  final,
  records: [stepOf(instance, "CheckHostname", { responseCode: message }), executionOf(instance)],
});

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), "fleetbook-run-")), "run");
});
afterEach(() => {
  rmSync(path.dirname(folder), { recursive: true });
});

async function recordsRead(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const record of (await readRun(folder)).records()) {
    found.push(`${record.kind} ${"instance" in record ? record.instance : ""}`);
  }
  return found;
}

/** A writer as it is after another process that wrote the folder has ended: nobody has the lock. */
async function opened(): Promise<RunWriter> {
  const writer = await RunWriter.open(folder);
  await writer.close();
  return writer;
}

async function write(...units: readonly ResultUnit[]): Promise<RunWriter> {
  const writer = await opened();
  await writer.describe(run);
  for (const each of units) await writer.write(each);
  return writer;
}

const both = (...instances: readonly string[]) =>
  instances.flatMap((instance) => [`step ${instance}`, `execution ${instance}`]);

describe("the folder of a run", () => {
  it("gives back what was written, in its order", async () => {
    await write(unit("i-1"), unit("i-2"));
    expect(await recordsRead()).toEqual(both("i-1", "i-2"));
    expect((await readRun(folder)).run).toEqual(run);
  });

  it("gives back a text with every kind of line separator", async () => {
    const separators = "a\nb\r\nc\u2028d\u2029e\u0085f";
    await write(unit("i-1", true, separators));
    for await (const record of (await readRun(folder)).records()) {
      if (record.kind === "step") expect(record.responseCode).toBe(separators);
    }
  });

  it("keeps a unit that has ended, and drops one that has to be read again", async () => {
    await write(unit("i-1"), unit("i-2", false), unit("i-3"), unit("i-4", false));
    const writer = await opened();
    expect([...writer.done]).toEqual(["execution-of-i-1", "execution-of-i-3"]);
    expect(await recordsRead()).toEqual(both("i-1", "i-3"));
    await writer.write(unit("i-2"));
    expect(await recordsRead()).toEqual(both("i-1", "i-3", "i-2"));
  });

  it("does not read a unit whose lines were written and not its entry in the journal", async () => {
    await write(unit("i-1"));
    appendFileSync(file("results.jsonl"), `${JSON.stringify(stepOf("i-2", "CheckHostname"))}\n{"kind":"exec`);
    appendFileSync(file("journal.jsonl"), '{"unit":"execution-of-i-2","end"');
    expect(await recordsRead()).toEqual(both("i-1"));
    const writer = await opened();
    await writer.write(unit("i-2"));
    expect(await recordsRead()).toEqual(both("i-1", "i-2"));
  });

  it("is as before or as after, if the process ends while it is opened", async () => {
    await write(unit("i-1", false), unit("i-2"));
    const [results, journal] = [readFileSync(file("results.jsonl")), readFileSync(file("journal.jsonl"))];
    await opened();
    // The results were renamed and the journal was not.
    renameSync(file("journal.jsonl"), file("journal.jsonl.new"));
    writeFileSync(file("journal.jsonl"), journal);
    expect([...(await opened()).done]).toEqual(["execution-of-i-2"]);
    expect(await recordsRead()).toEqual(both("i-2"));
    // Neither was renamed.
    writeFileSync(file("journal.jsonl"), journal);
    writeFileSync(file("results.jsonl"), results);
    writeFileSync(file("results.jsonl.new"), "{");
    writeFileSync(file("journal.jsonl.new"), "");
    await opened();
    expect(await recordsRead()).toEqual(both("i-2"));
  });

  it("does not trust a journal that names more than the results have", async () => {
    await write(unit("i-1"), unit("i-2"));
    writeFileSync(file("results.jsonl"), readFileSync(file("results.jsonl")).subarray(0, -5));
    expect([...(await opened()).done]).toEqual(["execution-of-i-1"]);
  });

  it("is written by one collection at a time", async () => {
    const writer = await RunWriter.open(folder);
    await expect(RunWriter.open(folder)).rejects.toThrow(/lock\.json: Another process collects this run/);
    await writer.close();
    await (await RunWriter.open(folder)).close();
    expect(existsSync(file("lock.json"))).toBe(false);
  });

  it("names the file that cannot be written", async () => {
    const writer = await write(unit("i-1"));
    rmSync(file("results.jsonl"));
    mkdirSync(file("results.jsonl"));
    await expect(writer.write(unit("i-2"))).rejects.toThrow(OperationError);
    await expect(writer.write(unit("i-2"))).rejects.toThrow(/results\.jsonl: EISDIR/);
  });

  it("says that nothing was collected, if there is none", async () => {
    await expect(readRun(file("another"))).rejects.toThrow(/another\/run\.json: The file does not exist/);
    expect(existsSync(file("another"))).toBe(false);
  });

  it("refuses a description of another version, and a line that is no result", async () => {
    await write(unit("i-1"));
    writeFileSync(file("run.json"), JSON.stringify({ ...run, version: 2 }));
    await expect(readRun(folder)).rejects.toThrow(/is not a run of version 1/);
    writeFileSync(file("run.json"), JSON.stringify(run));
    const text = readFileSync(file("results.jsonl"), "utf8");
    writeFileSync(file("results.jsonl"), text.replace('"kind":"step"', '"kind":"stop"'));
    await expect(recordsRead()).rejects.toThrow(/results\.jsonl:1: The line is not a result of version 1/);
  });
});
