/** What the checks share: the accounts and units of a draft, and the search for duplicates. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, children, draftOf, stringAt } from "../draft";
import { BUCKET_NAME } from "../formats";

export function organizationAccounts(file: Draft): readonly Draft[] {
  return [child(file, "managementAccount"), ...children(file, "memberAccounts")];
}

export function everyAccount(file: Draft): readonly Draft[] {
  return [...organizationAccounts(file), ...children(file, "externalAccounts")];
}

/** The name and the id under which a fleet file may refer to an account. */
export function namesOf(account: Draft): readonly string[] {
  return present([stringAt(account, "name"), stringAt(account, "id")]).map(({ value }) => value);
}

/** A value that has to name the management account or a member account. */
export function accountIsKnown(file: Draft, named: Located<string> | undefined): readonly ValueProblem[] {
  const accounts = organizationAccounts(file);
  if (named === undefined || accounts.some((account) => namesOf(account).includes(named.value))) return [];
  return [
    {
      path: named.path,
      message: `${pathString(named.path)} is ${quoted(named.value)}; expected the name or id of the management account or of a member account.`,
      remedy: didYouMean(named.value, present(accounts.map((account) => stringAt(account, "name")?.value))),
    },
  ];
}

export function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value): value is T => value !== undefined);
}

export function duplicates(values: readonly Located<string>[], what: string, remedy: string): readonly ValueProblem[] {
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

/** A fault in the defaults is one fault, however many accounts have it. */
export function once(problems: readonly ValueProblem[]): readonly ValueProblem[] {
  return [...new Map(problems.map((problem) => [pathString(problem.path) + problem.message, problem])).values()];
}

/** The entries of a list of runbooks, each of which is a name or a map, as maps. */
export function runbookEntries(draft: Draft, key: string): readonly Draft[] {
  const list = draft.value[key];
  return (Array.isArray(list) ? list : []).map((entry: unknown, index) =>
    draftOf(typeof entry === "string" ? { name: entry } : entry, [...draft.path, key, index]),
  );
}

/** The names in a list of runbooks. */
export function runbookNames(draft: Draft, key: string): readonly Located<string>[] {
  const list = draft.value[key];
  const isName = (index: unknown): boolean => Array.isArray(list) && typeof list[Number(index)] === "string";
  return present(
    runbookEntries(draft, key).map((entry) => {
      const name = stringAt(entry, "name");
      return name && isName(entry.path.at(-1)) ? { ...name, path: entry.path } : name;
    }),
  );
}

/** S3 reserves these: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/;

/** Whether S3 accepts a name for a bucket. */
export function isBucketName(name: string): boolean {
  return BUCKET_NAME.pattern.test(name) && !RESERVED.test(name);
}

/** An organizational unit of the draft and its path of names. */
export interface Unit {
  readonly draft: Draft;
  readonly names: string;
}

export function units(parent: Draft, prefix = ""): readonly Unit[] {
  return children(parent, "organizationalUnits").flatMap((draft) => {
    const names = prefix + (stringAt(draft, "name")?.value ?? "?");
    return [{ draft, names }, ...units(draft, `${names}/`)];
  });
}

/** The faults of the paths of units that the organization does not define. */
export function unknownUnits(file: Draft, named: readonly Located<string>[]): readonly ValueProblem[] {
  const known = units(child(file, "organization")).map(({ names }) => names);
  return named
    .filter(({ value }) => !known.includes(value))
    .map(({ value, path }) => ({
      path,
      message: `${pathString(path)} is ${quoted(value)}, which organization.organizationalUnits does not define.`,
      remedy: didYouMean(value, known),
    }));
}
