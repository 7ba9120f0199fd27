/** The policies of the deploy roles that bootstrap creates, and whether they suffice for what is to be deployed. */
import pLimit from "p-limit";
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import { FLEETBOOK } from "../../diagnostics/called-as";
import type { Account, Fleet } from "../../fleet/model";
import { comparePolicies } from "../../iam/comparison/compare-policies";
import { parseStoredPolicy, type StoredStatement } from "../../iam/decision/policy";
import { policyDocument } from "../../iam/statements/policy-document";
import { mergeAlike } from "../alike";
import { clientSettings, type CredentialsProvider } from "../aws-client";
import type { AccountCredentials } from "../preflight";
import type { PlacedStack } from "../plans/placed-stack";
import { storedByAccount, synthesizedByAccount } from "./account-resources";
import { deployPolicy } from "./deploy-policy";

/** The managed policies of each deploy role that bootstrap creates, as JSON, by the account's id. */
export type CreatedRolePolicies = ReadonlyMap<string, readonly string[]>;

/** Accounts whose roles are read at once. */
const AT_ONCE = 10;

/**
 * The policies of what is to be deployed and of what still is.
 * @param stacks every stack of the fleet
 * @throws ConfigurationError with the faults of all accounts
 */
export async function createdRolePolicies(
  fleet: Fleet,
  stacks: readonly PlacedStack[],
  credentials: AccountCredentials,
  env: NodeJS.ProcessEnv,
): Promise<CreatedRolePolicies> {
  const accounts = [...credentials.keys()].filter(hasCreatedRole);
  const wanted = await synthesizedByAccount(stacks);
  const stored = await storedByAccount(fleet, accounts, credentials, env);
  const problems: Problem[] = [];
  const policies = accounts.map((account) => {
    try {
      const resources = [...(wanted.get(account) ?? []), ...(stored.get(account) ?? [])];
      return [account.id, deployPolicy(fleet, account, resources).policies] as const;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
      return [account.id, []] as const;
    }
  });
  if (problems.length > 0) throw new ConfigurationError(...problems);
  return new Map(policies);
}

/** Whether bootstrap creates the account's deploy role. */
export function hasCreatedRole({ deployRole }: Account): boolean {
  return deployRole?.created !== undefined;
}

/**
 * Compares the roles with what the stacks need, before anything is deployed.
 * @param credentials those of the deploy roles
 * @throws ConfigurationError that names what a role lacks
 */
export async function refuseInsufficientRoles(
  fleet: Fleet,
  stacks: readonly PlacedStack[],
  credentials: AccountCredentials,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const checked = [...(await synthesizedByAccount(stacks))].filter(([account]) => hasCreatedRole(account));
  const found = await Promise.all(
    checked.map(([account, resources]) =>
      limit(async () => {
        const own = credentials.get(account);
        if (own === undefined) return [];
        const needed = parseStoredPolicy(policyDocument(deployPolicy(fleet, account, resources).statements)).statements;
        const lacking = lackingActions(await attachedStatements(fleet, account, own, env), needed);
        return lacking.length === 0 ? [] : [{ of: account.name, problem: insufficient(account, lacking) }];
      }),
    ),
  );
  const problems = found.flat();
  if (problems.length > 0) throw new ConfigurationError(...mergeAlike(problems, "accounts", checked.length));
}

/** The actions that are needed on something on which they are not allowed, sorted. */
export function lackingActions(
  allowed: readonly StoredStatement[],
  needed: readonly StoredStatement[],
): readonly string[] {
  const lacking = comparePolicies(allowed, needed).filter(
    ({ side, effect }) => side === "gained" && effect === "Allow",
  );
  return [...new Set(lacking.flatMap(({ actions }) => actions.patterns))].sort();
}

async function attachedStatements(
  fleet: Fleet,
  { deployRole }: Account,
  credentials: CredentialsProvider,
  env: NodeJS.ProcessEnv,
): Promise<readonly StoredStatement[]> {
  const [{ IAMClient }, { attachedPolicies, managedPolicyDocument }] = await Promise.all([
    import("@aws-sdk/client-iam"),
    import("../adoption/managed-policies"),
  ]);
  const client = new IAMClient({ ...clientSettings(env, "IAM", fleet.homeRegion), credentials });
  try {
    const arns = await attachedPolicies(client, deployRole?.name ?? "");
    const documents = await Promise.all(arns.map((arn) => managedPolicyDocument(client, arn)));
    return documents.flatMap((document) => parseStoredPolicy(JSON.parse(document)).statements);
  } finally {
    client.destroy();
  }
}

/** Actions that a message names. */
const MOST_NAMED = 12;

function insufficient({ name, id, deployRole }: Account, lacking: readonly string[]): Problem {
  const more = lacking.length > MOST_NAMED ? ` and ${lacking.length - MOST_NAMED} more` : "";
  return {
    place: `account ${name} (${id})`,
    message: `Its stacks need more than the role ${deployRole?.name ?? ""} may do: ${lacking.slice(0, MOST_NAMED).join(", ")}${more}.`,
    remedy: `Bring the role up to date first: ${FLEETBOOK} bootstrap.`,
  };
}
