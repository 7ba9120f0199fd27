/** The execution that the bench collects: check-os on one instance of each account. */
import { benchFleet } from "../fleet/bench-fleet";

export const REGION = "ap-northeast-1";
export const EXECUTION = "11111111-1111-4111-8111-111111111111";
export const STEPS = ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"];

export const ADMINISTRATOR = benchFleet(0).administratorAccount.id;

/** Ids of the accounts in which check-os ran. */
export function accountIds(accounts: number): readonly string[] {
  return benchFleet(accounts).memberAccounts.map(({ id }) => id);
}
