/**
 * Moves the states of an account from the keys of earlier versions of Fleetbook (`member-app-dev.tfstate`, with the account's short name)
 * to today's (`member.tfstate`), and gives the providers in them today's aliases. It may be killed at any point and run again:
 *
 * | killed                      | what is left               | the next run                          |
 * |-----------------------------|----------------------------|---------------------------------------|
 * | before the state is written | locks                       | removes the locks, moves the state    |
 * | after that                  | both states, of one lineage | removes the locks and the old state   |
 * | after the old one's removal | locks                       | removes the locks                     |
 */
import { OperationError } from "../diagnostics/errors";
import type { Account, Concern } from "../fleet/model";
import { providerAlias, stateKey } from "../fleet/names";
import { removeLeftLocks, withLocks } from "./locks/bucket-lock";
import type { StateBucket } from "./state-bucket";
import { readState, withAliases } from "./state-file";

const CONCERNS: readonly Concern[] = ["administrator", "member", "target", "guards", "state"];

/**
 * Moves every state of the account that is at an old key, whatever the account's name was.
 * @param tell receives a line for each state that was moved
 * @throws OperationError if two states would go to one key, or if somebody has a lock
 */
export async function moveStates(bucket: StateBucket, account: Account, tell: (line: string) => void): Promise<void> {
  const keys = (await bucket.list()).map(({ key }) => key);
  await removeLeftLocks(bucket, keys);
  for (const concern of CONCERNS) {
    const old = keys.filter((key) => isOldKey(key, concern));
    const work = { bucket, account, key: stateKey(concern), old, tell };
    if (old.length > 0 || (keys.includes(work.key) && (await needsAliases(work)))) {
      await withLocks(bucket, placeOf(account), [...old, work.key], () => moveState(work));
    }
  }
}

/** Whether a key is that of an earlier version. Then, a state's key was the name of its stack. */
export function isOldKey(key: string, concern: string): boolean {
  return new RegExp(`^${concern}-[a-z][a-z0-9-]*\\.tfstate$`).test(key);
}

interface Work {
  readonly bucket: StateBucket;
  readonly account: Account;
  /** Where the state belongs. */
  readonly key: string;
  /** Where it may be. */
  readonly old: readonly string[];
  readonly tell: (line: string) => void;
}

/** Runs with the locks of all the keys. */
async function moveState({ bucket, account, key, old, tell }: Work): Promise<void> {
  const current = await stateAt(bucket, key);
  const found = await Promise.all(old.map((each) => stateAt(bucket, each)));
  const existing = found.filter((each) => each !== undefined);
  const [source, second] = existing.filter(({ state }) => state.resources > 0);
  if (second !== undefined && source !== undefined) throw tooMany(account, bucket, key, [source.key, second.key]);
  const isCopied = source !== undefined && current?.state.lineage === source.state.lineage;
  if (source !== undefined && !isCopied && current !== undefined && current.state.resources > 0) {
    throw tooMany(account, bucket, key, [source.key, key]);
  }

  const moved = isCopied ? current : (source ?? current);
  if (moved !== undefined) {
    const text = withAliases(moved.content.text, aliasOf(account));
    const changes = moved.key !== key || text !== moved.content.text;
    if (changes && !(await bucket.write(key, text, current?.content))) throw changed(account, key);
    if (changes && moved.key === key) tell(`renamed the providers in the state ${key}`);
  }
  for (const each of existing) {
    await bucket.remove(each.key);
    tell(each === source ? `moved state ${each.key} to ${key}` : `removed state ${each.key}, which had no resources`);
  }
}

async function needsAliases({ bucket, account, key }: Work): Promise<boolean> {
  const content = await bucket.read(key);
  return content !== undefined && withAliases(content.text, aliasOf(account)) !== content.text;
}

async function stateAt(bucket: StateBucket, key: string) {
  const content = await bucket.read(key);
  return content && { key, content, state: readState(content.text) };
}

/** The account's aliases up to the Region. */
function aliasOf(account: Account): string {
  return providerAlias(account, "").replace(/_$/, "");
}

function placeOf({ name, id }: Account): string {
  return `account ${name} (${id})`;
}

function tooMany(account: Account, { name }: StateBucket, key: string, keys: readonly string[]): OperationError {
  return new OperationError({
    place: placeOf(account),
    message: `The bucket ${name} has two states with resources for one stack: ${keys.join(" and ")}. Only one of them can be ${key}.`,
    remedy: `Compare them (terraform state list in a folder with that backend), destroy what one of them has, and run bootstrap again; nothing was moved.`,
  });
}

function changed(account: Account, key: string): OperationError {
  return new OperationError({
    place: placeOf(account),
    message: `Somebody changed the state ${key} while it was moved, without its lock.`,
    remedy: "Run bootstrap again.",
  });
}
