/** What differs between two locks, as data and in words. */
import { LockedOrganization } from "../../fleet/expand/select";
import type { AccountState, Lock, LockedAccount } from "../../fleet/schema/lock-file";

interface Names {
  readonly id: string;
  readonly stack: string;
}

/** A change of an account, or of an organizational unit. */
export type Change = Names &
  (
    | { readonly kind: "new"; readonly name: string; readonly in: string; readonly state: AccountState }
    | { readonly kind: "moved"; readonly from: string; readonly to: string }
    | { readonly kind: "renamed"; readonly from: string; readonly to: string }
    | { readonly kind: "state"; readonly from: AccountState; readonly to: AccountState }
    | { readonly kind: "tags"; readonly from: Tags; readonly to: Tags }
    | { readonly kind: "forgotten" }
  );

export interface UnitChange {
  readonly kind: "new unit" | "renamed unit" | "moved unit" | "removed unit";
  readonly id: string;
  /** Undefined for a new unit. */
  readonly from?: string | undefined;
  /** Undefined for a removed unit. */
  readonly to?: string | undefined;
}

type Tags = Readonly<Record<string, string>>;

export interface Changes {
  readonly accounts: readonly Change[];
  readonly units: readonly UnitChange[];
}

export function changesBetween(before: Lock, after: Lock): Changes {
  const [old, now] = [new LockedOrganization(before), new LockedOrganization(after)];
  const pathIn = (organization: LockedOrganization, id: string) => organization.units.get(id)?.path ?? "the root";
  const ids = [...new Set([...Object.keys(before.accounts), ...Object.keys(after.accounts)])].sort();
  const accounts = ids.flatMap((id): readonly Change[] => {
    const [one, other] = [before.accounts[id], after.accounts[id]];
    if (other === undefined) return one === undefined ? [] : [{ kind: "forgotten", id, stack: one.stack }];
    const names = { id, stack: other.stack };
    if (one === undefined) {
      const { name, parent, state } = other;
      return [{ kind: "new", ...names, name, in: pathIn(now, parent), state }];
    }
    return accountChanges(names, one, other, (parent) => [pathIn(old, parent), pathIn(now, parent)]);
  });
  return { accounts, units: unitChanges(old, now) };
}

function accountChanges(
  names: Names,
  one: LockedAccount,
  other: LockedAccount,
  paths: (parent: string) => readonly [before: string, after: string],
): readonly Change[] {
  const [from, to] = [paths(one.parent)[0], paths(other.parent)[1]];
  return [
    ...(one.parent === other.parent ? [] : [{ kind: "moved", ...names, from, to } as const]),
    ...(one.name === other.name ? [] : [{ kind: "renamed", ...names, from: one.name, to: other.name } as const]),
    ...(one.state === other.state ? [] : [{ kind: "state", ...names, from: one.state, to: other.state } as const]),
    ...(isSame(one.tags, other.tags)
      ? []
      : [{ kind: "tags", ...names, from: one.tags ?? {}, to: other.tags ?? {} } as const]),
  ];
}

function unitChanges(old: LockedOrganization, now: LockedOrganization): readonly UnitChange[] {
  return [...new Set([...old.units.keys(), ...now.units.keys()])].sort().flatMap((id): readonly UnitChange[] => {
    const [one, other] = [old.units.get(id), now.units.get(id)];
    const paths = { id, from: one?.path, to: other?.path };
    if (one === undefined) return [{ kind: "new unit", ...paths }];
    if (other === undefined) return [{ kind: "removed unit", ...paths }];
    return [
      ...(one.name === other.name ? [] : [{ kind: "renamed unit", ...paths } as const]),
      ...(one.parentId === other.parentId ? [] : [{ kind: "moved unit", ...paths } as const]),
    ];
  });
}

function isSame(one: Tags = {}, other: Tags = {}): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
  );
}

/** What has changed, as `key=value` for a tag that is new or has another value, and the key for one that is gone. */
export function tagChanges(from: Tags, to: Tags): readonly string[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys.flatMap((key) => {
    if (!Object.hasOwn(to, key)) return [`${key} removed`];
    if (!Object.hasOwn(from, key)) return [`${key}=${to[key]} added`];
    return from[key] === to[key] ? [] : [`${key}=${to[key]} (was ${from[key]})`];
  });
}
