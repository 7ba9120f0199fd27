/** A sync in words: what has changed in the organization, and what that means for the fleet. */
import { counted } from "../../../diagnostics/counted";
import { tagChanges, type Change, type Changes, type UnitChange } from "../../../rollout/sync/changes";
import type { Orphan } from "../../../rollout/sync/orphans";
import type { NamedAccount, PreparedSync } from "../../../rollout/sync/prepare";

/** Accounts of one kind of change that are named; of the others only the number is said. */
const NAMED = 40;

/** `10 new, 3 moved, 2 renamed, 2 suspended, 1 gone`; empty if nothing has changed */
export function totals({ accounts, units }: Changes): string {
  const counts = new Map<string, number>();
  for (const change of [...accounts, ...units]) {
    const word = wordOf(change);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");
}

/** Of words that are in no order of their own, the state of an account is the only one. */
const ORDER = ["new", "moved", "renamed", "state", "gone", "back", "forgotten", "with other tags"];

function rank(word: string): number {
  const index = ORDER.indexOf(word);
  if (index >= 0) return index;
  return word.endsWith("unit") ? ORDER.length : ORDER.indexOf("state");
}

function wordOf(change: Change | UnitChange): string {
  switch (change.kind) {
    case "state":
      if (change.from === "gone") return "back";
      return change.to === "active" ? "active again" : change.to.replaceAll("-", " ");
    case "tags":
      return "with other tags";
    default:
      return change.kind;
  }
}

/** One line for each change; of tags only those that change what an account is in the fleet. */
export function changeLines({ before, changes, joining, leaving, resettled }: PreparedSync): readonly string[] {
  if (before === undefined) return [];
  const matters = new Set([...joining, ...leaving, ...resettled].map(({ id }) => id));
  const shown = changes.accounts.filter((change) => change.kind !== "tags" || matters.has(change.id));
  const lines = [
    ...shown.map((change) => [wordOf(change), accountText(change)] as const),
    ...changes.units.map((change) => [change.kind, unitText(change)] as const),
  ].sort(([one], [other]) => rank(one) - rank(other));
  const kinds = [...new Set(lines.map(([word]) => word))];
  const width = Math.max(0, ...kinds.map((word) => word.length));
  const silent = changes.accounts.length - shown.length;
  return [
    ...kinds.flatMap((kind) => {
      const all = lines.filter(([word]) => word === kind);
      const more = all.length - NAMED;
      return [
        ...all.slice(0, NAMED).map(([word, text]) => `  ${word.padEnd(width)}  ${text}`),
        ...(more > 0 ? [`  ${kind.padEnd(width)}  and ${more} more`] : []),
      ];
    }),
    ...(silent === 0 ? [] : [`  ${counted(silent, "account")} with other tags, by which fleet.yaml does not go.`]),
  ];
}

function accountText(change: Change): string {
  const account = `${change.stack} (${change.id})`;
  switch (change.kind) {
    case "new": {
      const state = change.state === "active" ? "" : `, ${change.state.replaceAll("-", " ")}`;
      return `${account} in ${change.in}${state}, on AWS ${JSON.stringify(change.name)}`;
    }
    case "moved":
      return `${account} from ${change.from} to ${change.to}`;
    case "renamed":
      return `${account} from ${JSON.stringify(change.from)} to ${JSON.stringify(change.to)}; its stacks keep their names`;
    case "tags":
      return `${account} ${tagChanges(change.from, change.to).join(", ")}`;
    case "state":
      return change.to === "gone" ? `${account}: AWS no longer lists it` : account;
    case "forgotten":
      return account;
  }
}

function unitText({ id, from, to }: UnitChange): string {
  if (from === undefined) return `${to ?? ""} (${id})`;
  return to === undefined ? `${from} (${id})` : `from ${from} to ${to} (${id})`;
}

/** What the new lock file means for the stacks. */
export function effectLines({ joining, leaving, resettled }: PreparedSync): readonly string[] {
  return [
    ...line("become part of the fleet", "becomes part of the fleet", joining),
    ...line(
      "leave the fleet: what is deployed there stays as it is, until you retire the account or destroy it (docs/organization.md)",
      "leaves the fleet: what is deployed there stays as it is, until you retire the account or destroy it (docs/organization.md)",
      leaving,
    ),
    ...line("get other settings", "gets other settings", resettled),
  ];
}

function line(many: string, one: string, accounts: readonly NamedAccount[]): readonly string[] {
  if (accounts.length === 0) return [];
  const names = accounts.slice(0, NAMED).map(({ stack }) => stack);
  const more = accounts.length - NAMED;
  const list = `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [`${counted(accounts.length, "account")} ${accounts.length === 1 ? one : many}: ${list}`];
}

export function orphanText({ stack, id, bucket, stacks, why }: Orphan): string {
  const account = `${stack} (${id})`;
  if (stacks === undefined) {
    const where = bucket === undefined ? "" : ` Its state bucket would be ${bucket}.`;
    return `Forget ${account}: what Fleetbook has deployed there is not known (${why ?? "no answer"}).${where}`;
  }
  if (stacks.length === 0) return `Forget ${account}: no state in ${bucket ?? "its bucket"} has resources.`;
  const list = stacks.map(({ name, resources }) => `${name} (${counted(resources, "resource")})`).join(", ");
  return `Forget ${account}: nothing would manage ${list} any more, whose states are in ${bucket ?? "its bucket"}.`;
}
