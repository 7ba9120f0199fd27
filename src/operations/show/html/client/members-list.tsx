/** The members of a group, as briefly as it can be said: an OU or an account where all of its instances are in the group. */
import { useMemo, useState } from "preact/hooks";
import { instanceView } from "../model/groups";
import { number } from "../model/figures";
import type { Row } from "../model/report";
import { visibleText } from "../model/visible";
import type { View } from "./view";

const AT_FIRST = 16;

export function MembersList({ view, rows }: { readonly view: View; readonly rows: readonly Row[] }) {
  const [whole, setWhole] = useState(false);
  const names = useMemo(() => view.where.of(rows.map(instanceView)), [view.where, rows]);
  return (
    <>
      <ul class="members">
        {(whole ? names : names.slice(0, AT_FIRST)).map((name) => (
          <li key={name}>{visibleText(name)}</li>
        ))}
      </ul>
      {!whole && names.length > AT_FIRST && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          and {number(names.length - AT_FIRST)} more
        </button>
      )}
    </>
  );
}
