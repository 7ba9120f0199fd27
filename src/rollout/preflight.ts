/**
 * Checks before Terraform runs whether its credentials work in every account. A missing permission then costs a second and one
 * message, and not a page of Terraform's output for each stack.
 */
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import pLimit from "p-limit";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import { allAccounts, type Account, type Fleet } from "../fleet/model";
import { PIPELINE_PLAN_ROLE_NAME } from "../fleet/names";
import { bootstrapSession, deploySession, planSession, type RoleSession, type SessionOf } from "../fleet/role-session";
import { mergeAlike } from "./alike";
import { callerCredentials, clientSettings, type CredentialsProvider } from "./aws-client";
import { identityOf, theCaller, type Identity } from "./credentials/caller";
import { messageOf } from "../diagnostics/text/message-of";
import { QUIET_SANDBOX } from "../diagnostics/called-as";

/** Accounts that are checked at once. STS throttles at a much higher rate. */
const AT_ONCE = 10;

/** A role that every account has, or may have. */
export interface AccountRole {
  /** How it is assumed; undefined if the caller's own credentials are those of the account. */
  readonly session: SessionOf;
  /** What to do if it cannot be assumed. */
  readonly remedy: string;
}

const DEPLOY_ROLE: AccountRole = {
  session: deploySession,
  remedy:
    "Check that the role exists, that its trust policy names the caller, and that the caller may sts:AssumeRole it; deployRole in fleet.yaml sets another role.",
};

/** The role that bootstrap works with. */
export const BOOTSTRAP_ROLE: AccountRole = {
  session: bootstrapSession,
  remedy:
    "Check that the role exists, that its trust policy names the caller, and that the caller may sts:AssumeRole it; deployRole in fleet.yaml, or its createdBy, sets another role.",
};

/** The read-only role of each account. */
export const PLAN_ROLE: AccountRole = {
  session: planSession,
  remedy: `Deploy pipeline and the account's member stack, which create the roles, and act as ${PIPELINE_PLAN_ROLE_NAME}: docs/pipelines.md. A retired account no longer has the role: remove the account from the fleet file.`,
};

/** The credentials for each account. */
export type AccountCredentials = ReadonlyMap<Account, CredentialsProvider>;

/** An account, the credentials for it, and what is wrong with them. */
export interface AccountAccess {
  readonly account: Account;
  readonly credentials: CredentialsProvider;
  readonly problem?: Problem | undefined;
}

/**
 * Resolves the credentials for every account (the caller's own, or the deploy role's) and checks that they belong to that
 * account.
 * @throws ConfigurationError with every fault of every account
 */
export async function preflight(
  fleet: Fleet,
  env: NodeJS.ProcessEnv,
  accounts: readonly Account[] = allAccounts(fleet),
  role: AccountRole = DEPLOY_ROLE,
): Promise<AccountCredentials> {
  const checked = await accountAccess(fleet, env, accounts, role);
  const failures = checked.flatMap(({ account, problem }) =>
    problem === undefined ? [] : [{ of: account.name, problem }],
  );
  if (failures.length > 0) throw new ConfigurationError(...mergeAlike(failures, "accounts", accounts.length));
  return new Map(checked.map(({ account, credentials }) => [account, credentials]));
}

/**
 * As `preflight`, but an account that cannot be reached is in the result with its fault.
 * @throws ConfigurationError if there are no credentials, or if they are those of another account than the fleet expects
 */
export async function accountAccess(
  fleet: Fleet,
  env: NodeJS.ProcessEnv,
  accounts: readonly Account[],
  role: AccountRole = DEPLOY_ROLE,
): Promise<readonly AccountAccess[]> {
  const own = callerCredentials(env);
  const settings = clientSettings(env, "STS", fleet.homeRegion);
  const whoIs = (credentials: CredentialsProvider) => identityOf(settings, credentials);

  const caller = await theCaller(own, settings);
  if (partitionOf(caller) !== fleet.partition) throw new ConfigurationError(otherPartition(fleet, caller));
  const foreign = accounts.filter(
    (account) => role.session(fleet, account) === undefined && account.id !== caller.account,
  );
  // The other accounts' roles trust the account of these credentials, so their faults would all be the same one.
  if (foreign.length > 0) throw new ConfigurationError(wrongAccount(fleet, caller, foreign, settings.endpoint));
  const limit = pLimit(AT_ONCE);
  return Promise.all(
    accounts.map((account) =>
      limit(async () => {
        const session = role.session(fleet, account);
        if (session === undefined) return { account, credentials: own };
        const credentials = fromTemporaryCredentials({
          masterCredentials: own,
          params: assumeRoleRequest(session),
          clientConfig: settings,
        });
        const fault = await faultOf(account, session.arn, caller, () => whoIs(credentials));
        return { account, credentials, problem: fault && { ...fault, remedy: fault.remedy ?? role.remedy } };
      }),
    ),
  );
}

function assumeRoleRequest({ arn, sessionName, externalId, tags = {} }: RoleSession) {
  return {
    ...{ RoleArn: arn, RoleSessionName: sessionName },
    ...(externalId !== undefined && { ExternalId: externalId }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** `aws-cn` in the ARN of an identity. */
function partitionOf({ arn }: Identity): string {
  return arn.split(":")[1] ?? "";
}

function otherPartition(fleet: Fleet, caller: Identity): Problem {
  return {
    message: `The credentials are of the partition ${partitionOf(caller)} (${caller.arn}), and the fleet's Regions are of ${fleet.partition}.`,
    remedy: "Sign in to an account of the fleet's partition (AWS_PROFILE), or correct homeRegion in fleet.yaml.",
  };
}

/** The caller's own credentials are those of another account than the one that they are to deploy. */
function wrongAccount(
  fleet: Fleet,
  caller: Identity,
  accounts: readonly Account[],
  endpoint: string | undefined,
): Problem {
  const theirs = allAccounts(fleet).find(({ id }) => id === caller.account)?.name;
  const wanted = accounts.map(({ name, id }) => `${name} (${id})`).join(", ");
  const operates =
    caller.account === fleet.administratorAccount.id
      ? " The administrator account starts and reads executions; stacks are deployed from the management account, or with a role that may assume the deploy roles."
      : "";
  return {
    message: `The credentials belong to account ${theirs === undefined ? "" : `${theirs} `}${caller.account} (${caller.arn}); expected those of ${wanted}.${operates}`,
    remedy:
      endpoint === undefined
        ? "Sign in to that account (aws sso login, AWS_PROFILE), or set a deployRole for it in fleet.yaml."
        : `In the sandbox: eval "$(${QUIET_SANDBOX} env --deploy)".`,
  };
}

/** @returns without a remedy if the role cannot be assumed */
async function faultOf(
  account: Account,
  role: string,
  caller: Identity,
  whoIs: () => Promise<Identity>,
): Promise<(Omit<Problem, "remedy"> & Partial<Problem>) | undefined> {
  const place = `account ${account.name} (${account.id})`;
  let identity: Identity;
  try {
    identity = await whoIs();
  } catch (error) {
    return { place, message: `${caller.arn} cannot assume ${role}: ${messageOf(error)}.` };
  }
  if (identity.account === account.id) return undefined;
  return {
    place,
    message: `The credentials belong to account ${identity.account} (${identity.arn}).`,
    remedy: "Correct the account's id or its deployRole in fleet.yaml.",
  };
}
