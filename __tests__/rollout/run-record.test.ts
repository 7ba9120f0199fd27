import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginRecord, earlierRun, endRecord } from "../../src/rollout/run-record";
import { thisUserAndHost } from "../../src/tools/processes";
import { cleanUp, temporaryFolder } from "./fixtures";

afterEach(cleanUp);

const never = new AbortController().signal;

async function record(pid: number): Promise<string> {
  const file = join(temporaryFolder(), "run");
  await beginRecord(file);
  appendFileSync(file, `${pid}\n`);
  return file;
}

function look(file: string, lines: string[] = []) {
  return earlierRun(file, (line) => lines.push(line), never);
}

describe("the record of a run", () => {
  it("gives no unfinished run if there is no record, or if the run has ended", async () => {
    const file = await record(process.pid);
    await endRecord(file);
    await expect(look(file)).resolves.toBeUndefined();
  });

  it("gives no unfinished run if Terraform was never started", async () => {
    const file = join(temporaryFolder(), "run");
    await beginRecord(file);
    await expect(look(file)).resolves.toBeUndefined();
  });

  it("gives the user and the start of a run whose process is dead", async () => {
    const { pid = 0 } = spawnSync("true");
    const before = Date.now();
    const found = await look(await record(pid));
    expect(found?.who).toBe(thisUserAndHost());
    expect(Math.abs((found?.startedAt ?? 0) - before)).toBeLessThan(5_000);
  });

  it("makes the next run wait while its process runs", async () => {
    const child = spawn("sleep", ["60"]);
    const lines: string[] = [];
    let done = false;
    const waiting = look(await record(child.pid ?? 0), lines).then((found) => {
      done = true;
      return found;
    });
    while (lines.length === 0) await new Promise((next) => setTimeout(next, 10));
    expect(done).toBe(false);
    child.kill();
    await expect(waiting).resolves.toMatchObject({ who: thisUserAndHost() });
    expect(lines).toEqual([expect.stringContaining(`process ${child.pid}`)]);
  });

  it("does not make the next run wait for a later process with the same id", async () => {
    const file = await record(process.pid);
    // The id of this process, in a record that is older than the process.
    utimesSync(file, new Date("2020-01-01"), new Date("2020-01-01"));
    await expect(look(file)).resolves.toMatchObject({ startedAt: Date.parse("2020-01-01") });
  });

  it("does not make the next run wait for a process of another machine", async () => {
    const file = await record(process.pid);
    writeFileSync(file, readFileSync(file, "utf8").replace(thisUserAndHost(), "someone@elsewhere"));
    await expect(look(file)).resolves.toMatchObject({ who: "someone@elsewhere" });
  });

  it("no longer makes the next run wait after the user asked to stop", async () => {
    const controller = new AbortController();
    const file = await record(process.pid);
    await expect(earlierRun(file, () => controller.abort(), controller.signal)).resolves.toBeUndefined();
  });
});
