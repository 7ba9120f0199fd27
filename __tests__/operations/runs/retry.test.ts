import type { TargetLocation } from "@aws-sdk/client-ssm";
import { checkOs } from "../../../runbooks/check-os";
import { ConfigurationError } from "../../../src/diagnostics/errors";
import { partsOf } from "../../../src/operations/request/parts";
import type { StoredRun } from "../../../src/operations/results/read-run";
import type { ExecutionRecord, ResultRecord } from "../../../src/operations/results/schema";
import { retryRequest } from "../../../src/operations/runs/retry";
import { DEV, execution, FakeAws, id, MANAGEMENT, PROD, REGION, STAGING } from "../collect/fake-aws";
import { fleet } from "../request/requests";

const RUN: StoredRun["run"] = {
  version: 1,
  executionId: id(1),
  runId: "run-20261129-090000-aaaaaa",
  accountId: MANAGEMENT,
  region: REGION,
  document: "check-os",
  documentVersion: "3",
  status: "Failed",
  parameters: { AutomationAssumeRole: ["arn"], CheckUpdate: ["skip"] },
  targets: [],
  accounts: [],
  collectedAt: "2026-11-29T09:00:00.000Z",
  complete: true,
};

function instance(accountId: string, name: string, status: string, executionId?: string): ExecutionRecord {
  return {
    ...{ kind: "execution", level: "instance", accountId, region: REGION, instance: name, status },
    ...(executionId !== undefined && { executionId }),
  };
}

/** An account in which nothing could be started, two instances that ended otherwise, one that was not reached, and one that succeeded. */
const RECORDS: readonly ResultRecord[] = [
  instance(DEV, "i-00000000000000001", "Success", id(11)),
  instance(DEV, "i-00000000000000002", "Failed", id(12)),
  instance(DEV, "i-00000000000000003", "Pending"),
  instance(STAGING, "i-00000000000000004", "TimedOut", id(14)),
  { kind: "execution", level: "account", accountId: PROD, region: REGION, status: "Failed" },
];

const LOCATIONS: readonly TargetLocation[] = [{ Accounts: [DEV, STAGING, PROD], ExecutionRoleName: "Mine" }];

async function again(
  choice: { readonly failed: boolean; readonly unreached: boolean },
  { records = RECORDS, status = "Failed" as const, parameters = {}, locations = LOCATIONS }: Partial<Again> = {},
) {
  const reader = await new FakeAws({}).at(MANAGEMENT, REGION);
  const targeted = execution(1, {
    AutomationExecutionStatus: status,
    TargetParameterName: "InstanceId",
    Targets: [{ Key: "tag:ssm-automation", Values: ["true"] }],
    TargetLocations: [...locations],
  });
  const stored: StoredRun = {
    run: RUN,
    async *records() {
      await Promise.resolve();
      yield* records;
    },
    output: () => Promise.reject(new Error("not asked for")),
  };
  const found = { execution: targeted, place: { accountId: MANAGEMENT, region: REGION }, reader };
  return retryRequest({
    fleet,
    runbook: checkOs,
    stored,
    executions: [found],
    store: undefined,
    parameters,
    ...choice,
  });
}

interface Again {
  readonly records: readonly ResultRecord[];
  readonly status: "Failed" | "InProgress";
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly locations: readonly TargetLocation[];
}

const placesOf = async (...args: Parameters<typeof again>) =>
  (await again(...args)).places.map(({ account, instances }) => [account.name, instances]);

describe("running again", () => {
  it("what failed takes exactly the instances that failed or timed out", async () => {
    expect(await placesOf({ failed: true, unreached: false })).toEqual([
      ["app-dev", ["i-00000000000000002"]],
      ["app-staging", ["i-00000000000000004"]],
    ]);
  });

  it("what was not reached takes instances that did not start, and accounts in which nothing could be started", async () => {
    expect(await placesOf({ failed: false, unreached: true })).toEqual([
      ["app-dev", ["i-00000000000000003"]],
      ["app-prod", undefined],
    ]);
  });

  it("an account as a whole takes the instances that the run named there, in that Region", async () => {
    const at = (region: string, ...Values: string[]): TargetLocation => ({
      ...{ Accounts: [PROD], Regions: [region] },
      Targets: [{ Key: "ParameterValues", Values }],
    });
    const locations = [at("us-east-1", "i-00000000000000008"), at(REGION, "i-00000000000000009")];
    expect(await placesOf({ failed: false, unreached: true }, { records: RECORDS.slice(-1), locations })).toEqual([
      ["app-prod", ["i-00000000000000009"]],
    ]);
  });

  it("both takes both, and gives AWS each instance by its id and an account as a whole by the run's targets", async () => {
    const request = await again({ failed: true, unreached: true });
    const locations = partsOf(request).flatMap(({ input }) => input.TargetLocations ?? []);
    expect(locations.map(({ Accounts, Targets }) => [Accounts, Targets?.[0]?.Values])).toEqual([
      [[DEV], ["i-00000000000000002", "i-00000000000000003"]],
      [[STAGING], ["i-00000000000000004"]],
      [[PROD], undefined],
    ]);
  });

  it("keeps version, parameters and role, except for what is overridden", async () => {
    const request = await again({ failed: true, unreached: false }, { parameters: { CheckUpdate: ["check"] } });
    const roles = request.places.map(({ account }) => request.executionRoleIn(account));
    expect([request.documentVersion, ...new Set(roles)]).toEqual(["3", "Mine"]);
    expect(request.parameters).toEqual({ AutomationAssumeRole: ["arn"], CheckUpdate: ["check"] });
  });

  const unread: ResultRecord = {
    ...{ kind: "unread", what: "account", accountId: DEV, region: REGION },
    ...{ reason: "no-reader-role", message: "no role", remedy: "Deploy it." },
  };
  it.each<[string, Partial<Again>, RegExp]>([
    ["that still runs", { status: "InProgress" }, /The run has not ended/],
    ["that cannot be read", { records: [unread] }, /The run cannot be read in account 222222222222: no role/],
    ["in which nothing failed", { records: RECORDS.slice(0, 1) }, /The run has nothing that failed/],
  ])("a run %s is refused", async (_, changes, message) => {
    const refused = again({ failed: true, unreached: false }, changes);
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(message);
  });
});
