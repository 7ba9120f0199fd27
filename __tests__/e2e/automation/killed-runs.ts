/**
 * `kill -9` while a run is started, started in waves, or watched, at random moments: before a call reaches AWS, while AWS answers, and
 * when the answer is there. Afterwards the run goes on, and every instance has run exactly once.
 */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { readCatalogue } from "../../../src/catalogue/catalogue";
import { findRunbook } from "../../../src/catalogue/find-runbook";
import { loadProject } from "../../../src/cli/project";
import { requestFromOptions } from "../../../src/operations/request/given";
import { resolveRequest } from "../../../src/operations/request/resolve";
import { Runs } from "../../../src/operations/runs/runs";
import { isRunId } from "../../../src/operations/runs/plan";
import { randomFrom } from "../../random";
import { fleetbook, temporaryFolder } from "../commands";
import { startInterference } from "./interference";
import { DEV, PROD, STAGING, type Operator } from "./operator";

const SEED = Date.now() % 1_000_000;
const ACCOUNTS = [DEV, STAGING, PROD];
/** Trials at a time. */
const LANES = 4;

/** What is killed, how often, and how many calls it makes at least when nobody kills it. */
const KINDS = [
  { times: 7, calls: 3, args: ["start", "check-os", "--yes", "--no-check", "--set", "CheckUpdate=skip"] },
  {
    times: 8,
    calls: 12,
    args: ["start", "check-os", "--yes", "--no-check", "--set", "CheckUpdate=skip", "--waves", "account:app-dev, 100%"],
  },
  { times: 5, calls: 6, args: ["watch"] },
] as const;
const PHASES = ["lost", "answer-lost", "answered"] as const;

interface Trial {
  readonly args: readonly string[];
  /** The call at which it dies, from 1, and when in it. */
  readonly call: number;
  readonly phase: (typeof PHASES)[number];
}

function trials(seed: number): readonly Trial[] {
  const random = randomFrom(seed);
  const upTo = (count: number): number => Math.floor(random() * count);
  return KINDS.flatMap(({ times, calls, args }) =>
    Array.from({ length: times }, () => ({ args, call: 1 + upTo(calls), phase: PHASES[upTo(3)] ?? "lost" })),
  );
}

export function killedRuns(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it(`run every instance exactly once, wherever the command dies (seed ${SEED})`, async () => {
    const { fleet } = loadProject();
    const runbook = findRunbook("check-os", readCatalogue()).runbook;
    const given = requestFromOptions({ runbook: "check-os", parameters: { CheckUpdate: "skip" } });
    const request = resolveRequest(fleet, runbook, given);
    const { credentials, endpoint } = await operator().access("management");
    const env = await operator().shell("management");
    const before = new Set((await instanceExecutions()).map(({ id }) => id));
    let killed = 0;

    /** @returns the run that was planned; undefined if the process died before */
    const trial = async ({ args, call, phase }: Trial, index: number): Promise<string | undefined> => {
      const out = join(folder.path, String(index));
      await mkdir(out);
      const runs = await Runs.open({ fleet, credentials: () => Promise.resolve(credentials), endpoint }, out);
      const watched = args[0] === "watch";
      if (watched) await runs.start(request);
      const ids = (await readdir(out)).filter(isRunId);
      let kill = (): void => undefined;
      const aws = await startInterference(
        endpoint,
        (each) => {
          if (each !== call || phase === "answered") return undefined;
          kill();
          return phase;
        },
        (each) => {
          if (each === call) kill();
        },
      );
      const { child, outcome } = fleetbook("fleetbook", [...args, ...ids, "--out", out], {
        ...env,
        AWS_ENDPOINT_URL: aws.endpoint,
      });
      kill = () => {
        if (child.kill("SIGKILL")) killed += 1;
      };
      const { status, stderr } = await outcome;
      aws.stop();
      if (status !== null && status !== 0) throw new Error(stderr);
      const [id] = (await readdir(out)).filter(isRunId);
      if (id === undefined) return undefined;
      if (!watched) await runs.resume(id);
      expect((await runs.watch(id)).status).toBe("Success");
      return id;
    };

    const limit = pLimit(LANES);
    const ids = await Promise.all(trials(SEED).map((each, index) => limit(() => trial(each, index))));
    const planned = ids.filter((id) => id !== undefined);
    expect([killed, planned.length]).toEqual([ids.length, expect.any(Number)]);
    const counts: Record<string, number> = {};
    for (const { id, account } of await instanceExecutions()) {
      if (!before.has(id)) counts[account] = (counts[account] ?? 0) + 1;
    }
    expect(counts).toEqual(Object.fromEntries(ACCOUNTS.map((account) => [account, planned.length])));
  });

  /** The executions on the one instance of each account. */
  async function instanceExecutions(): Promise<readonly { readonly account: string; readonly id: string }[]> {
    const found = await Promise.all(
      ACCOUNTS.map(async (account) => {
        const executions = await operator().executions(account);
        return executions
          .filter(({ Target = "" }) => Target.startsWith("i-"))
          .map(({ AutomationExecutionId: id = "" }) => ({ account, id }));
      }),
    );
    return found.flat();
  }
}
