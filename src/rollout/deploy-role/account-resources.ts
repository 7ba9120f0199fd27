/** What an account's stacks have: as they are synthesized, and as their states say. */
import { readFile } from "node:fs/promises";
import pLimit from "p-limit";
import type { Account, Fleet } from "../../fleet/model";
import { stateKey } from "../../fleet/names";
import type { StackResource } from "../../iam/terraform/stack-resource";
import type { AccountCredentials } from "../preflight";
import type { PlacedStack } from "../plans/placed-stack";
import { stateBucket } from "../state-bucket";
import { storedResources, synthesizedResources } from "./stack-resources";

export type ResourcesOf = ReadonlyMap<Account, readonly StackResource[]>;

/** The resources of these stacks, by account. */
export async function synthesizedByAccount(stacks: readonly PlacedStack[]): Promise<ResourcesOf> {
  const found = new Map<Account, StackResource[]>();
  for (const { account, synthesizedFile } of stacks) {
    const resources = synthesizedResources(JSON.parse(await readFile(synthesizedFile, "utf8")));
    found.set(account, [...(found.get(account) ?? []), ...resources]);
  }
  return found;
}

/** Accounts whose states are read at once. */
const AT_ONCE = 10;

/** The resources that the states of these accounts still have; the state of the bucket itself does not count. */
export async function storedByAccount(
  fleet: Fleet,
  accounts: readonly Account[],
  credentials: AccountCredentials,
  env: NodeJS.ProcessEnv,
): Promise<ResourcesOf> {
  const limit = pLimit(AT_ONCE);
  const entries = accounts.map((account): Promise<readonly [Account, readonly StackResource[]]> =>
    limit(async () => {
      const own = credentials.get(account);
      if (own === undefined) return [account, []];
      const bucket = stateBucket(fleet, account, own, env);
      if (!(await bucket.exists())) return [account, []];
      const keys = (await bucket.list()).map(({ key }) => key);
      const states = keys.filter((key) => key.endsWith(".tfstate") && key !== stateKey("state"));
      const texts = await Promise.all(states.map((key) => bucket.read(key)));
      return [account, texts.flatMap((state) => (state === undefined ? [] : stored(state.text)))];
    }),
  );
  return new Map(await Promise.all(entries));
}

function stored(text: string): readonly StackResource[] {
  try {
    return storedResources(JSON.parse(text));
  } catch {
    // What is no state is Terraform's to report.
    return [];
  }
}
