import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_FOLDER, processesWith, run, temporaryFolder, type Outcome } from "./commands";
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
      ["Plan every stack", "done"],
      ["Apply the plans", "8 of 8 as expected"],
      ["Read the shared images, as others too", "3 of 3 as expected"],
      ["Plan again", "8 of 8 as expected"],
      ["Preview a start", "1 of 1 as expected"],
      ["Deploy the stack that it names", "1 of 1 as expected"],
      ["Preview it again", "1 of 1 as expected"],
      ["Start check-os in two waves", "1 of 1 as expected"],
      ["Watch it to its end", "5 of 5 as expected"],
      ["Report both runs as one, and what changed", "7 of 7 as expected"],
      ["Review a change of a trust policy and a runbook", "done"],
      ["Apply what was reviewed", "2 of 2 as expected"],
      ["Plan the change again", "2 of 2 as expected"],
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

  it("shows a preview with the true cause of a fault, the command that mends it, and a preview in which nothing would go wrong", () => {
    const [before = "", after = ""] = outcome.stdout.split("$ npm run fleetbook -- preview check-os").slice(1);
    expect(before).toMatch(/error runbook-not-shared: app-prod\n/);
    const mends = "npm run fleetbook -- plan administrator && npm run fleetbook -- apply out/plans";
    expect(before).toContain(`    $ ${mends}\n\n$ ${mends}\nadministrator: 0 a`);
    expect(after).toMatch(/\nNothing would go wrong\.\n/);
  });

  it("shows how two waves were started, the second one after the first had held, and which instance failed", () => {
    const [started = "", watched = ""] =
      outcome.stdout.split("$ npm run fleetbook -- start check-os")[1]?.split("-- watch ") ?? [];
    expect(started).toMatch(/started wave canary: [\s\S]*wave canary has held\nstarted wave 100%: [^\n]*\nrun-\d{8}-/);
    expect(watched).toMatch(
      /\n\d\d:\d\d:\d\d {2}Failed: 3 of 3 accounts and Regions; 3 instances: 2 Success, 1 TimedOut\n/,
    );
    expect(watched).toMatch(/1 instance {2}CheckHostname TimedOut\n.*\n {2}app-prod\//);
  });

  it("shows the retry of that instance, both runs as one, and what differs between them", () => {
    const [, retried = ""] = outcome.stdout.split(/-- retry run-[\d-]+[0-9a-f]{6} --failed/);
    expect(retried).toMatch(
      /3 instances: 3 Success\nWith run-[^ ]+ as one: 1 instance was run again \(before: 1 TimedOut\)\./,
    );
    expect(retried).toMatch(/1 instance {2}Success\n {2}app-staging\/.*\n(?: {2}│.*\n)*? {2}│ .*kernel\.x86_64/);
    expect(retried).toMatch(/2 instances unchanged\.\n\nStatuses\n {2}TimedOut → Success: app-prod\//);
  });

  it("shows the review of a change: the trust policy that widens comes first, then the runbook", () => {
    expect(outcome.stdout).toMatch(
      /aws:PrincipalOrgID[\s\S]*check-os[\s\S]*timeoutSeconds|PrincipalOrgID[\s\S]*check-os/,
    );
  });

  it("writes the report as a page, as JSON and as Markdown", async () => {
    const read = (name: string) => readFile(join(PROJECT_FOLDER, "out", "demo", name), "utf8");
    const { totals } = JSON.parse(await read("report.json")) as { totals: object };
    expect(totals).toMatchObject({ instances: 3, unread: 0 });
    expect(await read("report.md")).toContain("as one: 1 instance was run again");
    expect(await read("report.html")).toContain("Content-Security-Policy");
  });

  it("leaves no file and no process behind", async () => {
    expect((await readdir(folder.path)).filter((name) => name.startsWith("fleetbook"))).toEqual([]);
    expect(await processesWith(folder.path)).toEqual([]);
  });
});
