/** The lines for a fleet file that lists its accounts, with which it would select the same ones from the lock file. */
import { stringify } from "yaml";
import { children, draftOf, stringAt, type Draft } from "../../fleet/draft";
import { LockedOrganization, ROOT, type Candidate } from "../../fleet/expand/select";
import type { Lock } from "../../fleet/schema/lock-file";

/** @returns YAML; undefined if the fleet file has `include` already */
export function suggestedSelection(content: Readonly<Record<string, unknown>>, lock: Lock): string | undefined {
  const file = draftOf(content);
  if (file.value["include"] !== undefined) return undefined;
  const organization = new LockedOrganization(lock);
  const listed = children(file, "memberAccounts");
  const ids = new Set(listed.flatMap((account) => stringAt(account, "id")?.value ?? []));
  const settings = listed.flatMap((account) => settingsOf(organization, account));
  return stringify(
    { include: include(organization, ids), ...(settings.length === 0 ? {} : { settings }) },
    { lineWidth: 0 },
  );
}

/** Whole units where the fleet has all of their accounts, and single accounts beside them. */
function include({ lock, units, members }: LockedOrganization, ids: ReadonlySet<string>): readonly object[] {
  const isWanted = ({ id }: Candidate) => ids.has(id);
  const below = (unit: string) =>
    [...members.values()].filter(({ parents, account }) => parents.includes(unit) && account.state === "active");
  const isWhole = (unit: string) => below(unit).length > 0 && below(unit).every(isWanted);
  const { rootId } = lock.organization;
  if (isWhole(rootId)) return [{ ou: ROOT }];
  const whole = [...units.values()].filter(({ id }) => isWhole(id));
  const topmost = whole.filter(({ parentId }) => !whole.some(({ id }) => id === parentId));
  const single = [...members.values()].filter(
    (candidate) => isWanted(candidate) && !topmost.some(({ id }) => candidate.parents.includes(id)),
  );
  return [...topmost.map(({ path }) => ({ ou: path })), ...single.map(({ account }) => ({ account: account.stack }))];
}

/** What the account sets itself. */
function settingsOf(organization: LockedOrganization, { value }: Draft): readonly object[] {
  const own = Object.entries(value).filter(([key]) => !["id", "name", "ou"].includes(key));
  const stack = organization.members.get(String(value["id"]))?.account.stack;
  return stack === undefined || own.length === 0 ? [] : [{ for: { account: stack }, ...Object.fromEntries(own) }];
}
