/**
 * Each caller's permissions, read from IAM once and cached until that account's IAM changes. Sessions of a role share its
 * policies, because an execution creates many sessions.
 */
import type { Principal } from "../identities/principals";
import type { PrincipalPolicies } from "../../iam/decision/decide";
import { ownPolicies } from "../identities/stored-policies";
import { allowsService, isUnlimited, narrow, type Narrowed } from "./narrowed";
import type { Tags } from "./resource-facts";

/** The policies and tags that IAM stores for a user, or for the role of a session. */
export interface StoredIdentity {
  readonly policies: PrincipalPolicies;
  readonly tags: Tags;
  /** A sentence for a refused caller that says why there are no policies. */
  readonly note?: string;
}

/** Reads what IAM stores, without session policies and session tags. */
export type ReadIdentity = (caller: Principal) => Promise<StoredIdentity>;

export interface Permissions {
  /** Whether everything is allowed, so that the request need not be examined. */
  readonly unlimited: boolean;
  /** `aws:PrincipalTag/…` */
  readonly tags: Tags;
  readonly note: string | undefined;
  about(action: string): Narrowed;
  /** Whether every action of a service is allowed on every resource. @param prefix IAM's: `lambda` */
  allowsService(prefix: string): boolean;
}

interface Kept {
  /** The name of the user or role in IAM's requests. */
  readonly name: string;
  readonly stored: Promise<StoredIdentity>;
  readonly permissions: Promise<Permissions>;
}

export class PermissionsCache {
  readonly #accounts = new Map<string, Map<string, Kept>>();
  /** Permissions of sessions with their own policies or tags, as long as the sessions are referenced. */
  readonly #sessions = new WeakMap<Principal, { base: Kept; permissions: Promise<Permissions> }>();

  readonly #read: ReadIdentity;

  constructor(read: ReadIdentity) {
    this.#read = read;
  }

  of(caller: Principal): Promise<Permissions> {
    const base = this.#shared(caller);
    if (caller.type === "User" || !bringsItsOwn(caller)) return base.permissions;
    const known = this.#sessions.get(caller);
    // Permissions from an earlier read of the role are outdated.
    if (known?.base === base) return known.permissions;
    const permissions = base.stored.then(({ policies, tags, ...stored }) =>
      permissionsOf({
        ...stored,
        policies: { ...policies, sessionPolicies: ownPolicies(caller) },
        tags: { ...tags, ...caller.tags },
      }),
    );
    this.#sessions.set(caller, { base, permissions });
    return permissions;
  }

  /** Forgets an account's users and roles. @param name of the only user or role that has changed */
  forget(accountId: string, name?: string): void {
    const kept = this.#accounts.get(accountId);
    for (const [key, entry] of kept ?? []) {
      if (name === undefined || entry.name === name) kept?.delete(key);
    }
  }

  #shared(caller: Principal): Kept {
    const account = this.#accounts.get(caller.accountId) ?? new Map<string, Kept>();
    this.#accounts.set(caller.accountId, account);
    const key = caller.type === "User" ? caller.arn : `${caller.roleArn} ${caller.roleId}`;
    const known = account.get(key);
    if (known !== undefined) return known;
    const stored = this.#read(caller);
    const kept: Kept = {
      name: caller.type === "User" ? caller.userName : caller.roleName,
      stored,
      permissions: stored.then(permissionsOf),
    };
    account.set(key, kept);
    // A failure is not cached for later callers.
    kept.permissions.catch(() => {
      if (account.get(key) === kept) account.delete(key);
    });
    return kept;
  }
}

function bringsItsOwn(session: Extract<Principal, { type: "AssumedRole" }>): boolean {
  return session.sessionPolicies.length > 0 || Object.keys(session.tags).length > 0;
}

/** Limits the cache, because operation names come from callers and may be invented. */
const MOST_ACTIONS = 2000;

function permissionsOf({ policies, tags, note }: StoredIdentity): Permissions {
  const actions = new Map<string, Narrowed>();
  return {
    unlimited: isUnlimited(policies),
    tags,
    note,
    allowsService: (prefix) => allowsService(policies, prefix),
    about(action) {
      const known = actions.get(action);
      if (known !== undefined) return known;
      if (actions.size >= MOST_ACTIONS) actions.clear();
      const narrowed = narrow(policies, action);
      actions.set(action, narrowed);
      return narrowed;
    },
  };
}
