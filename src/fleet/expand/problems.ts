/** The faults of a fleet file in its use of the lock: of `include`, `exclude` and `settings`. */
import { FLEETBOOK } from "../../diagnostics/called-as";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString, type Path } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { child, children, draftOf, stringAt, type Draft } from "../draft";
import type { Expansion, ExpandedMember } from "./expand";
import { leavesOf, mergedSettings, type Leaf } from "./merge";
import { ROOT, type Candidate, type LockedOrganization } from "./select";
import { inWords, partOf, selectorsOf, settingsEntries, type LocatedSelector, type SettingsEntry } from "./selectors";

/** @param lockName the lock file's name in messages */
export function expansionProblems(
  content: Readonly<Record<string, unknown>>,
  expansion: Expansion,
  lockName: string,
): readonly ValueProblem[] {
  const file = draftOf(content);
  const { organization } = expansion;
  const selectors = [
    ...selectorsOf(file, "include"),
    ...selectorsOf(file, "exclude"),
    ...settingsEntries(file).map((entry) => entry.for),
  ];
  const wrong = [
    ...selectors.flatMap((selector) => unknownProblems(organization, selector, lockName)),
    ...repeatedSelectors(file),
  ];
  const isReadable = selectorsOf(file, "include").length === children(file, "include").length;
  return [
    ...otherOrganization(file, organization, lockName),
    ...wrong,
    // What a selector with a fault would select is not known.
    ...(wrong.length > 0 || !isReadable ? [] : nothingSelected(file, expansion)),
    ...includedAccountsThatAreNotActive(file, organization, lockName),
    ...contradictions(expansion),
  ];
}

function otherOrganization(
  file: Draft,
  { lock: { organization } }: LockedOrganization,
  lockName: string,
): readonly ValueProblem[] {
  const settings = child(file, "organization");
  const ids = [
    { given: stringAt(settings, "id"), locked: organization.id },
    { given: stringAt(settings, "rootId"), locked: organization.rootId },
    { given: stringAt(child(file, "managementAccount"), "id"), locked: organization.managementAccount },
  ];
  return ids.flatMap(({ given, locked }) =>
    given === undefined || given.value === locked
      ? []
      : [
          {
            path: given.path,
            message: `${pathString(given.path)} is ${given.value}; ${lockName} is of an organization in which it is ${locked}.`,
            remedy: `Correct it, or move ${lockName} away and run \`${FLEETBOOK} sync\` with credentials of the organization.`,
          },
        ],
  );
}

function unknownProblems(
  organization: LockedOrganization,
  selector: LocatedSelector,
  lockName: string,
): readonly ValueProblem[] {
  const { ou, account } = selector.value;
  const { path } = partOf(selector);
  if (ou !== undefined)
    return organization.unitId(ou) === undefined ? [unknownUnit(organization, ou, path, lockName)] : [];
  if (account === undefined) return [];
  const [first, ...others] = organization.named(account);
  if (first === undefined) return [unknownAccount(organization, account, path, lockName)];
  return others.length === 0 ? [] : [ambiguous(account, [first, ...others], path)];
}

function unknownUnit(organization: LockedOrganization, ou: string, path: Path, lockName: string): ValueProblem {
  const known = [...organization.units.values()];
  const paths = known.map((unit) => unit.path);
  const last = ou.split("/").at(-1);
  const elsewhere = known.filter(({ path: other }) => other.split("/").at(-1) === last).map((unit) => unit.path);
  const [moved] = elsewhere.length === 1 ? elsewhere : [];
  return {
    path,
    message: `${pathString(path)} is ${quoted(ou)}, which ${lockName} does not have.`,
    remedy:
      moved === undefined
        ? didYouMean(
            ou,
            [...paths, ROOT],
            `Use the path of a unit, its id, or ${ROOT}. A unit that was renamed or moved on AWS has another path; its id stays.`,
          )
        : `Did you mean ${quoted(moved)}? A unit that was renamed or moved on AWS has another path; its id stays.`,
  };
}

function unknownAccount(organization: LockedOrganization, account: string, path: Path, lockName: string): ValueProblem {
  const { managementAccount } = organization.lock.organization;
  const management = organization.lock.accounts[managementAccount];
  if ([managementAccount, management?.stack, management?.name].includes(account)) {
    return {
      path,
      message: `${pathString(path)} is the management account.`,
      remedy: "Remove it: `managementAccount` has its settings, and `target: true` there makes it a target.",
    };
  }
  const names = [...organization.members.values()].flatMap(({ account: { stack, name } }) => [stack, name]);
  return {
    path,
    message: `${pathString(path)} is ${quoted(account)}; ${lockName} has no account of that id or name.`,
    remedy: didYouMean(
      account,
      names,
      `Use an id or a stack name of the lock file; \`${FLEETBOOK} sync\` brings it up to date.`,
    ),
  };
}

function ambiguous(name: string, candidates: readonly Candidate[], path: Path): ValueProblem {
  const which = candidates.map(({ id, account }) => `${account.stack} (${id})`).join(" and ");
  return {
    path,
    message: `${pathString(path)} is ${quoted(name)}, the name of ${candidates.length} accounts on AWS: ${which}.`,
    remedy: "Write the id or the stack name of the one that is meant.",
  };
}

function repeatedSelectors(file: Draft): readonly ValueProblem[] {
  const first = new Map<string, Path>();
  return [...selectorsOf(file, "include"), ...selectorsOf(file, "exclude")].flatMap(({ value, path }) => {
    const key = JSON.stringify(value);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, path);
      return [];
    }
    return [
      {
        path,
        message: `${pathString(path)} selects ${inWords(value)}, as ${pathString(earlier)} does already.`,
        remedy: path[0] === earlier[0] ? "Remove it." : "Remove one of the two: `exclude` prevails over `include`.",
      },
    ];
  });
}

function nothingSelected(file: Draft, { members, organization }: Expansion): readonly ValueProblem[] {
  const problems = selectorsOf(file, "include").flatMap(({ value, path }) => {
    const selects = organization.selects(value);
    // A unit may be empty today and get its first account tomorrow.
    if (value.ou !== undefined || [...organization.members.values()].some(selects)) return [];
    const pairs = [...organization.members.values()].flatMap(({ account: { tags = {} } }) =>
      Object.entries(tags).map(([key, of]) => `${key}=${of}`),
    );
    const wanted = Object.entries(value.tag ?? {}).map(([key, of]) => `${key}=${of}`);
    const similar = wanted.find((pair) => !pairs.includes(pair)) ?? "";
    return [
      {
        path,
        message: `${pathString(path)} selects no account: none has ${inWords(value)} on AWS.`,
        remedy: didYouMean(similar, [...new Set(pairs)], `Tag an account and run \`${FLEETBOOK} sync\`, or remove it.`),
      },
    ];
  });
  if (problems.length > 0 || members.length > 0 || file.value["include"] === undefined) return problems;
  return [
    {
      path: ["include"],
      atKey: true,
      message: "`include` and `exclude` leave no account that is active.",
      remedy: "Select a unit, a tag or an account of the lock file; `root` is the whole organization.",
    },
  ];
}

const WHY_NOT_ACTIVE: Readonly<Record<string, string>> = {
  gone: "AWS no longer lists it: it was closed for good, or it has left the organization",
  suspended: "AWS has suspended it",
  closed: "it is closed",
  "pending-closure": "it is being closed",
  "pending-activation": "it is not activated yet",
};

function includedAccountsThatAreNotActive(
  file: Draft,
  organization: LockedOrganization,
  lockName: string,
): readonly ValueProblem[] {
  return selectorsOf(file, "include").flatMap((selector) => {
    const [named] = selector.value.account === undefined ? [] : organization.named(selector.value.account);
    const why = named && WHY_NOT_ACTIVE[named.account.state];
    if (named === undefined || why === undefined) return [];
    const { path } = partOf(selector);
    return [
      {
        path,
        message: `${pathString(path)} is ${named.account.stack} (${named.id}), which is ${named.account.state} in ${lockName}: ${why}.`,
        remedy: "Remove it. What Fleetbook has deployed there stays as it is: docs/organization.md.",
      },
    ];
  });
}

/** Two entries of `settings` that are equally near to an account and set one thing differently. */
function contradictions({ members, organization }: Expansion): readonly ValueProblem[] {
  const seen = new Set<readonly SettingsEntry[]>();
  return members.flatMap((member) => {
    if (seen.has(member.entries)) return [];
    seen.add(member.entries);
    return member.entries.flatMap((entry, index) => {
      const near = organization.nearness(entry.for.value);
      const equals = member.entries.slice(0, index).filter((other) => organization.nearness(other.for.value) === near);
      return equals.flatMap((other) => contradiction(member, other, entry));
    });
  });
}

function contradiction(member: ExpandedMember, one: SettingsEntry, other: SettingsEntry): readonly ValueProblem[] {
  const before = leavesByPath(one);
  return leavesOf(mergedSettings([other.settings])).flatMap((leaf) => {
    const rival = before.find((each) => isBeneath(leaf.path, each.path) || isBeneath(each.path, leaf.path));
    if (rival === undefined || JSON.stringify(rival.value) === JSON.stringify(leaf.value)) return [];
    // `true` adds nothing to a map.
    if (rival.path.length !== leaf.path.length && (rival.value === true || leaf.value === true)) return [];
    return [
      {
        path: leaf.from,
        message: `${pathString(leaf.from)} contradicts ${pathString(rival.from)}: ${inWords(one.for.value)} and ${inWords(other.for.value)} are equally near to ${member.account.stack} (${member.id}).`,
        remedy: `Set it in one of the two, or for the account itself: {for: {account: ${member.account.stack}}, …}.`,
      },
    ];
  });
}

function leavesByPath({ settings }: SettingsEntry): readonly Leaf[] {
  return leavesOf(mergedSettings([settings]));
}

function isBeneath(path: Path, other: Path): boolean {
  return other.every((part, index) => path[index] === part);
}
