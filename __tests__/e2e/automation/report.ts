/** `fleetbook report`: the results of every account, with planned failures, as the AWS API has them. */
import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { ModifyDocumentPermissionCommand, SSMClient, type AutomationExecutionMetadata } from "@aws-sdk/client-ssm";
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { READER_ROLE_NAME } from "../../../src/fleet/names";
import type { ResultRecord, Run } from "../../../src/operations/results/schema";
import { fleetbook, temporaryFolder } from "../commands";
import { startInterference } from "./interference";
import { ALL_AT_ONCE, DEV, MANAGEMENT, PROD, REGION, STAGING, type Operator } from "./operator";

const ROOT = "r-flt1";
const ACCOUNTS = { [DEV]: "app-dev", [STAGING]: "app-staging", [PROD]: "app-prod" };
const AGENT_POLICY = {
  RoleName: "FleetbookInstanceRole",
  PolicyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
};

interface Report {
  readonly run: Run;
  readonly totals: { readonly instances: number; readonly statuses: Readonly<Record<string, number>> };
  readonly unread: readonly { readonly accountId: string; readonly reason: string }[];
  readonly failures: readonly { readonly status: string; readonly reason: string; readonly cause?: string }[];
  readonly answers: readonly {
    readonly step: string;
    readonly groups: readonly { readonly text?: string; readonly where: readonly string[] }[];
  }[];
  readonly results: readonly ResultRecord[];
  readonly outputs: Readonly<Record<string, { readonly text: string }>>;
}

export function report(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const ids = { before: "", after: "" };
  const run = (...args: readonly string[]) =>
    operator().fleetbook("management", "report", ...args, "--out", join(folder.path, "runs"));
  const asJson = async (id: string): Promise<Report & { readonly status: number | null }> => {
    const file = join(folder.path, `${id}.json`);
    const { status, stderr } = await run(id, "--step", "all", "--json", file);
    expect(stderr).toContain("results: ");
    return { status, ...(JSON.parse(await readFile(file, "utf8")) as Report) };
  };
  const start = async (): Promise<string> => {
    const everywhere = { Accounts: [ROOT], IncludeChildOrganizationUnits: true, ...ALL_AT_ONCE };
    const { AutomationExecutionId: id = "" } = await operator().checkOs(everywhere);
    return id;
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it("has every step of every instance, with the whole output, as the AWS API has them", async () => {
    ids.before = await start();
    const { status, totals, results, outputs } = await asJson(ids.before);
    expect(totals).toMatchObject({ instances: 3, statuses: { Success: 3 } });
    // The management account has no execution role.
    expect(status).toBe(1);
    for (const [accountId, name] of Object.entries(ACCOUNTS)) {
      const { StepExecutions: expected = [] } = await operator().ofInstance(name, ids.before);
      const steps = results.filter((each) => each.kind === "step").filter((each) => each.accountId === accountId);
      const found = steps.map(({ step, status: of, output }) => [step, of, outputs[output?.sha256 ?? ""]?.text]);
      expect(found).toEqual(
        expected.map(({ StepName, StepStatus, Outputs = {} }) => [StepName, StepStatus, Outputs.Output?.[0]]),
      );
    }
    const failed = results.find(
      (each) => each.accountId === MANAGEMENT && each.kind === "execution" && each.level === "account",
    );
    expect(failed).toMatchObject({ status: "Failed" });
  });

  it("folds equal answers, and names accounts in place of their instances", async () => {
    const { answers } = await asJsonOfKept(ids.before);
    const locale = answers.find(({ step }) => step === "CheckLocale")?.groups ?? [];
    expect(locale.map(({ where }) => where)).toEqual([["every instance (all 3)"]]);
    const { stdout } = await run(ids.before, "--step", "CheckHostname", "--normalize", "default");
    expect(stdout).toContain("CheckHostname: 1 different answer");
    expect(stdout).toContain("<host>");
  });

  it("is read from its folder when it is complete, without a call to AWS", async () => {
    const { stderr } = await operator().fleetbook(
      ...["app-dev", "report", ids.before, "--out", join(folder.path, "runs"), "--jsonl", "-"],
    );
    expect(stderr).toContain("as collected at");
  });

  it("names what failed, what could not be read and why, and goes on where that is mended", async () => {
    const [dev, prod] = [await operator().client(IAMClient, "app-dev"), await operator().client(IAMClient, "app-prod")];
    const ssm = await operator().client(SSMClient, "management");
    const share = (change: object) =>
      ssm.send(new ModifyDocumentPermissionCommand({ Name: "check-os", PermissionType: "Share", ...change }));
    const { Role: reader } = await prod.send(new GetRoleCommand({ RoleName: READER_ROLE_NAME }));
    const trust = decodeURIComponent(reader?.AssumeRolePolicyDocument ?? "");
    const trusting = (PolicyDocument: string) =>
      prod.send(new UpdateAssumeRolePolicyCommand({ RoleName: READER_ROLE_NAME, PolicyDocument }));

    await share({ AccountIdsToRemove: [STAGING] });
    await dev.send(new DetachRolePolicyCommand(AGENT_POLICY));
    await trusting(trust.replace("o-fleetbook01", "o-anotherone1"));
    try {
      ids.after = await start();
      await collectThrottledAndKilled(ids.after);
      const { status, run: collected, totals, unread, failures } = await asJson(ids.after);
      expect([status, collected.complete]).toEqual([1, false]);
      expect(unread).toMatchObject([{ accountId: PROD, reason: "no-reader-role", region: REGION }]);
      expect(totals.instances).toBe(1);
      expect(failures).toContainEqual(
        expect.objectContaining({ cause: `The runbook check-os is not shared with account ${STAGING}.` }),
      );
      const { StepExecutions: [first] = [] } = await operator().ofInstance("app-dev", ids.after);
      expect(first?.StepStatus).not.toBe("Success");
      expect(totals.statuses).toEqual(await countedByCli(ids.after, ["app-dev"]));
      expect(failures).toContainEqual(expect.objectContaining({ step: "CheckHostname", status: first?.StepStatus }));
    } finally {
      await trusting(trust);
      await dev.send(new AttachRolePolicyCommand(AGENT_POLICY));
      await share({ AccountIdsToAdd: [STAGING] });
    }
    const { run: mended, unread, totals } = await asJson(ids.after);
    expect([mended.complete, unread, totals.instances]).toEqual([true, [], 2]);
  });

  it("shows what changed between two runs", async () => {
    const { status, stdout } = await run("diff", ids.before, ids.after);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Instances that are gone\n {2}app-staging/);
    expect(stdout).toMatch(/Statuses\n {2}Success → \w+: app-dev/);
  });

  it("says where an execution is that is not in the account", async () => {
    const [child] = await operator().children("app-dev", ids.before);
    const id = child?.AutomationExecutionId ?? "";
    const wrong = await run(id);
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("Add --account app-dev.")]);
    const { status, stdout } = await run(id, "--account", "app-dev", "--jsonl", "-");
    expect([status, stdout.trimEnd().split("\n").length]).toEqual([0, 1 + 5 + 1]);
    expect((await run("--last")).stdout).toContain(ids.after);
  });

  /** Collects while AWS refuses three of ten calls, and kills the collector ten times as soon as it has written something. */
  async function collectThrottledAndKilled(id: string): Promise<void> {
    const env = await operator().shell("management");
    const busy = await startInterference(env.AWS_ENDPOINT_URL ?? "", (call) =>
      // The first of ten is the call that says who one is, which a person repeats.
      call % 10 >= 2 && call % 10 <= 4 ? "throttled" : undefined,
    );
    const journal = join(folder.path, "runs", id, "journal.jsonl");
    const size = () => statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
    let killed = 0;
    const collector = () =>
      fleetbook("fleetbook", ["report", id, "--out", join(folder.path, "runs")], {
        ...env,
        AWS_ENDPOINT_URL: busy.endpoint,
      });
    try {
      for (let time = 0; time < 10; time += 1) {
        const { child, outcome } = collector();
        const before = size();
        while (child.exitCode === null && size() <= before) await sleep(10);
        if (child.kill("SIGKILL")) killed += 1;
        await outcome;
      }
      // A collection of what is left can be over before it is noticed.
      expect(killed).toBeGreaterThan(0);
      const { status, stderr } = await collector().outcome;
      expect([status, stderr]).toEqual([1, expect.stringContaining("results: ")]);
      expect(busy.calls.throttled / busy.calls.all).toBeGreaterThan(0.25);
    } finally {
      busy.stop();
    }
  }

  /** The statuses of the instances of these accounts, as the AWS CLI lists them. */
  async function countedByCli(id: string, accounts: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    const childrenOf = async (account: string, parent: string) =>
      (
        await operator().cli<{ AutomationExecutionMetadataList: readonly AutomationExecutionMetadata[] }>(
          ...[account, "ssm", "describe-automation-executions"],
          ...["--filters", `Key=ParentExecutionId,Values=${parent}`],
        )
      ).AutomationExecutionMetadataList;
    for (const account of accounts) {
      for (const child of await childrenOf(account, id)) {
        for (const { AutomationExecutionStatus: status = "" } of await childrenOf(
          account,
          child.AutomationExecutionId ?? "",
        )) {
          counts[status] = (counts[status] ?? 0) + 1;
        }
      }
    }
    return counts;
  }

  async function asJsonOfKept(id: string): Promise<Report> {
    return JSON.parse(await readFile(join(folder.path, `${id}.json`), "utf8")) as Report;
  }
}
