import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lockRun } from "../../../src/operations/results/run-lock";
import { thisUserAndHost } from "../../../src/tools/processes";

let folder: string;
const file = () => path.join(folder, "lock.json");
const owned = (changes: object) =>
  writeFileSync(file(), JSON.stringify({ who: thisUserAndHost(), pid: process.pid, id: "another", ...changes }));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fleetbook-lock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("The lock of a run's folder", () => {
  it("is a file while somebody has it, and leaves nothing behind", async () => {
    const lock = await lockRun(file());
    expect(readdirSync(folder)).toEqual(["lock.json"]);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    await (await lockRun(file())).release();
  });

  it("is refused while another process has it, with that process", async () => {
    const child = spawn("sleep", ["60"]);
    owned({ pid: child.pid });
    await expect(lockRun(file())).rejects.toThrow(
      `Another process collects this run: process ${child.pid}. Wait until it ends`,
    );
    child.kill();
  });

  it("is refused if a process on another machine has it, which may still run", async () => {
    owned({ who: "somebody@elsewhere", pid: 1 });
    await expect(lockRun(file())).rejects.toThrow(/process 1 of somebody@elsewhere\. .* If it no longer runs, delete/);
    expect(existsSync(file())).toBe(true);
  });

  it("of a start says to wait, and nothing of another folder", async () => {
    owned({ pid: process.ppid });
    const refused = lockRun(file(), "starts");
    await expect(refused).rejects.toThrow(
      `Another process starts this run: process ${process.ppid}. Wait until it ends.`,
    );
    await expect(refused).rejects.not.toThrow(/--out|delete/);
  });

  it("is refused if a process was killed while it took the lock over, with that process and what to delete", async () => {
    const { pid } = spawnSync("true");
    owned({ pid });
    writeFileSync(`${file()}.another`, JSON.stringify({ who: thisUserAndHost(), pid: 4_000_000, id: "killed" }));
    await expect(lockRun(file())).rejects.toThrow(
      /lock\.json\.another: .*process 4000000\. .*If it no longer runs, delete the file\./s,
    );
  });

  it("is taken over from a process that no longer runs, by one of several", async () => {
    const { pid } = spawnSync("true");
    owned({ pid });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(file())));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["lock.json"]);
  });

  it("is not released by somebody who has lost it", async () => {
    const lock = await lockRun(file());
    owned({});
    await lock.release();
    expect(existsSync(file())).toBe(true);
  });

  it("is named if it is not one of Fleetbook's", async () => {
    writeFileSync(file(), "mine");
    await expect(lockRun(file())).rejects.toThrow(/not one of Fleetbook's. Delete the file/);
  });
});
