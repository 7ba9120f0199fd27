/** What adoption needs of each account: a reader of what exists there, and the bucket that keeps the copies. */
import type { Account, Fleet } from "../../fleet/model";
import type { AccountCredentials } from "../preflight";
import { stateBucket, type StateBucket } from "../state-bucket";
import { accountReader, type AccountReader } from "./clients";

export interface AccountAdoption {
  readonly readerOf: (account: Account) => AccountReader;
  readonly bucketOf: (account: Account) => StateBucket;
}

/** @param credentials of every account that is asked for */
export function accountAdoption(
  fleet: Fleet,
  credentials: AccountCredentials,
  env: NodeJS.ProcessEnv,
): AccountAdoption {
  const own = (account: Account) => {
    const found = credentials.get(account);
    if (found === undefined) throw new Error(`no credentials for account ${account.name}`);
    return found;
  };
  return {
    readerOf: (account) => accountReader(env, fleet.homeRegion, own(account)),
    bucketOf: (account) => stateBucket(fleet, account, own(account), env),
  };
}
