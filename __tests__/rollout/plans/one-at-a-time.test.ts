import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { oneAtATime } from "../../../src/rollout/plans/one-at-a-time";
import { cleanUp, temporaryFolder } from "../fixtures";

afterEach(cleanUp);

function folderOf(pid: number): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "runs"));
  const file = join(folder, "runs", String(pid));
  writeFileSync(file, "apply");
  // The other one came first.
  utimesSync(file, new Date(), new Date(Date.now() - 10));
  return folder;
}

function work(folder: string, waitSeconds = 0, lines: string[] = []) {
  const { signal } = new AbortController();
  const options = { folder, command: "plan", waitSeconds, log: (line: string) => void lines.push(line), signal };
  return oneAtATime(options, () => Promise.resolve("done"));
}

describe("a work folder", () => {
  let other: ReturnType<typeof spawn> | undefined;
  afterEach(() => other?.kill());

  const sleeper = (seconds: number): number => {
    other = spawn("sleep", [String(seconds)]);
    return other.pid ?? 0;
  };

  it("is used by one process at a time: another one is told who uses it and since when", async () => {
    const pid = sleeper(30);
    const folder = folderOf(pid);
    await expect(work(folder)).rejects.toThrow(
      `Another apply of this project (process ${pid}) has been running since 20`,
    );
    expect(readdirSync(join(folder, "runs"))).toEqual([String(pid)]);
  });

  it("is waited for, and the wait is said once", async () => {
    const lines: string[] = [];
    await expect(work(folderOf(sleeper(1)), 20, lines)).resolves.toBe("done");
    expect(lines).toHaveLength(1);
  });

  it("is free if the process that used it was killed, and is free again after the work", async () => {
    const dead = spawnSync("true").pid;
    const folder = folderOf(dead);
    await expect(work(folder)).resolves.toBe("done");
    await expect(work(folder)).resolves.toBe("done");
    expect(readdirSync(join(folder, "runs"))).toEqual([]);
  });
});
