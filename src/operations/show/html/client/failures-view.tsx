/** Failures by reason, and what could not be read. */
import { unreadGroups } from "../../../fold/unread-groups";
import type { UnreadRecord } from "../../../results/schema";
import type { FailureGroup } from "../model/groups";
import { counted } from "../model/figures";
import { TONE_NAMES } from "../model/tones";
import { MembersList } from "./members-list";
import { StatusIcon } from "./status-icon";
import type { View } from "./view";
import { VisibleText } from "./visible-text";

export function FailuresView({ view, groups }: { readonly view: View; readonly groups: readonly FailureGroup[] }) {
  const { unread } = view.report;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Failures by reason">
      {groups.length === 0 && <p class="empty">Nothing that is shown has failed.</p>}
      {groups.map((group) => (
        <Failed key={`${group.step} ${group.status} ${group.reason}`} view={view} group={group} />
      ))}
      {unread.length > 0 && <h3 class="lead">Not read</h3>}
      {unreadGroups(unread).map(({ what, reason, message, remedy, members }) => (
        <article key={`${what} ${reason} ${remedy}`} class="group">
          <header>
            <h3>
              <StatusIcon tone="unread" />
              {members.length} × {what} <small>{reason}</small>
            </h3>
          </header>
          <p>
            <VisibleText text={message} />
          </p>
          <p class="remedy">{remedy}</p>
          <ul class="members">
            {members.slice(0, 20).map((record, index) => (
              <li key={index}>
                {nameOf(view, record)} <span class="quiet">{record.region}</span> {record.instance} {record.step}
              </li>
            ))}
            {members.length > 20 && <li>and {members.length - 20} more</li>}
          </ul>
        </article>
      ))}
    </div>
  );
}

function Failed({ view, group }: { readonly view: View; readonly group: FailureGroup }) {
  const { step, tone, rows, places, reason, cause } = group;
  const [row] = rows;
  const [place] = places;
  const count = rows.length > 0 ? counted(rows.length, "instance") : counted(places.length, "account");
  const open = () => {
    const column = step === undefined ? -1 : view.report.columns.indexOf(step);
    if (row !== undefined) view.select(column < 0 ? { kind: "row", row } : { kind: "step", row, column });
    else if (place !== undefined) view.select({ kind: "place", place });
  };
  return (
    <article class="group">
      <header>
        <h3>
          <StatusIcon tone={tone} />
          <span class="hidden">{TONE_NAMES[tone]}: </span>
          {count}
          {step !== undefined && <small> in {step}</small>}
        </h3>
        <button type="button" onClick={open}>
          Details
        </button>
      </header>
      <p class="reason">
        <VisibleText text={cause ?? reason} />
      </p>
      {cause !== undefined && (
        <p class="quiet">
          <VisibleText text={reason} />
        </p>
      )}
      <MembersList view={view} rows={rows} />
      {places.length > 0 && (
        <ul class="members">
          {places.map(({ accountId, accountName, region }) => (
            <li key={`${accountId} ${region}`}>
              <b>{accountName}</b> <span class="quiet">{region}</span> no instance reached
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function nameOf({ report }: View, { accountId }: UnreadRecord): string {
  return report.run.accounts.find(({ id }) => id === accountId)?.name ?? accountId;
}
