/** When each step ran on each instance. */
import { useMemo, useRef, useState } from "preact/hooks";
import { duration, tookOf, utc } from "../model/figures";
import { rowName, type Row } from "../model/report";
import { onAxis, timeAxis, type Alignment, type TimeAxis } from "../model/time-axis";
import { TONE_NAMES } from "../model/tones";
import { visibleText } from "../model/visible";
import { StatusIcon } from "./status-icon";
import { useVirtualRows } from "./hooks/use-virtual-rows";
import type { View } from "./view";

/** Pixels; the style sheet has the same. */
const LINE_HEIGHT = 26;

export function TimeLineView({ view }: { readonly view: View }) {
  const { rows } = view;
  const [alignment, setAlignment] = useState<Alignment>("clock");
  const axis = useMemo(() => timeAxis(rows, alignment), [rows, alignment]);
  const byStart = useMemo(
    () => rows.filter((row) => row.start !== undefined).sort((a, b) => (a.start ?? 0) - (b.start ?? 0)),
    [rows],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const { items, height } = useVirtualRows(scroller, byStart.length, LINE_HEIGHT);
  if (axis === undefined) return <p class="empty">Nothing that is shown has started.</p>;
  return (
    <div ref={scroller} class="time-line" tabIndex={0} role="group" aria-label="Time line, in the order of the starts">
      <div class="axis">
        <label class="axis-name">
          <input
            type="checkbox"
            checked={alignment === "row"}
            onChange={() => setAlignment(alignment === "row" ? "clock" : "row")}
          />{" "}
          Each from its own start
        </label>
        <span class="axis-ticks" aria-hidden="true">
          {axis.ticks.map(({ after, at }) => (
            <span key={after} class="tick" style={{ left: `${at * 100}%` }}>
              {after > 0 ? `+${duration(after)}` : alignment === "clock" ? utc(axis.start).slice(11) : "start"}
            </span>
          ))}
        </span>
      </div>
      <div class="time-body" style={{ height: `${height}px` }}>
        <div class="time-grid" aria-hidden="true">
          {axis.ticks.map(({ after, at }) => (
            <span key={after} style={{ left: `${at * 100}%` }} />
          ))}
        </div>
        <div role="list">
          {items.map(({ index, start }) => {
            const row = byStart[index];
            const place = { top: start, position: index + 1, setSize: byStart.length };
            return row && <TimeLine key={index} view={view} row={row} axis={axis} alignment={alignment} {...place} />;
          })}
        </div>
      </div>
    </div>
  );
}

interface TimeLineProps {
  readonly view: View;
  readonly row: Row;
  readonly axis: TimeAxis;
  readonly alignment: Alignment;
  /** Pixels. */
  readonly top: number;
  readonly position: number;
  readonly setSize: number;
}

function TimeLine({ view, row, axis, alignment, top, position, setSize }: TimeLineProps) {
  const shift = alignment === "row" ? (row.start ?? 0) : 0;
  const after = duration(Math.max(0, (row.start ?? 0) - shift - axis.start));
  return (
    <div
      role="listitem"
      class="time-row"
      style={{ transform: `translateY(${top}px)` }}
      aria-posinset={position}
      aria-setsize={setSize}
    >
      <button type="button" class="time-name" onClick={() => view.select({ kind: "row", row })}>
        <StatusIcon tone={row.tone} />
        <span class="name">{visibleText(rowName(row))}</span>
        <span class="hidden">{`${TONE_NAMES[row.tone]}, started after ${after}, took`}</span>
        <span class="took">{tookOf(row)}</span>
      </button>
      <span class="lane" aria-hidden="true">
        {row.cells.flatMap((cell, column) =>
          (cell?.steps ?? []).map(({ start, end, step, status, tone }, index) => {
            if (start === undefined) return null;
            const { from, length } = onAxis(axis, { start: start - shift, end: end && end - shift });
            return (
              <span
                key={`${column} ${index}`}
                class={`span fill-${tone}`}
                style={{ left: `${from * 100}%`, width: `${length * 100}%` }}
                title={`${step}: ${status}, ${tookOf({ start, end }) ?? "running"}`}
                onClick={() => view.select({ kind: "step", row, column })}
              >
                {step}
              </span>
            );
          }),
        )}
      </span>
    </div>
  );
}
