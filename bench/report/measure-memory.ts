/** The memory that it takes to show a run of 100,000 results, which is kept in a folder. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { RunWriter } from "../../src/operations/results/run-writer";
import type { ResultRecord } from "../../src/operations/results/schema";
import type { Measurement } from "../measurement";
import { single, size } from "../report";
import { inventedRun } from "./invented-run";

const run = promisify(execFile);
const STEPS_EACH = 5;
const FORMATS = ["terminal", "junit", "json"];

export const measureMemory: Measurement = async ({ quick, signal, log, env }) => {
  const instances = quick ? 1_000 : 20_000;
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-bench-"));
  try {
    await writeInvented(join(folder, "run"), instances);
    const rows = [];
    for (const format of FORMATS) {
      const program = ["--import", "tsx", join(__dirname, "show-once.ts"), join(folder, "run"), format];
      const { stdout } = await run(process.execPath, [...program, join(folder, format)], { signal, env });
      rows.push(
        single(`${(instances * STEPS_EACH).toLocaleString("en-US")} results: memory, ${format}`, size(Number(stdout))),
      );
      log(`Shown as ${format}.`);
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** In units of many instances, so that writing them takes little time. */
async function writeInvented(folder: string, instances: number): Promise<void> {
  const writer = await RunWriter.open(folder);
  const invented = inventedRun(instances);
  await writer.describe(invented.run);
  const kept = new Set<string>();
  let unit: ResultRecord[] = [];
  const write = async () => {
    await writer.write({ unit: `from ${unit.length}`, final: true, records: unit });
    unit = [];
  };
  for await (const record of invented.records()) {
    unit.push(record);
    const sha256 = record.kind === "step" ? record.output?.sha256 : undefined;
    if (sha256 !== undefined && !kept.has(sha256)) {
      kept.add(sha256);
      await writer.outputs.put(await invented.output(sha256));
    }
    if (unit.length >= 1_000) await write();
  }
  if (unit.length > 0) await write();
  await writer.close();
}
