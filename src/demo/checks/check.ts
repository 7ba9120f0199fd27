/**
 * A check reads back from one account, through the AWS API, what the deployment should have created there. Checks state the
 * expected facts themselves and take nothing from the stacks, so that they show a fault in the stacks.
 */
import { isObject } from "../../diagnostics/json";
import type { Account, Fleet } from "../../fleet/model";

/** What an AWS SDK client needs in order to act as somebody. */
export interface Access {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** One fact about one account. */
export interface Fact {
  readonly account: string;
  /** What should hold: `execution role trusts only the administration role and SSM`. */
  readonly expectation: string;
  readonly holds: boolean;
  /** What was found; shown if the expectation does not hold. */
  readonly found: string;
}

export interface CheckContext {
  readonly fleet: Fleet;
  readonly account: Account;
  /** Acts as an administrator of the account, in a Region of the fleet (default: the home Region). */
  readonly access: (region?: string) => Access;
  /** Acts as the operator that deploys the fleet. */
  readonly operator: Access;
  /** Acts as the administration role, as Systems Manager would have assumed it. */
  readonly administrationRole: Access;
}

export type Check = (context: CheckContext) => Promise<readonly Fact[]>;

/** A fact that holds if what was found equals what was expected, compared as JSON with sorted keys. */
export function equals(account: Account, expectation: string, found: unknown, expected: unknown): Fact {
  const [foundText, expectedText] = [canonical(found), canonical(expected)];
  return {
    account: account.name,
    expectation,
    holds: foundText === expectedText,
    found: foundText === expectedText ? foundText : `found ${foundText}, expected ${expectedText}`,
  };
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
