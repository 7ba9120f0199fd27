/** The matrix as lines: an account and Region, then its instances. */
import { inOrder, type Order } from "../../model/order";
import type { Place, Row } from "../../model/report";

export type Line =
  | { readonly kind: "place"; readonly place: Place; readonly rows: readonly Row[]; readonly open: boolean }
  | { readonly kind: "row"; readonly row: Row };

/**
 * @param rows that are shown
 * @param places without a row that are shown
 * @param all places of the report
 */
export function linesOf(
  rows: readonly Row[],
  places: readonly Place[],
  all: readonly Place[],
  closed: ReadonlySet<Place>,
  order: Order,
): readonly Line[] {
  const byPlace = new Map<Place, Row[]>(places.map((place) => [place, []]));
  for (const row of rows) {
    const own = byPlace.get(row.place);
    if (own === undefined) byPlace.set(row.place, [row]);
    else own.push(row);
  }
  return inOrder(all, order).flatMap((place) => {
    const own = byPlace.get(place);
    if (own === undefined) return [];
    const open = !closed.has(place);
    const head: Line = { kind: "place", place, rows: own, open };
    return open ? [head, ...inOrder(own, order).map((row): Line => ({ kind: "row", row }))] : [head];
  });
}
