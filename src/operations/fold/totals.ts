/** Numbers of a run. They count instances: AWS's status of the parent may be Success with failed instances below it. */
import { countBy } from "./answer-groups";
import { isSuccess, type RunView } from "./run-view";

export interface Totals {
  readonly accounts: number;
  readonly instances: number;
  /** Instances by the status of their execution. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly steps: number;
  /** Accounts in which AWS could start nothing. */
  readonly failedAccounts: number;
  /** What could not be read. */
  readonly unread: number;
  /** Whether every instance succeeded, every account was reached, and all of it was read. */
  readonly succeeded: boolean;
}

export function totalsOf({ run, instances, steps, failures, unread }: RunView): Totals {
  const failedAccounts = failures.filter(({ instance }) => instance === undefined).length;
  const missing = unread.filter(({ what }) => what !== "names");
  const accounts = new Set([
    ...instances.map(({ accountId }) => accountId),
    ...failures.map(({ accountId }) => accountId),
    ...missing.map(({ accountId }) => accountId),
  ]);
  return {
    accounts: accounts.size,
    instances: instances.length,
    statuses: countBy(instances.map(({ status }) => status ?? "unknown")),
    steps: steps.reduce((sum, { answers }) => sum + answers.length, 0),
    failedAccounts,
    unread: unread.length,
    succeeded:
      isSuccess(run.status) &&
      failedAccounts === 0 &&
      missing.length === 0 &&
      instances.every(({ status }) => isSuccess(status)),
  };
}
