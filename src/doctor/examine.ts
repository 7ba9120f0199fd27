/** Everything that the doctor looks at, as far as it gets: a fault of the credentials keeps it from the accounts, and from nothing else. */
import pLimit from "p-limit";
import { ConfigurationError } from "../diagnostics/errors";
import { allAccounts, type Account, type Fleet } from "../fleet/model";
import { callerCredentials, clientSettings } from "../rollout/aws-client";
import { theCaller, type Identity } from "../rollout/credentials/caller";
import { regionProblems } from "../rollout/prerequisites/enabled-regions";
import { accountAccess, type AccountAccess } from "../rollout/preflight";
import { stackStates, type StackStates } from "../rollout/stack-states";
import { AccountReader } from "./account-reader";
import { checkAccount } from "./check-account";
import { checkOrganization } from "./check-organization";
import { checkState } from "./check-state";
import { resultOf, type Area, type Result, type Status } from "./result";

/** Accounts that are read at once. */
const AT_ONCE = 20;

/** What needs credentials: who they are, the organization, and every account. */
export async function examineFleet(fleet: Fleet, env: NodeJS.ProcessEnv): Promise<readonly Result[]> {
  const caller = await attempt("credentials", () =>
    theCaller(callerCredentials(env), clientSettings(env, "STS", fleet.homeRegion)),
  );
  if (!("arn" in caller)) return caller;
  const who: Result = { area: "credentials", status: "ok", message: `You are ${caller.arn}.` };
  const [organization, accounts] = await Promise.all([
    checkOrganization(fleet, env),
    examineAccounts(fleet, env, caller),
  ]);
  return [who, ...organization, ...accounts];
}

async function examineAccounts(fleet: Fleet, env: NodeJS.ProcessEnv, caller: Identity): Promise<readonly Result[]> {
  // Whoever operates from a delegated administrator need not be able to deploy.
  const { administratorAccount, managementAccount } = fleet;
  const isOperator = caller.account === administratorAccount.id && caller.account !== managementAccount.id;
  const accesses = await attempt(
    "credentials",
    () => accountAccess(fleet, env, allAccounts(fleet)),
    isOperator ? "unchecked" : "fault",
  );
  if (isResults(accesses)) return accesses;
  const states = await stackStates(fleet, env, accesses);
  const limit = pLimit(AT_ONCE);
  const reachable = accesses.filter(({ problem }) => problem === undefined);
  const found = await Promise.all(
    reachable.map(({ account, credentials }) =>
      limit(async () => [
        ...(await checkRegions(fleet, account, credentials, env)),
        ...(await checkAccount(fleet, account, new AccountReader(env, credentials), deployedStacks(states))),
      ]),
    ),
  );
  // What cannot be read because the deploy role cannot be assumed is said of the role.
  const problems = states.problems.filter((problem) => !accesses.some((access) => access.problem === problem));
  return [...accesses.map(accessResult), ...checkState(fleet, { ...states, problems }), ...found.flat()];
}

async function checkRegions(
  fleet: Fleet,
  account: Account,
  credentials: AccountAccess["credentials"],
  env: NodeJS.ProcessEnv,
): Promise<readonly Result[]> {
  const found = { area: "regions", account: account.name } as const;
  const problems = await regionProblems(fleet, account, credentials, env);
  return problems.length === 0
    ? [{ ...found, status: "ok", message: "Every Region that it uses is enabled." }]
    : problems.map(({ message, remedy }) => ({ ...found, status: "fault", message, remedy }));
}

function accessResult({ account: { name: account }, problem }: AccountAccess): Result {
  return problem === undefined
    ? { area: "credentials", status: "ok", account, message: "You can deploy there." }
    : { area: "credentials", status: "fault", account, message: problem.message, remedy: problem.remedy };
}

function deployedStacks({ stacks }: StackStates): ReadonlySet<string> {
  return new Set(stacks.filter(({ resources = 0 }) => resources > 0).map(({ stack }) => stack));
}

/** The value, or the faults that keep from it. */
async function attempt<T>(
  area: Area,
  work: () => Promise<T>,
  otherwise: Status = "fault",
): Promise<T | readonly Result[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map((problem) => resultOf(problem, area, otherwise));
  }
}

function isResults(value: readonly AccountAccess[] | readonly Result[]): value is readonly Result[] {
  return value.some((each) => "area" in each);
}
