/** How much of each output the page holds, and where. */
import type { PageOutput } from "./page-data";

interface Sized {
  readonly sha256: string;
  readonly bytes: number;
  readonly isText: boolean;
}

/**
 * Lays outputs into packs in their order.
 * @param budget bytes of all outputs in the page. If they are larger, each keeps its start, and all keep the same number of
 * bytes at most: small outputs stay whole.
 * @param packSize bytes after which a pack is full
 */
export function layOut(outputs: readonly Sized[], budget: number, packSize: number): readonly PageOutput[] {
  const most = fairShare(
    outputs.map(({ bytes }) => bytes),
    budget,
  );
  let pack = 0;
  let start = 0;
  return outputs.map(({ sha256, bytes, isText }) => {
    const held = Math.min(bytes, most);
    if (start > 0 && start + held > packSize) {
      pack += 1;
      start = 0;
    }
    const place = start;
    start += held;
    return [sha256, bytes, isText ? 1 : 0, pack, place, held];
  });
}

/** The largest limit with which all sizes fit into the budget. */
function fairShare(sizes: readonly number[], budget: number): number {
  let left = budget;
  const ascending = [...sizes].sort((a, b) => a - b);
  for (const [index, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (size > share) return share;
    left -= size;
  }
  return Infinity;
}
