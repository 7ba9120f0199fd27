/** Runs of a fleet as a library: start one, follow it, read its results. The commands and jest tests use it alike. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Runbook } from "../../document/model";
import type { Account, Fleet } from "../../fleet/model";
import { accountAccess, readersWith, type AccountAccess, type AwsAccess } from "../collect/aws/readers";
import { collectRun } from "../collect/collect-run";
import type { Readers } from "../collect/ports";
import { AwsPlaceReader } from "../preview/aws/place-reader";
import { connectPreviewClients } from "../preview/aws/preview-clients";
import { overridesOf } from "../request/parameters";
import type { ResolvedRequest } from "../request/request";
import type { StoredRun } from "../results/read-run";
import { checkAlarms, type AlarmReader } from "./alarms";
import { alarmReader } from "./aws/alarm-reader";
import { runControl } from "./aws/control";
import { carryOut, type CarryOutHooks } from "./carry-out";
import { executionsOf, findRun, startedIn, type FoundRun } from "./find-run";
import { planRun, type PlanOptions } from "./make-plan";
import { listInstances, type InstanceLister } from "./list-instances";
import type { Clock, RunControl } from "./ports";
import { isRunId } from "./plan";
import type { Progress } from "./progress";
import { completeResults, identityOf, withPredecessors } from "./results";
import { findWaiting, type Waiting } from "./signals/waiting";
import { stopRun, type StopOptions, type Stopped } from "./stop";
import { retryRequest } from "./retry";
import { RunStore, unknownRun } from "./store";
import { watchRun } from "./watch";

export interface RunsOptions {
  readonly fleet: Fleet;
  readonly readers: Readers;
  /** Of the administrator account. @throws ConfigurationError if the credentials are not of that account */
  readonly control: () => RunControl;
  /** The folder of all runs: `out/runs`. */
  readonly folder: string;
  readonly clock: Clock;
  /** Lists instances for waves that take shares of them. */
  readonly instances: InstanceLister;
  readonly alarms: AlarmReader;
  readonly signal?: AbortSignal | undefined;
}

const SYSTEM_CLOCK: Clock = {
  now: () => new Date(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, signal === undefined ? {} : { signal }),
};

export class Runs {
  readonly #options: RunsOptions;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** @throws ConfigurationError if there are no credentials that AWS accepts */
  static async open(access: AwsAccess, folder: string): Promise<Runs> {
    return Runs.with(await accountAccess(access), access, folder);
  }

  static with(access: AccountAccess, { fleet, signal }: Pick<AwsAccess, "fleet" | "signal">, folder: string): Runs {
    let control: RunControl | undefined;
    return new Runs({
      ...{ fleet, readers: readersWith(access), folder, clock: SYSTEM_CLOCK, signal },
      control: () => (control ??= runControl(fleet, access)),
      alarms: alarmReader(access),
      async instances({ account: { id }, region }, selection) {
        const reader = new AwsPlaceReader(await access.at(id, region, connectPreviewClients));
        return (await reader.instances(selection)).map((instance) => instance.id);
      },
    });
  }

  get readers(): Readers {
    return this.#options.readers;
  }

  get control(): RunControl {
    return this.#options.control();
  }

  /** The request with its instances by their ids, if its waves take shares of them. @throws OperationError, ConfigurationError */
  async listed(request: ResolvedRequest): Promise<ResolvedRequest> {
    return listInstances(this.#options.fleet, request, this.#options.instances);
  }

  /**
   * Writes the plan of a run and starts it. With waves, it returns when the last one has started.
   * @returns the run's id, which the other methods take
   * @throws OperationError if AWS refuses, or a wave does not hold; ConfigurationError if the alarm of a wave is missing
   */
  async start(
    request: ResolvedRequest,
    { predecessor, ...hooks }: Pick<PlanOptions, "predecessor"> & StartHooks = {},
  ): Promise<string> {
    const { fleet, folder, clock } = this.#options;
    const { caller } = this.control;
    const listed = await this.listed(request);
    const plan = planRun({ fleet, request: listed, createdBy: caller.arn, now: clock.now(), predecessor });
    await checkAlarms(plan, this.#options.alarms);
    const run = await RunStore.create(folder, plan);
    hooks.onPlanned?.(plan.runId);
    await carryOut({ ...this.#options, ...hooks, run, control: this.control });
    return plan.runId;
  }

  /** Goes on with a run that was interrupted. @throws OperationError as `start`; ConfigurationError if there is no such run */
  async resume(runId: string, hooks: CarryOutHooks = {}): Promise<void> {
    const { fleet, folder } = this.#options;
    const run = await RunStore.open(folder, runId);
    if (run === undefined) throw await unknownRun(folder, runId);
    run.checkFleet(fleet);
    await carryOut({ ...this.#options, ...hooks, run, control: this.control });
  }

  /** @param id of a run or an execution. @throws ConfigurationError if there is none */
  async find(id: string): Promise<FoundRun> {
    const { fleet, folder, control } = this.#options;
    return findRun(fleet, folder, id, () => Promise.resolve(control()));
  }

  /** Follows a run until what has started of it has ended. */
  async watch(
    id: string,
    hooks: Pick<CarryOutHooks, "onProgress" | "onTrouble"> = {},
    account = this.#options.fleet.administratorAccount,
  ): Promise<Progress> {
    const { fleet, readers } = this.#options;
    const executions = await executionsOf(fleet, readers, account, await this.find(id));
    return watchRun({ ...this.#options, ...hooks, executions });
  }

  /** Every result of a run, from every account; if it was collected completely before, from its folder. */
  async results(id: string, account = this.#options.fleet.administratorAccount): Promise<StoredRun> {
    const { fleet, readers, folder, signal } = this.#options;
    const run = await this.find(id);
    const complete = await completeResults(folder, run);
    if (complete !== undefined) return withPredecessors(folder, complete);
    const executions = await executionsOf(fleet, readers, account, run);
    const collected = await collectRun({ fleet, readers, executions, folder, signal, ...identityOf(run) });
    return withPredecessors(folder, collected);
  }

  /**
   * The request that runs again what failed in a run, or what it did not reach.
   * @throws ConfigurationError if there is nothing, or the run has not ended
   */
  async again(
    id: string,
    { failed, unreached, runbookOf, parametersOf }: AgainOptions,
  ): Promise<{ readonly request: ResolvedRequest; readonly predecessor: string }> {
    const { fleet, readers, folder, signal } = this.#options;
    const found = await this.find(id);
    const executions = await executionsOf(fleet, readers, fleet.administratorAccount, found);
    const collected =
      (await completeResults(folder, found)) ??
      (await collectRun({ fleet, readers, executions, folder, signal, ...identityOf(found) }));
    const stored = await withPredecessors(folder, collected);
    const runbook = runbookOf(stored.run.document);
    const parameters = overridesOf(runbook, parametersOf(runbook));
    const options = { fleet, runbook, stored, executions, store: found.store, failed, unreached, parameters };
    return { request: await retryRequest(options), predecessor: found.id };
  }

  /** Cancels or completes a run, and waits until it has stopped. */
  async stop(id: string, options: Pick<StopOptions, "type" | "onProgress">): Promise<Stopped> {
    const { fleet, readers } = this.#options;
    const found = await this.find(id);
    const { control } = this;
    const executions =
      found.executionIds.length === 0 && found.store !== undefined
        ? []
        : await executionsOf(fleet, readers, fleet.administratorAccount, found);
    return stopRun({ ...this.#options, ...options, store: found.store, executions, control });
  }

  /**
   * What waits for a person in a run.
   * @param accounts where to look, and where else an execution may have started; empty: everywhere
   */
  async waiting(id: string, accounts: readonly Account[] = []): Promise<Waiting> {
    const { fleet, readers } = this.#options;
    const found = await this.find(id);
    const elsewhere = isRunId(id) ? [] : accounts;
    const executions = await startedIn(fleet, readers, [fleet.administratorAccount, ...elsewhere], found);
    const ids = accounts.length === 0 ? undefined : new Set(accounts.map((account) => account.id));
    return findWaiting(executions, readers, ids);
  }

  /** Waits until a run has ended, and gives its results. */
  async ended(id: string): Promise<StoredRun> {
    await this.watch(id);
    return this.results(id);
  }
}

export interface AgainOptions {
  readonly failed: boolean;
  readonly unreached: boolean;
  readonly runbookOf: (name: string) => Runbook;
  /** Parameters in place of the run's. */
  readonly parametersOf: (runbook: Runbook) => Readonly<Record<string, unknown>>;
}

export interface StartHooks extends CarryOutHooks {
  /** Receives the run's id before anything has started. */
  readonly onPlanned?: (runId: string) => void;
}
