/** Which stacks are planned: those that are named, and of these one shard. */
import { createHash } from "node:crypto";
import { ConfigurationError } from "../../diagnostics/errors";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { quoted } from "../../diagnostics/quoted";
import { namePattern } from "../../diagnostics/text/name-pattern";

/**
 * The stacks with these names; `*` stands for any characters. Without names all stacks.
 * @throws ConfigurationError for every name that no stack has
 */
export function named<T extends { readonly name: string }>(
  stacks: readonly T[],
  names: readonly string[],
): readonly T[] {
  if (names.length === 0) return stacks;
  const patterns = names.map((name) => ({ name, pattern: namePattern(name) }));
  const unknown = patterns.filter(({ pattern }) => !stacks.some((stack) => pattern.test(stack.name)));
  if (unknown.length > 0) {
    const known = stacks.map((stack) => stack.name);
    throw new ConfigurationError(
      ...unknown.map(({ name }) => ({
        message: `The fleet has no stack ${quoted(name)}.`,
        remedy: didYouMean(
          name,
          known,
          `It has ${known.slice(0, LISTED).join(", ")}${known.length > LISTED ? ", …" : ""}.`,
        ),
      })),
    );
  }
  return stacks.filter((stack) => patterns.some(({ pattern }) => pattern.test(stack.name)));
}

/** Names that a message lists. */
const LISTED = 12;

/** A part of the stacks: the `index`th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `2/8`. @returns undefined if it is not a shard */
export function shardOf(text: string): Shard | undefined {
  const [, index, count] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []).map(Number);
  return index === undefined || count === undefined || index > count ? undefined : { index, count };
}

/** A stack and how long planning it takes, in any unit. */
export interface Weighed {
  readonly name: string;
  readonly weight: number;
}

/**
 * Divides stacks so that all parts take about as long: the heaviest stack goes first, each into the part that has the least.
 * Every runner must get the same stacks and weights; the digest tells whether two did.
 */
export function divide<T extends Weighed>(
  stacks: readonly T[],
  count: number,
): { readonly shards: readonly (readonly T[])[]; readonly digest: string } {
  const shards = Array.from({ length: count }, () => ({ weight: 0, stacks: [] as T[] }));
  const order = [...stacks].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  for (const stack of order) {
    const lightest = shards.reduce((least, shard) => (shard.weight < least.weight ? shard : least));
    lightest.stacks.push(stack);
    lightest.weight += stack.weight;
  }
  const names = shards.map((shard) => shard.stacks.map(({ name }) => name));
  const digest = createHash("sha256").update(JSON.stringify(names)).digest("hex");
  return { shards: shards.map((shard) => shard.stacks), digest: digest.slice(0, 16) };
}
