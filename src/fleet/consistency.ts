/**
 * The checks of several values of a fleet file together: unique ids and names, references to existing things, one
 * partition, runbooks that exist. Each check is one small function over the draft.
 */
import type { Draft, Located } from "./draft";
import { child, children, draftOf, stringAt, stringsAt } from "./draft";
import { ec2TargetProblems } from "./ec2-target-consistency";
import { pathString } from "../diagnostics/path";
import { quoted } from "../diagnostics/quoted";
import type { ValueProblem } from "../diagnostics/value-problem";
import { ACCOUNT_ID } from "./formats";
import { partitionOf } from "./regions";
import { didYouMean } from "../diagnostics/did-you-mean";

/** What the fleet file refers to but does not define. */
export interface Surroundings {
  /** Names of the runbooks in the catalogue. */
  readonly runbooks: readonly string[];
}

type Check = (file: Draft, surroundings: Surroundings) => readonly ValueProblem[];

const CHECKS: readonly Check[] = [
  uniqueAccountIds,
  uniqueAccountNames,
  uniqueOrganizationalUnits,
  organizationalUnitsBelongToTheRoot,
  accountsAreInKnownUnits,
  administratorAccountIsKnown,
  regionsFitTogether,
  runbooksExist,
  runbooksAreNamedOnce,
  managementAccountWithRunbooksIsATarget,
  amiSharingHasKnownAccounts,
  readerPrincipalIsInTheOrganization,
  ec2TargetProblems,
  tagsAreNotReserved,
];

/** The faults between the values of a fleet file's content (plain data, as YAML gives it). */
export function consistencyProblems(content: unknown, surroundings: Surroundings): readonly ValueProblem[] {
  const file = draftOf(content);
  return CHECKS.flatMap((check) => check(file, surroundings));
}

function organizationAccounts(file: Draft): readonly Draft[] {
  return [child(file, "managementAccount"), ...children(file, "memberAccounts")];
}

function everyAccount(file: Draft): readonly Draft[] {
  return [...organizationAccounts(file), ...children(file, "externalAccounts")];
}

function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value): value is T => value !== undefined);
}

function duplicates(values: readonly Located<string>[], what: string, remedy: string): readonly ValueProblem[] {
  const first = new Map<string, Located<string>>();
  return values.flatMap((entry) => {
    const earlier = first.get(entry.value);
    if (earlier === undefined) {
      first.set(entry.value, entry);
      return [];
    }
    const message = `${pathString(entry.path)} is ${quoted(entry.value)}, which ${pathString(earlier.path)} already uses; expected ${what}.`;
    return [{ path: entry.path, message, remedy }];
  });
}

function uniqueAccountIds(file: Draft): readonly ValueProblem[] {
  const ids = present(everyAccount(file).map((account) => stringAt(account, "id")));
  return duplicates(ids, "each account once", "Remove one of the two, or correct its id.");
}

function uniqueAccountNames(file: Draft): readonly ValueProblem[] {
  const names = present(everyAccount(file).map((account) => stringAt(account, "name")));
  return duplicates(names, "a different name for each account", "Rename one of the two.");
}

/** An organizational unit of the draft and its path of names. */
interface Unit {
  readonly draft: Draft;
  readonly names: string;
}

function units(parent: Draft, prefix = ""): readonly Unit[] {
  return children(parent, "organizationalUnits").flatMap((draft) => {
    const names = prefix + (stringAt(draft, "name")?.value ?? "?");
    return [{ draft, names }, ...units(draft, `${names}/`)];
  });
}

function uniqueOrganizationalUnits(file: Draft): readonly ValueProblem[] {
  const all = units(child(file, "organization"));
  const ids = present(all.map(({ draft }) => stringAt(draft, "id")));
  const paths = all.map(({ draft, names }) => ({ value: names, path: [...draft.path, "name"] }));
  return [
    ...duplicates(ids, "each organizational unit once", "Remove one of the two, or correct its id."),
    ...duplicates(paths, "different names for the units of one parent", "Rename one of the two."),
  ];
}

/** AWS builds a unit's id from the root's: ou-<root's suffix>-<own suffix>. */
function organizationalUnitsBelongToTheRoot(file: Draft): readonly ValueProblem[] {
  const organization = child(file, "organization");
  const rootId = stringAt(organization, "rootId")?.value;
  if (rootId === undefined || !/^r-[0-9a-z]{4,32}$/.test(rootId)) return [];
  const prefix = `ou-${rootId.slice("r-".length)}-`;
  return present(units(organization).map(({ draft }) => stringAt(draft, "id")))
    .filter((id) => id.value.startsWith("ou-") && !id.value.startsWith(prefix))
    .map((id) => ({
      path: id.path,
      message: `${pathString(id.path)} is ${quoted(id.value)}; expected an id that begins with ${quoted(prefix)}, because the root is ${rootId}.`,
      remedy: "Correct the unit's id or organization.rootId: they belong to different organizations.",
    }));
}

function accountsAreInKnownUnits(file: Draft): readonly ValueProblem[] {
  const known = units(child(file, "organization")).map(({ names }) => names);
  return present(children(file, "memberAccounts").map((account) => stringAt(account, "ou")))
    .filter((ou) => !known.includes(ou.value))
    .map((ou) => ({
      path: ou.path,
      message: `${pathString(ou.path)} is ${quoted(ou.value)}, which organization.organizationalUnits does not define.`,
      remedy: didYouMean(ou.value, known),
    }));
}

function administratorAccountIsKnown(file: Draft): readonly ValueProblem[] {
  const administrator = stringAt(file, "administratorAccount");
  const accounts = organizationAccounts(file);
  const names = present(accounts.map((account) => stringAt(account, "name")?.value));
  const ids = present(accounts.map((account) => stringAt(account, "id")?.value));
  if (administrator === undefined || [...names, ...ids].includes(administrator.value)) return [];
  return [
    {
      path: administrator.path,
      message: `administratorAccount is ${quoted(administrator.value)}; expected the name or id of the management account or of a member account.`,
      remedy: didYouMean(administrator.value, names),
    },
  ];
}

function regionsFitTogether(file: Draft): readonly ValueProblem[] {
  const home = stringAt(file, "homeRegion");
  const regions = stringsAt(file, "regions");
  const partition = home === undefined ? undefined : partitionOf(home.value);
  const findings = [...duplicates(regions, "each Region once", "Remove it.")];
  if (
    home !== undefined &&
    partition !== undefined &&
    regions.length > 0 &&
    !regions.some(({ value }) => value === home.value)
  ) {
    findings.push({
      path: ["regions"],
      message: `regions does not include the home Region ${home.value}.`,
      remedy: `Add ${home.value}, or change homeRegion.`,
    });
  }
  for (const region of regions) {
    const other = partitionOf(region.value);
    if (partition !== undefined && other !== undefined && other !== partition) {
      findings.push({
        path: region.path,
        message: `${pathString(region.path)} is ${region.value} in partition ${other}; the home Region ${home?.value} is in partition ${partition}.`,
        remedy: "An organization belongs to one partition: write one fleet file for each partition.",
      });
    }
  }
  return findings;
}

function centralRunbooks(file: Draft): readonly Located<string>[] {
  return present(children(file, "centralRunbooks").map((runbook) => stringAt(runbook, "name")));
}

function runbooksExist(file: Draft, { runbooks }: Surroundings): readonly ValueProblem[] {
  const named = [
    ...centralRunbooks(file),
    ...[child(file, "defaults"), ...organizationAccounts(file)].flatMap((account) => stringsAt(account, "runbooks")),
  ];
  return named
    .filter(({ value }) => !runbooks.includes(value))
    .map(({ value, path }) => ({
      path,
      message: `${pathString(path)} is ${quoted(value)}, but runbooks/ has no runbook of that name.`,
      remedy: `${didYouMean(value, runbooks)} A runbook of your own is one file in runbooks/.`,
    }));
}

function runbooksAreNamedOnce(file: Draft): readonly ValueProblem[] {
  const lists = [child(file, "defaults"), ...organizationAccounts(file)].map((account) =>
    stringsAt(account, "runbooks"),
  );
  return [centralRunbooks(file), ...lists].flatMap((list) => duplicates(list, "each runbook once", "Remove it."));
}

/** Without an execution role in the account, nothing can run them. */
function managementAccountWithRunbooksIsATarget(file: Draft): readonly ValueProblem[] {
  const account = child(file, "managementAccount");
  if (stringsAt(account, "runbooks").length === 0 || account.value.target === true) return [];
  return [
    {
      path: [...account.path, "runbooks"],
      atKey: true,
      message: "managementAccount has runbooks of its own, but runbooks do not act in it.",
      remedy: "Add `target: true` to managementAccount, or list the runbooks under centralRunbooks.",
    },
  ];
}

function amiSharingHasKnownAccounts(file: Draft): readonly ValueProblem[] {
  const known = new Map(everyAccount(file).map((account) => [account.value.name, account.value.id]));
  const names = present(everyAccount(file).map((account) => stringAt(account, "name")?.value));
  return organizationAccounts(file).flatMap((account) =>
    stringsAt(child(account, "amiSharing"), "shareWith").flatMap(({ value, path }) => {
      const id = ACCOUNT_ID.pattern.test(value) ? value : known.get(value);
      if (id === undefined) {
        const message = `${pathString(path)} is ${quoted(value)}; expected the name of an account in this file, or an account id of 12 digits.`;
        return [{ path, message, remedy: didYouMean(value, names) }];
      }
      if (id !== account.value.id) return [];
      return [
        {
          path,
          message: `${pathString(path)} is the account itself.`,
          remedy: "Remove it: an account may launch its own images.",
        },
      ];
    }),
  );
}

function readerPrincipalIsInTheOrganization(file: Draft): readonly ValueProblem[] {
  const principal = stringAt(child(file, "reader"), "principal");
  const arn = /^arn:([a-z-]+):iam::(\d{12}):/.exec(principal?.value ?? "");
  if (principal === undefined || arn === null) return [];
  const ids = present(organizationAccounts(file).map((account) => stringAt(account, "id")?.value));
  const home = stringAt(file, "homeRegion")?.value ?? "";
  const partition = partitionOf(home);
  if (partition !== undefined && arn[1] !== partition) {
    return [
      {
        path: principal.path,
        message: `reader.principal is in partition ${arn[1]}; the home Region ${home} is in partition ${partition}.`,
        remedy: `Begin the ARN with arn:${partition}:, or write \`user/<name>\` or \`role/<name>\`.`,
      },
    ];
  }
  if (ids.includes(arn[2] ?? "")) return [];
  return [
    {
      path: principal.path,
      message: `reader.principal is in account ${arn[2]}, which is not an account of this organization.`,
      remedy:
        "Name a user or role of the administrator account: the reader roles do not trust principals outside the organization.",
    },
  ];
}

function tagsAreNotReserved(file: Draft): readonly ValueProblem[] {
  const holders = [child(file, "defaults"), ...organizationAccounts(file)];
  return [...holders, ...holders.map((holder) => child(holder, "ec2Target"))]
    .map((holder) => child(holder, "tags"))
    .flatMap((tags) =>
      Object.keys(tags.value)
        .filter((key) => key.toLowerCase().startsWith("aws:"))
        .map((key) => ({
          path: [...tags.path, key],
          atKey: true,
          message: `${pathString(tags.path)} has the key ${quoted(key)}: AWS reserves keys that begin with "aws:".`,
          remedy: "Choose another key.",
        })),
    );
}
