/** Failures by reason, and what could not be read. */
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
        <Failed key={`${group.tone} ${group.reason}`} view={view} group={group} />
      ))}
      {unread.length > 0 && <h3 class="lead">Not read</h3>}
      {unreadGroups(unread).map(({ records, message, remedy }) => (
        <article key={message} class="group">
          <header>
            <h3>
              <StatusIcon tone="unread" />
              {records.length} × {records[0]?.what} <small>{records[0]?.reason}</small>
            </h3>
          </header>
          <p>
            <VisibleText text={message} />
          </p>
          <p class="remedy">{remedy}</p>
          <ul class="members">
            {records.slice(0, 20).map((record, index) => (
              <li key={index}>
                {nameOf(view, record)} <span class="quiet">{record.region}</span> {record.instance} {record.step}
              </li>
            ))}
            {records.length > 20 && <li>and {records.length - 20} more</li>}
          </ul>
        </article>
      ))}
    </div>
  );
}

function Failed({ view, group }: { readonly view: View; readonly group: FailureGroup }) {
  const { steps, tone, rows, places, reason } = group;
  const [row] = rows;
  const [place] = places;
  const count = rows.length > 0 ? counted(rows.length, "instance") : counted(places.length, "account");
  const open = () => {
    const column = row?.cells.findIndex((cell) => cell?.shown.tone === tone && steps.includes(cell.shown.step)) ?? -1;
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
          {steps.length > 0 && <small> in {steps.join(", ")}</small>}
        </h3>
        <button type="button" onClick={open}>
          Details
        </button>
      </header>
      <p class="reason">
        <VisibleText text={reason} />
      </p>
      <MembersList rows={rows} />
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

interface UnreadGroup {
  readonly message: string;
  readonly remedy: string;
  readonly records: readonly UnreadRecord[];
}

function unreadGroups(unread: readonly UnreadRecord[]): readonly UnreadGroup[] {
  const groups = new Map<string, UnreadRecord[]>();
  for (const record of unread) {
    const key = `${record.what} ${record.reason} ${record.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()].flatMap((records) => {
    const [first] = records;
    return first === undefined ? [] : [{ message: first.message, remedy: first.remedy, records }];
  });
}

function nameOf({ report }: View, { accountId }: UnreadRecord): string {
  return report.run.accounts.find(({ id }) => id === accountId)?.name ?? accountId;
}
