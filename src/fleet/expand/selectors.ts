/** The selectors and settings of a fleet file's draft, each with its place. The schema reports those that cannot be read. */
import type { Path } from "../../diagnostics/path";
import { children, type Draft, type Located } from "../draft";
import { selector, type Selector } from "../schema/selection";

export type LocatedSelector = Located<Selector>;

/** An entry of `settings`. */
export interface SettingsEntry {
  readonly for: LocatedSelector;
  /** What it sets, without `for`. */
  readonly settings: Located<Readonly<Record<string, unknown>>>;
}

export function selectorsOf(file: Draft, key: "include" | "exclude"): readonly LocatedSelector[] {
  return children(file, key).flatMap(({ value, path }) => parsed(value, path));
}

export function settingsEntries(file: Draft): readonly SettingsEntry[] {
  return children(file, "settings").flatMap(({ value, path }) => {
    const { for: selected, ...settings } = value;
    return parsed(selected, [...path, "for"]).map((one) => ({ for: one, settings: { value: settings, path } }));
  });
}

function parsed(value: unknown, path: Path): readonly LocatedSelector[] {
  const { success, data } = selector.safeParse(value);
  return success ? [{ value: data, path }] : [];
}

/** The one thing that a selector goes by, and its place. */
export function partOf({ value: { ou, account }, path }: LocatedSelector): {
  readonly kind: keyof Selector;
  readonly path: Path;
} {
  const kind = ou !== undefined ? "ou" : account !== undefined ? "account" : "tag";
  return { kind, path: [...path, kind] };
}

/** `the unit workloads`, `the tag ssm=managed`, `the account app-dev` */
export function inWords({ ou, tag = {}, account }: Selector): string {
  if (ou !== undefined) return `the unit ${ou}`;
  if (account !== undefined) return `the account ${account}`;
  const pairs = Object.entries(tag).map(([key, value]) => `${key}=${value}`);
  return `${pairs.length === 1 ? "the tag" : "the tags"} ${pairs.join(", ")}`;
}
