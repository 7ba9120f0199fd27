/** The credentials of one account, which the readers of all its Regions share: the account's role is assumed once. */
import type { CredentialsProvider } from "./client-settings";

type Credentials = Awaited<ReturnType<CredentialsProvider>>;

/** Milliseconds before their end at which credentials are renewed. AWS's clients ask for others at the same time. */
const RENEWED_BEFORE_END = 5 * 60_000;

export class AccountCredentials {
  readonly #ask: CredentialsProvider;
  #current: Promise<Credentials> | undefined;
  #generation = 0;

  constructor(ask: CredentialsProvider) {
    this.#ask = ask;
  }

  /** Rises whenever credentials are given up. */
  get generation(): number {
    return this.#generation;
  }

  /** Those that are there, or new ones if these end soon. Calls at the same time get the same. */
  readonly get: CredentialsProvider = async () => {
    const known = this.#current;
    if (known !== undefined && !endsSoon(await known)) return known;
    if (this.#current === known) {
      const asked = this.#ask();
      this.#current = asked;
      asked.catch(() => {
        if (this.#current === asked) this.#current = undefined;
      });
    }
    return this.#current ?? this.#ask();
  };

  /** AWS says that the credentials of this generation have expired. Others that have come since then stay. */
  giveUp(generation: number): void {
    if (generation !== this.#generation) return;
    this.#generation += 1;
    this.#current = undefined;
  }
}

function endsSoon({ expiration }: Credentials): boolean {
  return expiration !== undefined && expiration.getTime() - Date.now() < RENEWED_BEFORE_END;
}
