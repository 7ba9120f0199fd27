/** Merges the settings of an account from several places of the fleet file, and remembers where each value is from. */
import { isObject } from "../../diagnostics/json";
import type { Path } from "../../diagnostics/path";
import type { Located } from "../draft";
import { overlaid } from "../resolve/ec2-settings";

/** A merged value. A map that was merged key by key has its entries' origins as well. */
export interface Merged {
  readonly value: unknown;
  /** Where the value is from: the nearest place that gives it. */
  readonly from: Path;
  readonly entries?: Readonly<Record<string, Merged>>;
}

/** How a setting is merged. */
interface Merge {
  /** The keys whose values are merged as well; `*`: every key. The nearest value of each other key replaces those farther away. */
  readonly keys: Readonly<Record<string, Merge>>;
  /** Whether `vpc` takes back what was said of a network to be built, and the reverse. */
  readonly hasNetwork?: true;
  /** Whether a value that is no map takes back what maps farther away say. */
  readonly startsAnew?: true;
}

const BY_KEY: Merge = { keys: {} };
const EC2_TARGET: Merge = { keys: { tags: BY_KEY }, hasNetwork: true };

/** The settings whose maps are merged. Every other one is replaced as a whole. */
const SETTINGS: Merge = {
  keys: {
    tags: BY_KEY,
    deployRole: { keys: { tags: BY_KEY }, startsAnew: true },
    roles: { keys: { tags: BY_KEY } },
    automation: { keys: { regions: { keys: { "*": BY_KEY } } } },
    ec2Target: EC2_TARGET,
    ec2Targets: { keys: { "*": EC2_TARGET } },
  },
};

/** @param layers maps of settings; the farthest first */
export function mergedSettings(layers: readonly Located<object>[]): Merged {
  return merged(layers, SETTINGS) ?? { value: {}, from: [] };
}

function merged(layers: readonly Located<unknown>[], how: Merge | undefined): Merged | undefined {
  const last = layers.at(-1);
  if (last === undefined) return undefined;
  const whole = { value: last.value, from: last.path };
  const first = how?.startsAnew === true ? layers.findLastIndex(({ value }) => !isObject(value)) + 1 : 0;
  const maps = layers.slice(first).flatMap(({ value, path }) => (isObject(value) ? [{ value, path }] : []));
  const nearest = maps.at(-1);
  // `true` adds nothing to what the maps say; `false` takes it back.
  if (how === undefined || nearest === undefined || (last.value !== true && !isObject(last.value))) return whole;
  const located = maps.map(({ value, path }) =>
    Object.fromEntries(Object.entries(value).map(([key, of]) => [key, { value: of, path: [...path, key] }])),
  );
  const top =
    how.hasNetwork === true ? overlaid(located) : Object.fromEntries(located.flatMap(Object.entries<Located<unknown>>));
  const entries = Object.entries(top).flatMap(([key, own]) => {
    const deeper = how.keys[key] ?? how.keys["*"];
    const all =
      deeper === undefined ? [own] : located.flatMap((map) => (Object.hasOwn(map, key) ? (map[key] ?? []) : []));
    const entry = merged(all, deeper);
    return entry === undefined ? [] : [[key, entry] as const];
  });
  return {
    value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    from: nearest.path,
    entries: Object.fromEntries(entries),
  };
}

/** The place of a part of a merged value; undefined if it has no such part. @param path keys from the merged value down */
export function originOf(of: Merged, path: Path): Path | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return of.from;
  if (of.entries === undefined) return [...of.from, ...path];
  const entry = Object.hasOwn(of.entries, key) ? of.entries[key] : undefined;
  return entry && originOf(entry, rest);
}

/** A single value of merged settings, with the keys that lead to it. */
export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
  readonly from: Path;
}

/** The values of merged settings that are not merged any further. */
export function leavesOf({ value, from, entries }: Merged, path: Path = []): readonly Leaf[] {
  return entries === undefined
    ? [{ path, value, from }]
    : Object.entries(entries).flatMap(([key, entry]) => leavesOf(entry, [...path, key]));
}
