/** The members of a group by account: the account alone where all of its instances are in the group. */
import { useState } from "preact/hooks";
import { membersOf, namesOf } from "../model/groups";
import { number } from "../model/figures";
import type { Row } from "../model/report";
import { visibleText } from "../model/visible";

/** Names of an account's instances that fit on the screen. */
const NAMES = 6;
const ACCOUNTS = 12;

export function MembersList({ rows }: { readonly rows: readonly Row[] }) {
  const [whole, setWhole] = useState(false);
  const members = membersOf(rows);
  const shown = whole ? members : members.slice(0, ACCOUNTS);
  return (
    <>
      <ul class="members">
        {shown.map(({ place, rows: own, all }) => (
          <li key={`${place.accountId} ${place.region}`}>
            <b>{place.accountName}</b> <span class="quiet">{place.region}</span>{" "}
            {all && own.length > 1
              ? `all ${number(own.length)}`
              : visibleText(namesOf(own, whole ? own.length : NAMES))}
          </li>
        ))}
      </ul>
      {!whole && members.length > ACCOUNTS && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          and {number(members.length - ACCOUNTS)} more accounts and Regions
        </button>
      )}
    </>
  );
}
