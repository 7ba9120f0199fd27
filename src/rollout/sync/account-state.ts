/** The state of an account, as the lock file has it. */
import type { Account } from "@aws-sdk/client-organizations";
import { ACCOUNT_STATES, type AccountState } from "../../fleet/schema/lock-file";

/** `PENDING_CLOSURE` → `pending-closure`. A state that AWS adds later is not active. */
export function accountState({ State: state, Status: status }: Pick<Account, "State" | "Status">): AccountState {
  const name = (state ?? status ?? "ACTIVE").toLowerCase().replaceAll("_", "-");
  return ACCOUNT_STATES.find((known) => known === name) ?? "suspended";
}
