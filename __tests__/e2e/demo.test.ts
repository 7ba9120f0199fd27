import { readdir } from "node:fs/promises";
import { processesWith, run, temporaryFolder, type Outcome } from "./commands";
import { describeWith } from "../requires";

describeWith(["terraform", "moto_server"], "npm run demo", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let outcome: Outcome;

  beforeAll(async () => {
    folder = await temporaryFolder();
    outcome = await run("npm", ["run", "--silent", "demo"], { ...process.env, TMPDIR: folder.path });
  });
  afterAll(() => folder.remove());

  it("exits 0 because everything held", () => {
    expect(outcome.stderr).not.toContain("error  ");
    expect(outcome.stdout).toMatch(/Everything held: all \d+ expectations\./);
    expect(outcome.status).toBe(0);
  });

  it("shows every step with its result", () => {
    for (const [step, result] of [
      ["Create the state buckets", "4 of 4 as expected"],
      ["Create them again", "4 of 4 as expected"],
      ["Deploy every stack", "8 of 8 as expected"],
      ["Read the shared images, as others too", "3 of 3 as expected"],
      ["Deploy again", "8 of 8 as expected"],
      ["Run check-os in every account", "4 of 4 as expected"],
      ["Destroy every stack", "8 of 8 as expected"],
    ] as const) {
      expect(outcome.stdout).toMatch(new RegExp(`${step} +│ +\\d+ s +│ ${result}`));
    }
  });

  it("reads back from each account who may assume its execution role", () => {
    const line = outcome.stdout.split("\n").find((text) => text.includes("is assumed by the administration "));
    expect(line).toContain("│ held in 3 ");
  });

  it("shows the image that the association has shared, read back as the other account", () => {
    const row = outcome.stdout.split("\n").find((line) => line.includes("│ ami-"));
    expect(row).toMatch(/app-dev +│ ap-northeast-1 +│ Success +│ [0-9a-f-]{36} │ i-[0-9a-f]{17} │ ami-[0-9a-f]{17} │/);
    expect(row?.match(/partner \(555555555555\)/g)).toHaveLength(2);
  });

  it("shows what check-os found on each instance: answers, pending updates, and a stopped instance's time-out", () => {
    const rows = outcome.stdout.split("\n").filter((line) => /│ Check\w+ +│/.test(line));
    expect(rows).toHaveLength(15);
    const row = (account: string, step: string): string =>
      rows.find((line) => line.includes(account) && line.includes(step)) ?? "no such row";
    expect(row("app-dev", "CheckHostname")).toMatch(/Success.*ip-10-0-1-\d+\.ap-northeast-1\.compute\.internal/);
    expect(row("app-staging", "CheckUpdate")).toMatch(/Success.*kernel\.x86_64/);
    expect(row("app-prod", "CheckHostname")).toMatch(/TimedOut +│ 1\d\.\d s/);
    expect(row("app-prod", "CheckNTP")).toContain("Pending");
  });

  it("leaves no file and no process behind", async () => {
    expect((await readdir(folder.path)).filter((name) => name.startsWith("fleetbook"))).toEqual([]);
    expect(await processesWith(folder.path)).toEqual([]);
  });
});
