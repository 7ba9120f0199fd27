/** Reads the states of stacks from their buckets, with the credentials of their accounts. */
import { OperationError } from "../../diagnostics/errors";
import type { Fleet } from "../../fleet/model";
import type { AccountCredentials } from "../preflight";
import { stateBucket } from "../state-bucket";
import { readState } from "../state-file";
import type { PlacedStack } from "./placed-stack";
import type { StoredState } from "./planned-state";

/** @throws OperationError if the state cannot be read */
export type ReadStoredState = (stack: PlacedStack) => Promise<StoredState>;

/** @param credentials of every account whose states are read */
export function storedStates(fleet: Fleet, credentials: AccountCredentials, env: NodeJS.ProcessEnv): ReadStoredState {
  return async ({ account, stateKey }) => {
    const own = credentials.get(account);
    if (own === undefined) throw new Error(`no credentials for account ${account.name}`);
    const bucket = stateBucket(fleet, account, own, env);
    const found = await bucket.read(stateKey);
    if (found === undefined) return undefined;
    try {
      const { lineage, serial } = readState(found.text);
      return { lineage, serial };
    } catch {
      throw new OperationError({
        place: `account ${account.name} (${account.id})`,
        message: `s3://${bucket.name}/${stateKey} is not a state of Terraform.`,
        remedy: "Restore an earlier version of the object.",
      });
    }
  };
}
