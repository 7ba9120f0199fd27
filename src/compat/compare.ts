/** Compares two syntheses of one stack: Terraform has to get the same, but for versions and the provider's source. */
import { isObject } from "../diagnostics/json";

/** A difference between two JSON documents. */
export interface Difference {
  /** The keys from the root to the value, joined by dots. */
  readonly path: string;
  /** Undefined: the value is missing. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Where versions stand in a synthesized stack; none of these changes what Terraform does with a resource. */
const VERSIONS = /^(\/\/\.metadata\.version|terraform\.required_providers\.aws\.(source|version))$/;

export interface Comparison {
  /** Differences of versions and of the provider's source. */
  readonly versions: readonly Difference[];
  readonly others: readonly Difference[];
}

export function compareStacks(before: unknown, after: unknown): Comparison {
  const differences = differencesOf(before, after, []);
  return {
    versions: differences.filter(({ path }) => VERSIONS.test(path)),
    others: differences.filter(({ path }) => !VERSIONS.test(path)),
  };
}

function differencesOf(before: unknown, after: unknown, path: readonly string[]): readonly Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differencesOf(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((value, index) => differencesOf(value, after[index], [...path, String(index)]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: path.join("."), before, after }];
}
