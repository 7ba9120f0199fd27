/** A collection in a process of its own, which is killed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readRun } from "../../../src/operations/results/read-run";
import { id } from "./fake-aws";

const PROJECT = path.resolve(__dirname, "../../..");
const PROGRAM = path.join(__dirname, "collecting.ts");
const INSTANCES = 300;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fleetbook-killed-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const journal = () => path.join(folder, id(1), "journal.jsonl");
const size = () => statSync(journal(), { throwIfNoEntry: false })?.size ?? 0;

function start() {
  return spawn(process.execPath, ["--import", "tsx", PROGRAM, folder], { cwd: PROJECT, stdio: "inherit" });
}

/** Kills a collection as soon as it has written something. */
async function killed(): Promise<void> {
  const child = start();
  const ended = once(child, "close");
  const before = size();
  while (child.exitCode === null && size() <= before) await sleep(5);
  child.kill("SIGKILL");
  await ended;
}

it("A collection that is killed ten times has every result once in the end", async () => {
  for (let time = 0; time < 10; time++) await killed();
  const [status] = (await once(start(), "close")) as [number | null];
  expect(status).toBe(0);
  const { run, records, output } = await readRun(path.join(folder, id(1)));
  expect(run.complete).toBe(true);
  const found: string[] = [];
  for await (const record of records()) {
    if (record.kind !== "step") continue;
    const text = (await output(record.output?.sha256 ?? "")).toString();
    expect(text).toBe(`answer of ${record.instance}`);
    found.push(text);
  }
  expect(new Set(found).size).toBe(INSTANCES);
  expect(found).toHaveLength(INSTANCES);
  expect(
    readFileSync(path.join(folder, id(1), "results.jsonl"), "utf8")
      .trimEnd()
      .split("\n"),
  ).toHaveLength(2 * INSTANCES + 2);
}, 300_000);
