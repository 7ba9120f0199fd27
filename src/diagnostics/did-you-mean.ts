/** The remedy for an unknown name: the known name that was probably meant, or a list of all known names. */
import { distance } from "fastest-levenshtein";
import { quoted } from "./quoted";

/** @param otherwise the remedy if no known name is similar */
export function didYouMean(name: string, known: readonly string[], otherwise: string = listOf(known)): string {
  const similar = nearest(name, known);
  return similar === undefined ? otherwise : `Did you mean ${quoted(similar)}?`;
}

function listOf(known: readonly string[]): string {
  return known.length === 0 ? "Remove it." : `Use one of: ${known.join(", ")}.`;
}

/** The most similar known name: it differs in case or in a few characters, or its beginning or end is left out. */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  const word = name.toLowerCase();
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const edits = distance(word, known) - (letters(word) === letters(known) ? SWAPPED : 0);
    if (edits < (best?.edits ?? Infinity)) best = { name: candidate, edits };
  }
  if (best !== undefined && best.edits <= allowedEdits(word.length)) return best.name;
  return word.length < SHORTEST_PART
    ? undefined
    : candidates.find((candidate) => isPart(word, candidate.toLowerCase()));
}

/** Of two names with as many edits, the one with the same letters in another order is meant. */
const SWAPPED = 0.5;

function letters(word: string): string {
  return [...word].sort().join("");
}

/** Two swapped letters are two edits. In a short word, two edits replace almost all of it. */
function allowedEdits(length: number): number {
  if (length < 4) return Math.floor(length / 3);
  return Math.max(2, Math.floor(length / 4));
}

/** Characters. Shorter words begin or end too many names. */
const SHORTEST_PART = 4;

function isPart(word: string, candidate: string): boolean {
  return candidate.startsWith(word) || candidate.endsWith(word);
}
