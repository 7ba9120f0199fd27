/** Runs: started, followed, run again and listed with the project's commands, as docs/operations.md shows them. */
import { EC2Client, DescribeInstancesCommand, StartInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { DescribeAutomationExecutionsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { join } from "node:path";
import { temporaryFolder } from "../commands";
import { DEV, PROD, type Operator } from "./operator";

export function runs(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let id = "";
  const fleetbook = (command: string, ...args: readonly string[]) =>
    operator().fleetbook("management", command, ...args, "--out", join(folder.path, "runs"));

  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it("start nothing if nobody can be asked", async () => {
    const { status, stderr } = await fleetbook("start", "check-os");
    expect([status, stderr]).toEqual([2, expect.stringContaining("Nobody can be asked whether to start")]);
  });

  it("are followed to their end, and say which instance failed", async () => {
    const ec2 = await operator().client(EC2Client, PROD);
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
    const InstanceIds = Reservations.flatMap(({ Instances = [] }) =>
      Instances.flatMap((each) => each.InstanceId ?? []),
    );
    await ec2.send(new StopInstancesCommand({ InstanceIds }));
    const { status, stdout, stderr } = await fleetbook("start", "check-os", "--yes", "--wait", "--json");
    await ec2.send(new StartInstancesCommand({ InstanceIds }));
    const { run, totals } = JSON.parse(stdout) as { run: { runId: string }; totals: { statuses: object } };
    expect(totals.statuses).toEqual({ Success: 2, TimedOut: 1 });
    expect([status, stderr]).toEqual([1, expect.stringContaining("in 3 accounts")]);
    id = run.runId;
  });

  it("are run again for the instance that failed, and for no other", async () => {
    const before = await childrenIn(DEV);
    const { status, stdout } = await fleetbook("retry", id, "--failed", "--yes", "--wait", "--json");
    const { run, totals } = JSON.parse(stdout) as { run: { predecessor: string }; totals: { statuses: object } };
    expect([status, run.predecessor, totals.statuses]).toEqual([0, id, { Success: 3 }]);
    expect(await childrenIn(DEV)).toBe(before);
  });

  it("are listed with their totals", async () => {
    const { stdout } = await fleetbook("runs", "--json");
    const [second, first] = JSON.parse(stdout) as { runId: string; predecessor?: string; status: string }[];
    expect([second?.predecessor, first?.runId, first?.status]).toEqual([id, id, "Failed"]);
  });

  it("that have ended are stopped without a fault", async () => {
    const { status, stdout } = await fleetbook("stop", id);
    expect([status, stdout]).toEqual([0, expect.stringContaining("Failed: 3 of 3 accounts")]);
  });

  /** How many executions the account has. */
  async function childrenIn(account: string): Promise<number> {
    const ssm = await operator().client(SSMClient, account);
    let count = 0;
    let NextToken: string | undefined;
    do {
      const page = await ssm.send(new DescribeAutomationExecutionsCommand({ NextToken }));
      count += page.AutomationExecutionMetadataList?.length ?? 0;
      NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== "");
    return count;
  }
}
