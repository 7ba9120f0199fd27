/** docs/operations.md from its beginning to its end, as a reader carries it out: each command of the page, and its lines for jest. */
import { DescribeInstancesCommand, EC2Client, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { mkdir, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ProjectRuns } from "../../../src/cli/project-runs";
import { PROJECT_FOLDER, run, temporaryFolder, type Outcome } from "../commands";
import { PROD, type Operator } from "./operator";

const GUIDE = readFileSync(join(PROJECT_FOLDER, "docs", "operations.md"), "utf8");
/** The id that the page has in place of the reader's. */
const SAMPLE_ID = /run-20261129-214922-944eec/g;
const RUN_ID = /^run-\d{8}-\d{6}-[0-9a-f]{6}$/m;

/** A command of the page, and what it does here. */
interface GuideStep {
  /** As on the page, without `npm run fleetbook --` and without the comment. */
  readonly command: string;
  /** What is run in its place, where the page says that it differs, or where it would ask or take long. */
  readonly instead?: string;
  /** What happens before. */
  readonly before?: "a run fails" | "the instance is repaired";
  /** @default 0 */
  readonly status?: number;
  /** On stdout or stderr. */
  readonly prints: RegExp;
}

const asks = (command: string, prints: RegExp): GuideStep => ({ command, instead: `${command} --yes`, prints });
const WAVES = `start check-os --waves "canary=ou:workloads/production, 50%, 100%" --wave-wait`;
const RUN = "run-20261129-214922-944eec";
const NOTHING_WAITS = /Nothing .*waits/i;

/** Every command of the page, in its order. A `start` gives the id that the commands after it take. */
const STEPS: readonly GuideStep[] = [
  { command: "preview check-os", prints: /in 3 accounts[^]*Nothing would go wrong/ },
  {
    command: "preview check-os --ou workloads --exclude-account app-prod",
    prints: /in 2 accounts[^]*Not touched +app-prod/,
  },
  {
    command: "preview check-os --tag ssm-automation=true --account app-dev --set CheckNTP=skip --json",
    prints: /^\{[^]*"CheckNTP"/,
  },
  asks("start check-os --set CheckUpdate=skip", /parameters +CheckUpdate=skip[^]*Follow it: /),
  { command: "start check-os --ou workloads/production --wait --yes", prints: /1 instance: 1 Success/ },
  {
    command: `${WAVES} 600`,
    instead: `${WAVES} 1 --yes`,
    prints: /wave canary has held\n[^]*started wave 50%: [^]*wave 50% has held\nstarted wave 100%: /,
  },
  asks(
    'start check-os --waves "canary=ou:workloads/production, 50% of instances, 100% of instances"',
    /wave 50% of instances has held\nstarted wave 100% of instances: /,
  ),
  { command: `start --resume ${RUN}`, prints: RUN_ID },
  { command: `watch ${RUN}`, prints: /3 instances: 3 Success/ },
  { command: `stop ${RUN}`, before: "a run fails", prints: /^(Cancelled|Failed): 3 of 3 accounts/m },
  { command: `stop ${RUN} --complete`, prints: /^(Cancelled|Failed): 3 of 3 accounts/m },
  // check-os waits for nobody.
  { command: `signal ${RUN}`, status: 1, prints: NOTHING_WAITS },
  { ...asks(`signal ${RUN} approve --message "seen, go on"`, NOTHING_WAITS), status: 1 },
  { command: `signal ${RUN} resume --step hold --account app-dev --yes`, status: 1, prints: NOTHING_WAITS },
  {
    ...asks(`retry ${RUN} --failed`, /accounts +(.*, )?app-prod\n[^]*Follow it: /),
    before: "the instance is repaired",
  },
  asks(`retry ${RUN} --failed --unreached --set CheckUpdate=skip --wait`, /3 instances: 3 Success\nWith run-/),
  { command: "runs", prints: /run-[^]*check-os/ },
  {
    command: `eval "$(completion bash)"`,
    instead: `eval "$(npm run -s fleetbook -- completion bash)" && complete -p fleetbook`,
    prints: /complete .*-F _fleetbook fleetbook/,
  },
  {
    command: "fleetbook preview check-os --account app-<Tab>",
    instead: [
      'eval "$(npm run -s fleetbook -- completion bash)"',
      "COMP_WORDS=(fleetbook preview check-os --account app-) COMP_CWORD=4",
      '_fleetbook && echo "${COMPREPLY[@]}"',
    ].join("\n"),
    prints: /^app-dev app-staging app-prod$/m,
  },
];

export function operationsGuide(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let env: NodeJS.ProcessEnv;
  let runId = "";

  /** Runs a line as a shell does, in a folder of its own and without npm's start in between. */
  const shell = (line: string): Promise<Outcome> =>
    run("bash", ["-c", `cd "$0" && ${line}`, folder.path], { ...env, PATH: `${folder.path}/bin:${env.PATH ?? ""}` });
  const start = async (command: string): Promise<Outcome> => {
    const outcome = await shell(command);
    const id = RUN_ID.exec(outcome.stdout + outcome.stderr)?.[0];
    if (command.includes("-- start ") && id !== undefined) runId = id;
    return outcome;
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    env = { ...(await operator().shell("management")), FLEETBOOK_FLEET: operator().fleetFile };
    const loader = join(PROJECT_FOLDER, "node_modules/tsx/dist/loader.mjs");
    const npm = `#!/usr/bin/env bash
while [ "$1" != -- ]; do shift; done; shift
exec "${process.execPath}" --import "${loader}" "${PROJECT_FOLDER}/src/cli/fleetbook.ts" "$@"
`;
    await mkdir(join(folder.path, "bin"));
    await writeFile(join(folder.path, "bin", "npm"), npm, { mode: 0o755 });
  });
  afterAll(() => folder.remove());

  it("has no command that is not run here, and none in another order", () => {
    const blocks = [...GUIDE.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, block = ""]) => block);
    const lines = blocks.flatMap((block) => block.split("\n")).map((line) => line.replace(/ +# .*$/, ""));
    const commands = lines.filter((line) => line !== "").map((line) => line.replace(/npm run (-s )?fleetbook -- /, ""));
    expect(commands).toEqual(STEPS.map(({ command }) => command));
  });

  it.each(STEPS)("$command", async ({ command, instead = command, before, status = 0, prints }) => {
    const ec2 = await operator().client(EC2Client, PROD);
    if (before === "a run fails") {
      await ec2.send(new StopInstancesCommand({ InstanceIds: await instancesOf(ec2) }));
      await start("npm run fleetbook -- start check-os --yes");
    }
    if (before === "the instance is repaired") {
      await ec2.send(new StartInstancesCommand({ InstanceIds: await instancesOf(ec2) }));
    }
    const line = instead.includes("npm run") ? instead : `npm run fleetbook -- ${instead}`;
    const outcome = await start(line.replace(SAMPLE_ID, runId));
    expect(outcome.stdout + outcome.stderr).toMatch(prints);
    expect(outcome.status).toBe(status);
  });

  it("starts and awaits a run in three lines of a jest test", async () => {
    const [, lines = ""] = /^```ts\n([^]*?)^```/m.exec(GUIDE) ?? [];
    const own = readFileSync(__filename, "utf8").replace(/^ +/gm, "");
    expect([lines.trim().split("\n").length, own]).toEqual([3, expect.stringContaining(lines)]);

    const [before, beforeFolder] = [{ ...process.env }, process.cwd()];
    become(env);
    process.chdir(folder.path);
    try {
      const runs = await ProjectRuns.open();
      const { totals, failures } = await runs.toEnd({ runbook: "check-os", accounts: ["app-dev"] });
      expect([totals.statuses, failures]).toEqual([{ Success: 1 }, []]);
    } finally {
      process.chdir(beforeFolder);
      become(before);
    }
  });

  async function instancesOf(ec2: EC2Client): Promise<string[]> {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
    const all = Reservations.flatMap(({ Instances = [] }) => Instances);
    return all.flatMap(({ InstanceId, State }) => (State?.Name === "terminated" ? [] : (InstanceId ?? [])));
  }
}

/** Makes an environment that of this process. */
function become(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
  // A variable that is set to undefined would have the value "undefined".
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}
