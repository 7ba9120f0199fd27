/** Accounts and instances by steps. Only the lines on the screen are in the document; keys walk all of them. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { usualOutput } from "../../model/groups";
import type { Place } from "../../model/report";
import { useVirtualRows } from "../hooks/use-virtual-rows";
import type { Selection, View } from "../view";
import { moved, type Position } from "./grid-keys";
import { linesOf, type Line } from "./lines";
import { PlaceLine } from "./place-line";
import { RowLine } from "./row-line";

/** Pixels; the style sheet has the same. */
const LINE_HEIGHT = 34;

export function MatrixView({ view, onClose }: { readonly view: View; readonly onClose: () => void }) {
  const { report, rows, places, order, selection, select } = view;
  const [closed, setClosed] = useState<ReadonlySet<Place>>(new Set());
  const lines = useMemo(
    () => linesOf(rows, places, report.places, closed, order),
    [rows, places, report, closed, order],
  );
  const usual = useMemo(() => report.columns.map((_, column) => usualOutput(report.rows, column)), [report]);
  const [active, setActive] = useState<Position>({ line: 0, column: 0 });
  const focusNext = useRef(false);
  const scroller = useRef<HTMLDivElement>(null);
  const position = { ...active, line: Math.min(active.line, Math.max(0, lines.length - 1)) };
  const { items, height } = useVirtualRows(scroller, lines.length, LINE_HEIGHT, position.line);

  useLayoutEffect(() => {
    if (!focusNext.current) return;
    focusNext.current = false;
    const cell = scroller.current?.querySelector<HTMLElement>('[role="rowgroup"] [tabindex="0"]');
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  useEffect(() => scroller.current?.scrollTo({ top: 0 }), [rows, order]);

  const toggle = (place: Place) => {
    const next = new Set(closed);
    if (!next.delete(place)) next.add(place);
    setClosed(next);
  };
  const activate = (next: Position, open: boolean) => {
    focusNext.current = true;
    setActive(next);
    const line = lines[next.line];
    if (line !== undefined && (open || selection !== undefined)) select(selectionOf(line, next.column));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[position.line];
    if (line === undefined || event.altKey || event.metaKey) return;
    if (line.kind === "place" && togglesPlace(event.key, line.open)) toggle(line.place);
    else if (event.key === "Enter" || event.key === " ") activate(position, true);
    else if (event.key === "Escape" && selection !== undefined) onClose();
    else {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE_HEIGHT) - 2);
      const size = { lines: lines.length, columns: report.columns.length + 1, page };
      const next = moved(position, event, size);
      if (next === undefined) return;
      activate(next, false);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (lines.length === 0) return <p class="empty">Nothing matches the filter.</p>;
  return (
    <div
      ref={scroller}
      class="matrix"
      role="treegrid"
      aria-label="Accounts and instances by steps"
      aria-rowcount={lines.length + 1}
      aria-colcount={report.columns.length + 1}
      style={{ "--columns": report.columns.length }}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" class="matrix-head">
        <div role="row" class="line" aria-rowindex={1}>
          <div role="columnheader" class="cell cell-name" aria-colindex={1}>
            Instance
          </div>
          {report.columns.map((column, index) => (
            <div key={column} role="columnheader" class="cell" aria-colindex={index + 2} title={column}>
              {column}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="matrix-body" style={{ height: `${height}px` }}>
        {items.map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          const activeColumn = index === position.line ? position.column : undefined;
          const place = { index, top: start, activeColumn };
          const onPick = (column: number) => activate({ line: index, column }, true);
          return line.kind === "place" ? (
            <PlaceLine
              key={`place ${index}`}
              {...place}
              line={line}
              columns={report.columns.length}
              onToggle={() => toggle(line.place)}
              onPick={onPick}
            />
          ) : (
            <RowLine key={`row ${index}`} {...place} view={view} row={line.row} usual={usual} onPick={onPick} />
          );
        })}
      </div>
    </div>
  );
}

function togglesPlace(key: string, open: boolean): boolean {
  return key === (open ? "ArrowLeft" : "ArrowRight");
}

function selectionOf(line: Line, column: number): Selection {
  if (line.kind === "place") return { kind: "place", place: line.place };
  if (column === 0 || line.row.cells[column - 1] === undefined) return { kind: "row", row: line.row };
  return { kind: "step", row: line.row, column: column - 1 };
}
