/** Calls to AWS in one account and Region: bounded, ended by a signal, with new clients when the credentials have expired. */
import { asUnreadable } from "../unreadable";
import type { AccountCredentials } from "./account-credentials";
import { callLimits } from "./call-limits";
import type { ClientSettings, CredentialsProvider } from "./client-settings";

/** What a client is made with. */
export type Connection = ClientSettings & { readonly credentials: CredentialsProvider };

export interface AccountCallsOptions<Clients> {
  readonly settings: ClientSettings;
  readonly signal: AbortSignal | undefined;
  readonly credentials: AccountCredentials;
  readonly connect: (connection: Connection) => Clients;
}

export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

export class AccountCalls<Clients> {
  readonly #options: AccountCallsOptions<Clients>;
  readonly #limited = callLimits();
  #clients: Clients;
  /** Which of the account's credentials the clients began with. */
  #generation: number;

  constructor(options: AccountCallsOptions<Clients>) {
    this.#options = options;
    this.#generation = options.credentials.generation;
    this.#clients = this.#connect();
  }

  /** @throws UnreadableError */
  call<T>(work: (clients: Clients, options: CallOptions) => Promise<T>): Promise<T> {
    const { signal } = this.#options;
    const options = signal === undefined ? {} : { abortSignal: signal };
    return this.#limited(async () => {
      signal?.throwIfAborted();
      const clients = this.#clients;
      try {
        return await work(clients, options).catch((error: unknown) => {
          if (!hasExpired(error)) throw error;
          // Calls that ran at the same time find the new clients.
          if (this.#clients === clients) this.#renew();
          return work(this.#clients, options);
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw asUnreadable(error);
      }
    });
  }

  /** Every page of an operation. @throws UnreadableError */
  async *pages<Page extends { readonly NextToken?: string | undefined }>(
    ask: (clients: Clients, options: CallOptions, token: string | undefined) => Promise<Page>,
  ): AsyncIterable<Page> {
    let token: string | undefined;
    do {
      const page: Page = await this.call((clients, options) => ask(clients, options, token));
      yield page;
      token = page.NextToken === "" ? undefined : page.NextToken;
    } while (token !== undefined);
  }

  #renew(): void {
    const { credentials } = this.#options;
    credentials.giveUp(this.#generation);
    this.#generation = credentials.generation;
    this.#clients = this.#connect();
  }

  #connect(): Clients {
    const { settings, credentials, connect } = this.#options;
    return connect({ ...settings, credentials: credentials.get });
  }
}

/** Before the time that AWS gave with them, for example because the role's sessions were revoked. */
function hasExpired(error: unknown): boolean {
  return error instanceof Error && /^(ExpiredToken|RequestExpired)/.test(error.name);
}
