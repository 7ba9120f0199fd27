/** What nothing would manage any more if the lock file forgot an account. */
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import { expand } from "../../fleet/expand/expand";
import { findAccount } from "../../fleet/model";
import { stateBucketName } from "../../fleet/names";
import { resolveFleet } from "../../fleet/resolve/fleet";
import { listedFleetSchema } from "../../fleet/schema/fleet-file";
import type { Lock } from "../../fleet/schema/lock-file";
import { accountAccess } from "../preflight";
import { stateBucket } from "../state-bucket";
import { statesIn } from "../stack-states";
import type { NamedAccount, PreparedSync } from "./prepare";

export interface Orphan extends NamedAccount {
  /** The account's state bucket; undefined if the fleet file does not select the account. */
  readonly bucket: string | undefined;
  /** The stacks with resources; undefined if the states cannot be read. */
  readonly stacks: readonly { readonly name: string; readonly resources: number }[] | undefined;
  /** Why the states cannot be read. */
  readonly why: string | undefined;
}

/** Looks into the state buckets of the accounts that are to be forgotten, as far as the deploy role still reaches them. */
export function orphans(
  { before, forgotten, content }: Pick<PreparedSync, "before" | "forgotten" | "content">,
  fleetFile: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly Orphan[]> {
  return Promise.all(
    forgotten.map(async (named): Promise<Orphan> => {
      const fleet = before && fleetWith(content, before, named.id, fleetFile);
      const account = fleet && findAccount(fleet, named.id);
      if (fleet === undefined || account === undefined) {
        return { ...named, bucket: undefined, stacks: undefined, why: "the fleet file does not select the account" };
      }
      const bucket = stateBucketName(fleet, account);
      try {
        const [access] = await accountAccess(fleet, env, [account]);
        if (access === undefined || access.problem !== undefined) {
          return { ...named, bucket, stacks: undefined, why: access?.problem?.message };
        }
        const states = await statesIn(stateBucket(fleet, account, access.credentials, env), account, []);
        const stacks = states.stacks.flatMap(({ stack, resources = 0 }) =>
          resources === 0 ? [] : [{ name: stack, resources }],
        );
        return { ...named, bucket, stacks, why: undefined };
      } catch (error) {
        if (!(error instanceof OperationError || error instanceof ConfigurationError)) throw error;
        return { ...named, bucket, stacks: undefined, why: error.problems[0]?.message };
      }
    }),
  );
}

/** The fleet as if the account were still active; undefined if the fleet file has faults. */
function fleetWith(content: PreparedSync["content"], lock: Lock, id: string, fleetFile: string) {
  const account = lock.accounts[id];
  if (account === undefined) return undefined;
  const parent = lock.organizationalUnits[account.parent] === undefined ? lock.organization.rootId : account.parent;
  const active = { ...lock, accounts: { ...lock.accounts, [id]: { ...account, parent, state: "active" as const } } };
  const parsed = listedFleetSchema.safeParse(
    content["include"] === undefined ? content : expand(content, active).content,
  );
  return parsed.success ? resolveFleet(parsed.data, fleetFile) : undefined;
}
