/**
 * Makes each account in moto when a request first touches it, because one takes moto a quarter of a second and megabytes.
 * Accounts that nobody uses cost nothing.
 */
import { AwsError } from "../protocol/aws-error";
import type { Credentials } from "../identities/principals";

/** Gives the credentials of an account's administrator. */
export type Operator = () => Promise<Credentials>;

export interface FirstTouchOptions {
  /** Whether the sandbox has the account. The others are left as moto makes them. */
  readonly exists: (accountId: string) => boolean;
  /** Makes what an account starts with. It may be called again for an account for which it has failed. */
  readonly seed: (accountId: string) => Promise<Operator>;
}

export class FirstTouch {
  readonly #options: FirstTouchOptions;
  readonly #operators = new Map<string, Promise<Operator>>();
  readonly #touched = new Set<string>();

  constructor(options: FirstTouchOptions) {
    this.#options = options;
  }

  /** Waits until the account is made. @throws AwsError SandboxFailure if that fails; the next request tries again */
  readonly touch = async (accountId: string): Promise<void> => {
    if (this.#options.exists(accountId)) await this.#operator(accountId);
  };

  /** The credentials of an account's administrator. */
  readonly credentialsFor = async (accountId: string): Promise<Credentials> => (await this.#operator(accountId))();

  /** Whether a request has touched the account: no other can hold anything. */
  isTouched(accountId: string): boolean {
    return this.#touched.has(accountId);
  }

  /** Seeds the account again when it is next touched, because what it starts with has changed. */
  seedAgain(accountId: string): void {
    this.#operators.delete(accountId);
  }

  #operator(accountId: string): Promise<Operator> {
    const known = this.#operators.get(accountId);
    if (known !== undefined) return known;
    this.#touched.add(accountId);
    const operator = this.#options.seed(accountId).catch((error: unknown) => {
      this.#operators.delete(accountId);
      const message = `The sandbox could not make the account ${accountId}: ${String(error)}`;
      throw new AwsError("SandboxFailure", message, 501);
    });
    this.#operators.set(accountId, operator);
    return operator;
  }
}
