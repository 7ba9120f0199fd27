/** Keys that a map has more than once. AWS's parser takes the last one and drops the others silently. */
import { isMap, isScalar, isSeq, type Document } from "yaml";
import type { Path } from "./path";

/** Offset of its key in the text. */
interface KeyAtOffset {
  readonly path: Path;
  readonly offset: number;
}

/** The earlier ones of equal keys, whose values do not count. */
export function repeatedKeys({ contents }: Document.Parsed): readonly KeyAtOffset[] {
  return within(contents, []);
}

function within(node: unknown, path: Path): readonly KeyAtOffset[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => within(item, [...path, index]));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }, index) => {
    if (!isScalar(key)) return [];
    const place = [...path, String(key.value)];
    const isLast = !node.items.slice(index + 1).some((later) => isScalar(later.key) && later.key.value === key.value);
    // What stands below a key that does not count does not count either.
    return isLast ? within(value, place) : [{ path: place, offset: key.range?.[0] ?? 0 }];
  });
}
