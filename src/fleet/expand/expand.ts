/**
 * Makes a fleet file that lists its member accounts from one with `include`, the lock file and `settings`. All checks and
 * everything else then read the result as if somebody had written it.
 */
import { draftOf, type Draft } from "../draft";
import type { Lock, LockedAccount } from "../schema/lock-file";
import { mergedSettings, type Merged } from "./merge";
import { LockedOrganization, type Candidate, type LockedUnit } from "./select";
import { selectorsOf, settingsEntries, type LocatedSelector, type SettingsEntry } from "./selectors";

/** An account of the lock that is a member account of the fleet. */
export interface ExpandedMember {
  readonly id: string;
  readonly account: LockedAccount;
  /** What `settings` has for it, without the defaults. */
  readonly settings: Merged;
  /** The entries of `settings` that are for it, the farthest first. */
  readonly entries: readonly SettingsEntry[];
}

export interface Expansion {
  readonly organization: LockedOrganization;
  /** What `include` selects and `exclude` does not, whatever its state. */
  readonly selected: readonly Candidate[];
  /** Those of them that are active, in the order of `memberAccounts`: that of the ids. */
  readonly members: readonly ExpandedMember[];
  /** The file with `memberAccounts` and the organization's units. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** The keys that are replaced by the list of accounts. */
const SELECTION = ["include", "exclude", "settings"];

export function expand(content: Readonly<Record<string, unknown>>, lock: Lock): Expansion {
  const file = draftOf(content);
  const organization = new LockedOrganization(lock);
  const settingsOf = settingsFor(organization, settingsEntries(file));
  const selected = selectedAccounts(organization, file);
  const members = selected
    .filter(({ account }) => account.state === "active")
    .map((candidate) => ({ id: candidate.id, account: candidate.account, ...settingsOf(candidate) }));
  return {
    organization,
    selected,
    members,
    content: {
      ...Object.fromEntries(Object.entries(content).filter(([key]) => !SELECTION.includes(key))),
      organization: {
        rootId: lock.organization.rootId,
        ...draftOf(content["organization"]).value,
        organizationalUnits: unitTree(organization, lock.organization.rootId),
      },
      memberAccounts: members.map(({ id, account, settings }) => {
        const unit = organization.units.get(account.parent)?.path;
        return { id, name: account.stack, ...(unit === undefined ? {} : { ou: unit }), ...(settings.value as object) };
      }),
    },
  };
}

/** The accounts that `include` selects and `exclude` does not, whatever their state, in the order of their ids. */
function selectedAccounts(organization: LockedOrganization, file: Draft): readonly Candidate[] {
  const test = (selectors: readonly LocatedSelector[]) => {
    const tests = selectors.map(({ value }) => organization.selects(value));
    return (candidate: Candidate) => tests.some((selects) => selects(candidate));
  };
  const isIncluded = test(selectorsOf(file, "include"));
  const isExcluded = test(selectorsOf(file, "exclude"));
  return [...organization.members.values()]
    .filter((candidate) => isIncluded(candidate) && !isExcluded(candidate))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Accounts with the same entries share one object with their settings. */
function settingsFor(organization: LockedOrganization, all: readonly SettingsEntry[]) {
  const tests = nearestLast(organization, all).map((entry) => ({
    entry,
    selects: organization.selects(entry.for.value),
  }));
  const known = new Map<string, Pick<ExpandedMember, "settings" | "entries">>();
  return (candidate: Candidate): Pick<ExpandedMember, "settings" | "entries"> => {
    const fitting = tests.map(({ selects }) => selects(candidate));
    const key = fitting.map(Number).join("");
    const before = known.get(key);
    if (before !== undefined) return before;
    const entries = tests.filter((_, index) => fitting[index] === true).map(({ entry }) => entry);
    const made = { entries, settings: mergedSettings(entries.map(({ settings }) => settings)) };
    known.set(key, made);
    return made;
  };
}

function nearestLast(organization: LockedOrganization, entries: readonly SettingsEntry[]): readonly SettingsEntry[] {
  return [...entries].sort(
    (one, other) => organization.nearness(one.for.value) - organization.nearness(other.for.value),
  );
}

interface UnitInFile {
  readonly id: string;
  readonly name: string;
  readonly organizationalUnits?: readonly UnitInFile[];
}

function unitTree(organization: LockedOrganization, parentId: string): readonly UnitInFile[] {
  const byParent = new Map<string, LockedUnit[]>();
  for (const unit of organization.units.values()) {
    const siblings = byParent.get(unit.parentId);
    if (siblings === undefined) byParent.set(unit.parentId, [unit]);
    else siblings.push(unit);
  }
  const below = (id: string): readonly UnitInFile[] =>
    (byParent.get(id) ?? []).map((unit) => {
      const organizationalUnits = below(unit.id);
      return {
        ...{ id: unit.id, name: unit.name },
        ...(organizationalUnits.length === 0 ? {} : { organizationalUnits }),
      };
    });
  return below(parentId);
}
