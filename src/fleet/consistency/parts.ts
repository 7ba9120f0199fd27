/** What the checks share: the accounts and units of a draft, and the search for duplicates. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, children, stringAt } from "../draft";

export function organizationAccounts(file: Draft): readonly Draft[] {
  return [child(file, "managementAccount"), ...children(file, "memberAccounts")];
}

export function everyAccount(file: Draft): readonly Draft[] {
  return [...organizationAccounts(file), ...children(file, "externalAccounts")];
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
