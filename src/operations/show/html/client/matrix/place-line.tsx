/** The line of an account and Region. */
import { counted, number } from "../../model/figures";
import { TONE_NAMES } from "../../model/tones";
import { countTones, placeTone } from "../../model/totals";
import { StatusIcon } from "../status-icon";
import type { Line } from "./lines";

interface Props {
  readonly line: Extract<Line, { readonly kind: "place" }>;
  readonly index: number;
  readonly top: number;
  readonly activeColumn: number | undefined;
  readonly columns: number;
  readonly onToggle: () => void;
  readonly onPick: (column: number) => void;
}

export function PlaceLine({ line, index, top, activeColumn, columns, onToggle, onPick }: Props) {
  const { place, rows, open } = line;
  const { accountName, accountId, organizationalUnit, region, executions, unread } = place;
  const failure = executions.find((execution) => execution.failure !== undefined)?.failure;
  const [cannotRead] = unread;
  const remark = cannotRead?.message ?? (rows.length === 0 ? (failure?.cause ?? failure?.message) : undefined);
  return (
    <div
      role="row"
      class="line line-place"
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={open}
    >
      <div
        role="rowheader"
        class="cell cell-name"
        aria-colindex={1}
        tabIndex={activeColumn === 0 ? 0 : -1}
        onClick={() => onPick(0)}
      >
        <span
          class="twist"
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          {open ? "▾" : "▸"}
        </span>
        <b>{accountName}</b> <span class="quiet">{region}</span>
      </div>
      <div
        role="gridcell"
        class="cell cell-wide"
        aria-colindex={2}
        aria-colspan={Math.max(1, columns)}
        tabIndex={activeColumn !== undefined && activeColumn > 0 ? 0 : -1}
        onClick={() => onPick(1)}
      >
        {rows.length === 0 ? (
          <span class="count">
            <StatusIcon tone={placeTone(place)} />
            {placeTone(place) === "unread" ? "Not read" : "No instance reached"}
          </span>
        ) : (
          [...countTones(rows.map((row) => row.tone))].map(([tone, count]) => (
            <span key={tone} class="count" title={`${counted(count, "instance")}: ${TONE_NAMES[tone]}`}>
              <StatusIcon tone={tone} />
              <span class="hidden">{TONE_NAMES[tone]} </span>
              {number(count)}
            </span>
          ))
        )}
        <span class="quiet">
          {accountId}
          {organizationalUnit !== "" && ` · ${organizationalUnit}`}
        </span>
        {remark !== undefined && <span class="remark">{remark}</span>}
      </div>
    </div>
  );
}
