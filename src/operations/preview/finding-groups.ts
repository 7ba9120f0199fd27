/** Findings that say the same of several places, as one; and the commands that mend them, as few as possible. */
import type { Fleet } from "../../fleet/model";
import { allAccounts } from "../../fleet/model";
import { foldNumbers } from "../../diagnostics/text/fold-numbers";
import type { Finding, FindingPlace, Unchecked } from "./finding";
import { FLEETBOOK } from "../../diagnostics/called-as";

export interface FindingGroup extends Pick<Finding, "cause" | "severity" | "message" | "remedy"> {
  /** `app-dev`, `app-dev/ap-northeast-1`, `app-dev/i-0123…`, folded. */
  readonly where: readonly string[];
  /** Command lines, each with a comment that names the account if it is not the administrator account. */
  readonly commands: readonly string[];
}

export function findingGroups(fleet: Fleet, findings: readonly Finding[]): readonly FindingGroup[] {
  return groupsBy(findings, ({ cause, severity, message, remedy }) =>
    [cause, severity, message, remedy].join("\0"),
  ).map(([first, ...others]) => {
    const { cause, severity, message, remedy } = first;
    const members = [first, ...others];
    return {
      ...{ cause, severity, message, remedy },
      where: placesOf(
        fleet,
        members.map(({ place }) => place),
      ),
      commands: commandsOf(fleet, members),
    };
  });
}

export interface UncheckedGroup extends Pick<Unchecked, "what" | "message" | "remedy"> {
  readonly where: readonly string[];
}

export function uncheckedGroups(fleet: Fleet, unchecked: readonly Unchecked[]): readonly UncheckedGroup[] {
  return groupsBy(unchecked, ({ what, message, remedy }) => [what, message, remedy].join("\0")).map(
    ([first, ...others]) => ({ ...first, where: placesOf(fleet, [first, ...others]) }),
  );
}

/** Every command line that mends something, in the order in which they are run. */
export function commandsOf(fleet: Fleet, findings: readonly Finding[]): readonly string[] {
  const lines = new Set<string>();
  const stacks = new Set<string>();
  const add = ({ command, accountId }: { readonly command: string; readonly accountId: string }) =>
    lines.add(`${command}${commentOf(fleet, accountId)}`);
  for (const { mend } of findings) {
    if (mend?.kind === "run") add(mend);
    if (mend?.kind !== "deploy") continue;
    for (const stack of mend.stacks) stacks.add(stack);
    if (mend.before !== undefined) add(mend.before);
  }
  // Last, because Terraform reads what the others have mended.
  return [...lines, ...(stacks.size === 0 ? [] : [deployment(fleet, [...stacks])])];
}

/** Plans and applies stacks in one go. CDKTF's own command would refuse a stack without those that it depends on. */
function deployment(fleet: Fleet, stacks: readonly string[]): string {
  const patterns = stacks.filter((each) => each.endsWith("*"));
  const isCovered = (stack: string) => patterns.some((each) => each !== stack && stack.startsWith(each.slice(0, -1)));
  const names = stacks
    .filter((stack) => !isCovered(stack))
    .map((stack) => (stack.endsWith("*") ? `'${stack}'` : stack));
  const commands = [`${FLEETBOOK} plan ${names.join(" ")}`, `${FLEETBOOK} apply out/plans`];
  return `${commands.join(" && ")}${commentOf(fleet, fleet.managementAccount.id)}`;
}

function commentOf(fleet: Fleet, accountId: string): string {
  return accountId === fleet.administratorAccount.id ? "" : `  # in account ${nameOf(fleet, accountId)}`;
}

export function nameOf(fleet: Fleet, accountId: string): string {
  return allAccounts(fleet).find(({ id }) => id === accountId)?.name ?? accountId;
}

function placesOf(fleet: Fleet, places: readonly FindingPlace[]): readonly string[] {
  const several = fleet.regions.length > 1;
  const names = places.map(({ accountId, region, instance }) =>
    [
      ...(accountId === undefined ? [] : [nameOf(fleet, accountId)]),
      ...(region === undefined || (!several && accountId !== undefined) ? [] : [region]),
      ...(instance === undefined ? [] : [instance]),
    ].join("/"),
  );
  return foldNumbers([...new Set(names)].filter((name) => name !== ""));
}

function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
