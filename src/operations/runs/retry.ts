/**
 * The request that runs again what failed in a run, or what it did not reach, and nothing else: exactly those instances, with the
 * version and the parameters of the run.
 */
import { ConfigurationError } from "../../diagnostics/errors";
import type { Runbook } from "../../document/model";
import { allAccounts, type Account, type Fleet } from "../../fleet/model";
import { EXECUTION_ROLE_NAME, standardExecutionRoleName } from "../../fleet/names";
import type { FoundExecution } from "../collect/find-execution";
import { hasEnded } from "../collect/records";
import { isSuccess } from "../fold/run-view";
import { limitsOf } from "../request/limits";
import type { RequestPlace, ResolvedRequest } from "../request/request";
import type { StoredRun } from "../results/read-run";
import type { ExecutionRecord } from "../results/schema";
import { idOf } from "../results/schema";
import type { RunStore } from "./store";
import { FLEETBOOK } from "../../diagnostics/called-as";

export interface RetryOptions {
  readonly fleet: Fleet;
  readonly runbook: Runbook;
  /** With the runs before it, if it was itself a retry: the last answer of each instance counts. */
  readonly stored: StoredRun;
  readonly executions: readonly [FoundExecution, ...FoundExecution[]];
  /** Undefined: it was not started on this machine. */
  readonly store: RunStore | undefined;
  readonly failed: boolean;
  readonly unreached: boolean;
  /** Parameters in place of the run's, as AWS has them. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** @throws ConfigurationError if the run has not ended, cannot be read whole, or has nothing to run again */
export async function retryRequest(options: RetryOptions): Promise<ResolvedRequest> {
  const { fleet, runbook, stored, executions } = options;
  const places = placesOf(fleet, await selected(options));
  const [{ execution }] = executions;
  const { TargetParameterName: targetParameter, Targets = [] } = execution;
  return {
    documentName: stored.run.document,
    documentVersion: stored.run.documentVersion,
    runbook,
    parameters: { ...stored.run.parameters, ...options.parameters },
    targetParameter,
    targets: Targets.map(({ Key = "", Values = [] }) => ({ Key, Values })),
    places,
    executionRoleIn: (account) => roleOf(executions, account),
    limits: limitsOf(fleet.operations.limits),
    tags: {},
  };
}

/** The role that the run acted with in the account; undefined in a location: AWS's default. */
function roleOf(executions: RetryOptions["executions"], account: Account): string {
  const locations = executions.flatMap(({ execution }) => execution.TargetLocations ?? []);
  const own = locations.find(({ Accounts = [] }) => Accounts.includes(account.id));
  // What was never sent is not in a location.
  if (own === undefined) return locations[0]?.ExecutionRoleName ?? standardExecutionRoleName(account);
  return own.ExecutionRoleName ?? EXECUTION_ROLE_NAME;
}

/** An account and Region, with instances or as a whole. */
interface Selected {
  readonly accountId: string;
  readonly region: string;
  readonly instances: readonly string[] | undefined;
}

async function selected({ stored, executions, store, failed, unreached }: RetryOptions): Promise<readonly Selected[]> {
  const { run } = stored;
  if (!executions.every(({ execution }) => hasEnded(execution.AutomationExecutionStatus))) {
    throw refusal(run, "has not ended", "Wait for it (watch), or stop it (stop).");
  }
  const found: Selected[] = [];
  const hasTargets = executions[0].execution.TargetParameterName !== undefined;
  for await (const record of stored.records()) {
    if (record.kind === "unread" && record.what !== "names" && record.what !== "output") {
      throw refusal(run, `cannot be read in account ${record.accountId}: ${record.message}`, record.remedy);
    }
    if (record.kind !== "execution" || record.level === "parent") continue;
    const { accountId, region, instance } = record;
    if (!(wasReached(record) ? failed && hasFailed(record) : unreached && !isSuccess(record.status))) continue;
    if (record.level === "account" && record.executionId !== undefined) continue;
    const isTarget = record.level === "instance" && hasTargets && instance !== undefined;
    found.push({ accountId, region, instances: isTarget ? [instance] : plannedAt(executions, accountId, region) });
  }
  if (unreached) found.push(...neverSent(store));
  if (found.length > 0) return found;
  const what = [...(failed ? ["failed"] : []), ...(unreached ? ["was not reached"] : [])].join(" or ");
  throw refusal(run, `has nothing that ${what}`, `${FLEETBOOK} report shows what each instance answered.`);
}

function wasReached({ executionId }: ExecutionRecord): boolean {
  return executionId !== undefined;
}

function hasFailed({ status, level }: ExecutionRecord): boolean {
  return level === "instance" && hasEnded(status) && !isSuccess(status);
}

/** The instances that the run itself named in an account and Region; undefined: those that its targets select. */
function plannedAt(
  executions: RetryOptions["executions"],
  accountId: string,
  region: string,
): readonly string[] | undefined {
  const own = executions.flatMap(({ execution }) =>
    (execution.TargetLocations ?? [])
      .filter(({ Accounts = [], Regions = [] }) => Accounts.includes(accountId) && Regions.includes(region))
      .flatMap(({ Targets = [] }) => Targets.filter(({ Key }) => Key === "ParameterValues"))
      .flatMap(({ Values = [] }) => Values),
  );
  return own.length === 0 ? undefined : own;
}

/** The places of parts that were never started: after a kill, or because a wave before them did not hold. */
function neverSent(store: RunStore | undefined): readonly Selected[] {
  if (store === undefined) return [];
  return store.plan.parts
    .filter((_, part) => store.executionIds[part] === undefined)
    .flatMap(({ places }) => places.map(({ accountId, region, instances }) => ({ accountId, region, instances })));
}

/** Each place once, in the fleet's order. */
function placesOf(fleet: Fleet, all: readonly Selected[]): readonly RequestPlace[] {
  const accounts = new Map(allAccounts(fleet).map((account) => [account.id, account]));
  const places = new Map<
    string,
    { readonly account: Account; readonly region: string; instances: readonly string[] | undefined }
  >();
  for (const { accountId, region, instances } of all) {
    const account = accounts.get(accountId);
    if (account === undefined) {
      throw new ConfigurationError({
        message: `Account ${accountId} is not in the fleet any more, and something in it is to run again.`,
        remedy: "Start the runbook for the other accounts.",
      });
    }
    const key = `${accountId}/${region}`;
    const known = places.get(key);
    if (known === undefined) places.set(key, { account, region, instances });
    else if (known.instances === undefined || instances === undefined) known.instances = undefined;
    else known.instances = [...new Set([...known.instances, ...instances])];
  }
  return [...places.values()].map(({ account, region, instances }) => ({
    account,
    region,
    ...(instances !== undefined && { instances }),
  }));
}

function refusal(run: StoredRun["run"], message: string, remedy: string): ConfigurationError {
  return new ConfigurationError({ place: idOf(run), message: `The run ${message}.`, remedy });
}
