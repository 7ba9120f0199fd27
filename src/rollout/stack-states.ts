/** What is deployed: every stack of a fleet, and every state in its buckets. It reads, and changes nothing. */
import pLimit from "p-limit";
import { OperationError, type Problem } from "../diagnostics/errors";
import { allAccounts, CONCERNS, type Account, type Fleet } from "../fleet/model";
import { stackName, stateKey } from "../fleet/names";
import { accountStacks, type FleetStack } from "../fleet/stacks";
import { lockOf, type BucketLock } from "./locks/bucket-lock";
import { isOldKey } from "./move-states";
import { outsiders, type Outsider } from "./outsiders";
import { trustingDeletedRole } from "./earlier-role";
import { accountAccess, type AccountAccess } from "./preflight";
import { stateBucket, type StateBucket } from "./state-bucket";
import { readState } from "./state-file";

/**
 * | status           | the fleet has the stack        | its state                           |
 * |------------------|--------------------------------|-------------------------------------|
 * | `deployed`       | yes                            | has resources                       |
 * | `to be emptied`  | yes, without resources         | has resources: deploy the stack     |
 * | `empty`          | yes, or no                     | has no resources                    |
 * | `trusts a deleted role` | yes, of a member        | is older than the administration role, which has been created anew |
 * | `never deployed` | yes                            | there is none                       |
 * | `left behind`    | no                             | has resources that nothing destroys |
 * | `your own`       | no, a stack of `main.ts`       | has resources; Fleetbook has no stack of this kind |
 * | `old key`        | of an earlier Fleetbook's name | `fleetbook bootstrap` moves it      |
 * | `no bucket`      | yes                            | there is no bucket for it           |
 * | `unknown`        | yes                            | could not be read                   |
 */
export type StackStatus =
  | "deployed"
  | "trusts a deleted role"
  | "to be emptied"
  | "empty"
  | "never deployed"
  | "left behind"
  | "your own"
  | "old key"
  | "no bucket"
  | "unknown";

/** A stack of the fleet, or a state that belongs to none. */
export interface StackState {
  /** Name of the stack; of a state without one, the name that the stack would have. */
  readonly stack: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly bucket: string;
  readonly key: string;
  readonly status: StackStatus;
  /** How many resources Terraform manages there. */
  readonly resources?: number;
  readonly serial?: number;
  /** When the state was written. */
  readonly changed?: Date;
  /** When AWS created the administration role, in the administrator's stack. */
  readonly administrationRoleCreated?: Date;
  readonly lock?: BucketLock;
}

export interface StackStates {
  readonly stacks: readonly StackState[];
  /** Accounts that the fleet does not have and that have a bucket of its states. */
  readonly outsiders: readonly Outsider[];
  /** What could not be read, and why. */
  readonly problems: readonly Problem[];
}

type AccountStates = Omit<StackStates, "outsiders">;

/** Buckets that are read at once. */
const AT_ONCE = 10;

/**
 * @param access the result of `accountAccess`, if it is known
 * @throws ConfigurationError if there are no credentials, or if they are those of another account than the fleet expects
 */
export async function stackStates(
  fleet: Fleet,
  env: NodeJS.ProcessEnv,
  access?: readonly AccountAccess[],
): Promise<StackStates> {
  const limit = pLimit(AT_ONCE);
  const accounts = access ?? (await accountAccess(fleet, env, allAccounts(fleet)));
  const [others, ...found] = await Promise.all([
    outsiders(fleet, env),
    ...accounts.map((access) => limit(() => statesOf(fleet, env, access))),
  ]);
  const stacks = found.flatMap((account) => account.stacks);
  // An account that was the administrator earlier can have an empty state of that stack.
  const isEarlier = ({ key, account }: StackState) =>
    key === stateKey("administrator") && account.id !== fleet.administratorAccount.id;
  const outdated = trustingDeletedRole(stacks.filter((stack) => !isEarlier(stack)));
  return {
    stacks: stacks.map((stack) => (outdated.has(stack) ? { ...stack, status: "trusts a deleted role" } : stack)),
    outsiders: "message" in others ? [] : others,
    problems: [...found.flatMap(({ problems }) => problems), ...("message" in others ? [others] : [])],
  };
}

async function statesOf(
  fleet: Fleet,
  env: NodeJS.ProcessEnv,
  { account, credentials, problem }: AccountAccess,
): Promise<AccountStates> {
  const bucket = stateBucket(fleet, account, credentials, env);
  const stacks = accountStacks(fleet, account);
  const all = (status: StackStatus): readonly StackState[] =>
    stacks.map(({ name, key }) => ({ ...placed(account, bucket, key), stack: name, status }));
  if (problem !== undefined) return { stacks: all("unknown"), problems: [problem] };
  try {
    if (!(await bucket.exists())) return { stacks: all("no bucket"), problems: [] };
    return await statesIn(bucket, account, stacks);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return { stacks: all("unknown"), problems: error.problems };
  }
}

/** The stacks of an account, and the other states in its bucket. */
export async function statesIn(
  bucket: StateBucket,
  account: Account,
  stacks: readonly FleetStack[],
): Promise<AccountStates> {
  const objects = new Map((await bucket.list()).map(({ key, lastModified }) => [key, lastModified]));
  const own = new Map(stacks.map((stack) => [stack.key, stack]));
  const others = [...objects.keys()].filter((key) => key.endsWith(".tfstate") && !own.has(key));
  const problems: Problem[] = [];

  const stateOf = async (key: string): Promise<StackState> => {
    const stack = own.get(key);
    const place = { ...placed(account, bucket, key), stack: stack?.name ?? nameOf(key, account) };
    try {
      const lock = objects.has(`${key}.tflock`) ? await lockOf(bucket, key) : undefined;
      const content = objects.has(key) ? await bucket.read(key) : undefined;
      const locked = lock === undefined ? {} : { lock };
      if (content === undefined) return { ...place, ...locked, status: "never deployed" };
      const { resources, serial, administrationRoleCreated: created } = readState(content.text);
      const changed = objects.get(key);
      return {
        ...{ ...place, ...locked, resources, serial },
        ...(created === undefined ? {} : { administrationRoleCreated: created }),
        ...(changed === undefined ? {} : { changed }),
        status: statusOf(key, stack, resources),
      };
    } catch (error) {
      if (error instanceof OperationError) throw error;
      problems.push({
        place: `account ${account.name} (${account.id})`,
        message: `s3://${bucket.name}/${key}, or its lock, is not what Terraform writes.`,
        remedy: "Restore an earlier version of the object.",
      });
      return { ...place, status: "unknown" };
    }
  };
  const found = await Promise.all([...own.keys(), ...others.sort()].map(stateOf));
  return { stacks: found, problems };
}

function statusOf(key: string, stack: FleetStack | undefined, resources: number): StackStatus {
  if (stack === undefined && hasOldKey(key)) return "old key";
  if (resources === 0) return "empty";
  if (stack === undefined) return isOfFleetbook(key) ? "left behind" : "your own";
  return stack.isEmpty ? "to be emptied" : "deployed";
}

/** Whether Fleetbook has stacks whose states have this key. Only `main.ts` knows the others. */
function isOfFleetbook(key: string): boolean {
  return CONCERNS.some((concern) => key === stateKey(concern));
}

function hasOldKey(key: string): boolean {
  return CONCERNS_WITH_OLD_KEYS.some((concern) => isOldKey(key, concern));
}

const CONCERNS_WITH_OLD_KEYS = ["member", "target", "guards", "state"];

function placed({ id, name }: Account, bucket: StateBucket, key: string) {
  return { account: { id, name }, bucket: bucket.name, key };
}

/** The name that the stack of this state would have in the account. */
function nameOf(key: string, account: Account): string {
  const concern = key.replace(/\.tfstate$/, "");
  return hasOldKey(key) ? concern : stackName(account, concern);
}
