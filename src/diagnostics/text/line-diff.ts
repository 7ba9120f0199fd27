/** The lines in which two texts differ, as `diff` shows them. */

export interface DiffLine {
  /** In both texts, only in the one before, only in the one after, or lines of both that are left out. */
  readonly kind: " " | "-" | "+" | "…";
  readonly text: string;
}

/** Products of line counts above which texts are shown one after the other; comparing more takes too long. */
const MOST_CELLS = 4_000_000;
/** Lines of both texts that are shown around a difference. */
const CONTEXT = 2;

export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: " ", text }));
  const middle = differing(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return withContext([...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))]);
}

function linesOf(text: string): readonly string[] {
  const lines = text.replaceAll("\r\n", "\n").replace(/\n$/, "");
  return lines === "" ? [] : lines.split("\n");
}

/** By the longest common subsequence of lines. */
function differing(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  const removed = (from: number, to: number): DiffLine[] => old.slice(from, to).map((text) => ({ kind: "-", text }));
  const added = (from: number, to: number): DiffLine[] => now.slice(from, to).map((text) => ({ kind: "+", text }));
  if (old.length * now.length > MOST_CELLS) return [...removed(0, old.length), ...added(0, now.length)];
  const width = now.length + 1;
  /** Lengths of the longest common subsequence of what follows each pair of places. */
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) lines.push({ kind: " ", text: old[(j++, i++)] ?? "" });
    else if (at(i + 1, j) >= at(i, j + 1)) lines.push(...removed(i, ++i));
    else lines.push(...added(j, ++j));
  }
  return [...lines, ...removed(i, old.length), ...added(j, now.length)];
}

/** Leaves out lines of both texts that are far from a difference. */
function withContext(lines: readonly DiffLine[]): readonly DiffLine[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== " ");
  const shown: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (isNear(index)) shown.push(line);
    else if (shown.at(-1)?.kind !== "…") shown.push({ kind: "…", text: "" });
  }
  return shown;
}
