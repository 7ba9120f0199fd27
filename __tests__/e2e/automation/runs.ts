/**
 * Runs: started, followed, stopped in waves, run again and listed with the project's commands, as docs/operations.md shows them,
 * while three of ten calls are throttled and one of twenty is lost.
 */
import { EC2Client, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import type { AutomationExecutionMetadata } from "@aws-sdk/client-ssm";
import { join } from "node:path";
import { randomFrom } from "../../random";
import { fleetbook as command, temporaryFolder, type Outcome } from "../commands";
import { startInterference, type Fault, type Interference } from "./interference";
import { DEV, PROD, STAGING, type Operator } from "./operator";

const SEED = Date.now() % 1_000_000;
const ACCOUNTS = [DEV, STAGING, PROD];

function badDay(seed: number): () => Fault | undefined {
  const random = randomFrom(seed);
  return () => {
    const value = random();
    if (value < 0.3) return "throttled";
    if (value < 0.325) return "lost";
    return value < 0.35 ? "answer-lost" : undefined;
  };
}

interface Ended {
  readonly run: { readonly runId: string; readonly predecessor?: string };
  readonly totals: { readonly statuses: Readonly<Record<string, number>> };
}

export function runs(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let aws: Interference;
  let id = "";
  const fleetbook = async (name: string, ...args: readonly string[]): Promise<Outcome> => {
    const env = {
      ...(await operator().shell("management")),
      FLEETBOOK_FLEET: operator().fleetFile,
      AWS_ENDPOINT_URL: aws.endpoint,
    };
    return command("fleetbook", [name, ...args], env).outcome;
  };
  const inRuns = (name: string, ...args: readonly string[]) =>
    fleetbook(name, ...args, "--out", join(folder.path, "runs"));

  beforeAll(async () => {
    folder = await temporaryFolder();
    const { AWS_ENDPOINT_URL: endpoint = "" } = await operator().shell("management");
    aws = await startInterference(endpoint, badDay(SEED));
  });
  afterAll(async () => {
    aws.stop();
    await folder.remove();
  });

  it("start nothing if nobody can be asked", async () => {
    const { status, stderr } = await inRuns("start", "check-os");
    expect([status, stderr]).toEqual([2, expect.stringContaining("Nobody can be asked whether to start")]);
  });

  it(`are previewed on a bad day of AWS as on a good one (seed ${SEED})`, async () => {
    const { status, stdout } = await fleetbook("preview", "check-os", "--json");
    const { findings, unchecked } = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    expect({ status, findings, unchecked }).toEqual({ status: 0, findings: [], unchecked: [] });
  });

  it(`say which instance failed, stop before the next wave, and are stopped (seed ${SEED})`, async () => {
    const ec2 = await operator().client(EC2Client, PROD);
    const stopped = { InstanceIds: [await operator().instance(PROD)] };
    const before = await executions();
    await ec2.send(new StopInstancesCommand(stopped));
    const [whole, waves, single] = await Promise.all([
      inRuns("start", "check-os", "--yes", "--wait", "--json"),
      inRuns("start", "check-os", "--yes", "--waves", "canary=account:app-prod, 100%"),
      inRuns("start", "check-os", "--yes", "--account", "app-prod").then(({ stdout }) => inRuns("stop", stdout.trim())),
    ]);
    await ec2.send(new StartInstancesCommand(stopped));
    const { run, totals } = JSON.parse(whole.stdout) as Ended;
    expect([whole.status, totals.statuses]).toEqual([1, { Success: 2, TimedOut: 1 }]);
    expect(whole.stderr).toContain("in 3 accounts");
    expect([waves.status, waves.stderr]).toEqual([
      1,
      expect.stringContaining("The wave canary did not hold: 1 instance failed, and 0 may (0)."),
    ]);
    expect(waves.stderr).toContain("Nothing of the later waves was touched: 100% (2 accounts).");
    expect([single.status, single.stdout]).toEqual([0, expect.stringMatching(/^(Cancelled|Failed|TimedOut)/)]);
    const after = await executions();
    // Of the account and of its instance; app-prod has those of all three runs.
    expect(ACCOUNTS.map((account) => newer(before, after, account).length)).toEqual([2, 2, expect.any(Number)]);
    expect(newer(before, after, PROD).every(({ AutomationExecutionStatus: status }) => status !== "InProgress")).toBe(
      true,
    );
    id = run.runId;
  });

  it(`are watched and shown when they are over (seed ${SEED})`, async () => {
    const { status, stdout } = await inRuns("watch", id);
    expect([status, stdout]).toEqual([1, expect.stringContaining("app-prod")]);
  });

  it(`are run again for the instance that failed, and for no other (seed ${SEED})`, async () => {
    const before = await executions();
    const { status, stdout } = await inRuns("retry", id, "--failed", "--yes", "--wait", "--json");
    const { run, totals } = JSON.parse(stdout) as Ended;
    expect([status, run.predecessor, totals.statuses]).toEqual([0, id, { Success: 3 }]);
    const after = await executions();
    expect(
      ACCOUNTS.map((account) =>
        newer(before, after, account)
          .map(({ Target = "" }) => Target)
          .sort(),
      ),
    ).toEqual([[], [], ["", await operator().instance(PROD)]]);
  });

  it("are listed with their totals", async () => {
    const { stdout } = await inRuns("runs", "--json");
    const listed = JSON.parse(stdout) as { runId: string; predecessor?: string; status: string }[];
    expect([listed.length, listed[0]?.predecessor, listed.find(({ runId }) => runId === id)?.status]).toEqual([
      4,
      id,
      "Failed",
    ]);
  });

  it("that have ended are stopped without a fault", async () => {
    const { status, stdout } = await inRuns("stop", id);
    expect([status, stdout]).toEqual([0, expect.stringContaining("Failed: 3 of 3 accounts")]);
    expect(aws.calls.throttled / aws.calls.all).toBeGreaterThan(0.2);
    expect(aws.calls.lost + aws.calls["answer-lost"]).toBeGreaterThan(0);
  });

  /** Every execution of each account, as the sandbox has them. */
  async function executions(): Promise<ReadonlyMap<string, readonly AutomationExecutionMetadata[]>> {
    return new Map(
      await Promise.all(ACCOUNTS.map(async (account) => [account, await operator().executions(account)] as const)),
    );
  }
}

/** The executions of an account that there were not before. */
function newer(
  before: ReadonlyMap<string, readonly AutomationExecutionMetadata[]>,
  after: ReadonlyMap<string, readonly AutomationExecutionMetadata[]>,
  account: string,
): readonly AutomationExecutionMetadata[] {
  const known = new Set(before.get(account)?.map(({ AutomationExecutionId }) => AutomationExecutionId));
  return (after.get(account) ?? []).filter(({ AutomationExecutionId }) => !known.has(AutomationExecutionId));
}
