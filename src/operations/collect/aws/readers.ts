/** Readers of every account, with AWS's clients. In the sandbox they are the same, with the endpoint of the environment. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Agent as HttpAgent } from "node:http";
import { ConfigurationError } from "../../../diagnostics/errors";
import { allAccounts, type Account, type Fleet } from "../../../fleet/model";
import { readerRoleArn } from "../../../fleet/names";
import { httpsAgent } from "../../../tools/proxy";
import type { ExecutionReader, Readers } from "../ports";
import { asUnreadable, unreadableBecause } from "../unreadable";
import { AccountCalls, type Connection } from "./account-calls";
import { AccountCredentials } from "./account-credentials";
import { sharedWith } from "./shared-with";
import { AwsReader } from "./aws-reader";
import type { ClientSettings, CredentialsProvider } from "./client-settings";
import { Clients } from "./clients";
import { QUIET_SANDBOX, SANDBOX } from "../../../diagnostics/called-as";

export interface AwsAccess {
  readonly fleet: Fleet;
  /** Of the principal that collects. */
  readonly credentials: CredentialsProvider;
  /** Undefined: AWS's, or those that the environment names. */
  readonly endpoint?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Default: the reader roles, and in the caller's account the caller's own credentials. */
  readonly role?: RoleChoice | undefined;
}

/** The role that calls in an account are made with. */
export interface RoleChoice {
  readonly arnIn: (account: Account) => string;
  /** For which the role is named after the caller: `fleetbook-signal-alice`. */
  readonly purpose: string;
  /** Whether it is assumed in the caller's account as well. */
  readonly everywhere: boolean;
}

/** Connections to all accounts together. */
const SOCKETS = 200;
/** Tries of one call. With adaptive retry, the client also slows down when it is throttled. */
const MAX_ATTEMPTS = 8;
const CONNECTION_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 60_000;

/** Calls in every account of the fleet, and in the caller's own. */
export interface AccountAccess {
  readonly caller: Readers["caller"];
  /**
   * Calls with the account's reader role, or with the caller's own credentials in the caller's account.
   * @param connect makes the clients
   * @throws UnreadableError if the role cannot be assumed
   */
  at<Clients>(
    accountId: string,
    region: string,
    connect: (connection: Connection) => Clients,
  ): Promise<AccountCalls<Clients>>;
  /** Calls with the caller's own credentials. */
  own<Clients>(region: string, connect: (connection: Connection) => Clients): AccountCalls<Clients>;
}

/** @throws ConfigurationError if there are no credentials, or AWS does not accept them */
export async function accountAccess({ fleet, credentials, endpoint, signal, role }: AwsAccess): Promise<AccountAccess> {
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: SOCKETS }),
    httpsAgent: httpsAgent(process.env, { keepAlive: true, maxSockets: SOCKETS }),
    connectionTimeout: CONNECTION_MILLISECONDS,
    requestTimeout: ANSWER_MILLISECONDS,
  };
  const settings = (region: string): ClientSettings => ({
    region,
    retryMode: "adaptive",
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: agents,
    ...(endpoint !== undefined && { endpoint }),
  });
  const caller = await whoIs(credentials, settings(fleet.homeRegion));
  const accounts = new Map(allAccounts(fleet).map((account) => [account.id, account]));

  // One client for all accounts: to make a client takes as much processor time as some calls.
  const sts = new STSClient({ ...settings(fleet.homeRegion), credentials });
  const assuming =
    (account: Account): CredentialsProvider =>
    async () => {
      const asked =
        role === undefined
          ? { RoleArn: readerRoleArn(fleet, account), RoleSessionName: "fleetbook-report" }
          : { RoleArn: role.arnIn(account), RoleSessionName: sessionName(role, caller.arn) };
      const { Credentials: assumed } = await sts.send(new AssumeRoleCommand(asked));
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken, Expiration } = assumed ?? {};
      if (accessKeyId === undefined || secretAccessKey === undefined) throw new Error("AWS STS gave no credentials.");
      return {
        ...{ accessKeyId, secretAccessKey },
        ...(SessionToken !== undefined && { sessionToken: SessionToken }),
        ...(Expiration !== undefined && { expiration: Expiration }),
      };
    };
  const ofCaller = new AccountCredentials(credentials);
  const shared = new Map<string, AccountCredentials>();
  const credentialsOf = (accountId: string): AccountCredentials => {
    const account = accounts.get(accountId);
    const isOwn = accountId === caller.accountId && role?.everywhere !== true;
    if (isOwn || account === undefined) return ofCaller;
    const known = shared.get(accountId) ?? new AccountCredentials(assuming(account));
    shared.set(accountId, known);
    return known;
  };

  return {
    caller,
    async at(accountId, region, connect) {
      if (accountId !== caller.accountId && !accounts.has(accountId)) {
        throw unreadableBecause(
          "no-reader-role",
          `Account ${accountId} is not in ${fleet.file}, so it has no reader role.`,
        );
      }
      const own = credentialsOf(accountId);
      // Resolved here, because a role that cannot be assumed is another fault than a call that is denied.
      await own.get().catch((error: unknown) => {
        const fault = asUnreadable(error);
        throw fault.reason === "access-denied" ? unreadableBecause("no-reader-role", fault.message) : fault;
      });
      return new AccountCalls({ settings: settings(region), signal, connect, credentials: own });
    },
    own: (region, connect) => new AccountCalls({ settings: settings(region), signal, connect, credentials: ofCaller }),
  };
}

/** AWS records it with what the session does, so that it says who that was. */
export function sessionName({ purpose }: RoleChoice, callerArn: string): string {
  const who =
    callerArn
      .split("/")
      .at(-1)
      ?.replace(/[^\w+=,.@-]/g, "-") ?? "";
  return `fleetbook-${purpose}-${who}`.slice(0, 64);
}

const readerClients = (connection: Connection): Clients => new Clients(connection);

/** @throws ConfigurationError if there are no credentials, or AWS does not accept them */
export async function awsReaders(options: AwsAccess): Promise<Readers> {
  return readersWith(await accountAccess(options));
}

export function readersWith(access: AccountAccess): Readers {
  return {
    caller: access.caller,
    async at(accountId, region): Promise<ExecutionReader> {
      return new AwsReader(await access.at(accountId, region, readerClients));
    },
    sharedWith: (documentName, region) => sharedWith(access.own(region, readerClients), documentName),
  };
}

async function whoIs(credentials: CredentialsProvider, settings: ClientSettings): Promise<Readers["caller"]> {
  const client = new STSClient({ ...settings, credentials });
  try {
    const { Arn = "", Account = "" } = await client.send(new GetCallerIdentityCommand({}));
    return { arn: Arn, accountId: Account };
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const { reason, message } = asUnreadable(error);
    throw new ConfigurationError(
      reason === "unreachable"
        ? {
            message: `Nothing answers at ${settings.endpoint ?? process.env.AWS_ENDPOINT_URL ?? "AWS STS"}: ${message}.`,
            remedy: `Check the network and HTTPS_PROXY. If AWS_ENDPOINT_URL is the sandbox's, the sandbox is down: ${SANDBOX} up.`,
          }
        : {
            message: `There are no AWS credentials that AWS accepts: ${message}.`,
            remedy: `Sign in (aws sso login) and set AWS_PROFILE, or for the sandbox: eval "$(${QUIET_SANDBOX} env)".`,
          },
    );
  } finally {
    client.destroy();
  }
}
