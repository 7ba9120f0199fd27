/** The line of an instance: a cell for each step. */
import { stepHas } from "../../model/filter";
import { number, tookOf } from "../../model/figures";
import { rowName, type Cell, type Row } from "../../model/report";
import { TONE_NAMES } from "../../model/tones";
import { visibleText } from "../../model/visible";
import { StatusIcon } from "../status-icon";
import { cellText, type View } from "../view";

interface Props {
  readonly view: View;
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly activeColumn: number | undefined;
  /** By column: the output that most instances have. */
  readonly usual: readonly (number | undefined)[];
  readonly onPick: (column: number) => void;
}

export function RowLine({ view, row, index, top, activeColumn, usual, onPick }: Props) {
  const { selection } = view;
  const isSelected = selection !== undefined && selection.kind !== "place" && selection.row === row;
  const selectedColumn = isSelected ? (selection.kind === "step" ? selection.column + 1 : 0) : undefined;
  const reason = row.unread[0]?.message ?? (row.cells.some((cell) => cell !== undefined) ? undefined : failureOf(row));
  return (
    <div
      role="row"
      class="line"
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-level={2}
      aria-selected={isSelected}
    >
      <div
        role="rowheader"
        class={`cell cell-name${selectedColumn === 0 ? " selected" : ""}`}
        aria-colindex={1}
        tabIndex={activeColumn === 0 ? 0 : -1}
        title={row.instance}
        onClick={() => onPick(0)}
      >
        <StatusIcon tone={row.unread.length > 0 ? "unread" : row.tone} />
        <span class="hidden">{row.status} </span>
        <span class="name">{visibleText(rowName(row))}</span>
        {row.instanceName !== undefined && <span class="quiet">{row.instance}</span>}
      </div>
      {row.cells.map((cell, column) => (
        <div
          key={column}
          role="gridcell"
          class={`cell ${classOf(view, cell)}${selectedColumn === column + 1 ? " selected" : ""}`}
          aria-colindex={column + 2}
          tabIndex={activeColumn === column + 1 ? 0 : -1}
          onClick={() => onPick(column + 1)}
        >
          {cell === undefined ? (
            <NotRun text={column === 0 ? reason : undefined} />
          ) : (
            <CellContent view={view} cell={cell} usual={usual[column]} />
          )}
        </div>
      ))}
    </div>
  );
}

function NotRun({ text }: { readonly text: string | undefined }) {
  if (text !== undefined) return <span class="remark">{visibleText(text)}</span>;
  return (
    <>
      <span aria-hidden="true" class="quiet">
        ·
      </span>
      <span class="hidden">Not run</span>
    </>
  );
}

function CellContent({
  view,
  cell,
  usual,
}: {
  readonly view: View;
  readonly cell: Cell;
  readonly usual: number | undefined;
}) {
  const { shown, steps } = cell;
  const text = visibleText(cellText(shown, view.outputs));
  const differs = usual !== undefined && shown.tone === "success" && shown.output?.output !== usual;
  return (
    <>
      <StatusIcon tone={shown.tone} />
      <span class="hidden">{TONE_NAMES[shown.tone]} </span>
      {differs && (
        <span class="differs" title="Most instances answer otherwise">
          ≠<span class="hidden"> differs from most, </span>
        </span>
      )}
      <span class="answer">{text}</span>
      <span class="took">{steps.length > 1 ? `× ${number(steps.length)}` : tookOf(shown)}</span>
    </>
  );
}

function classOf({ needles }: View, cell: Cell | undefined): string {
  if (cell === undefined) return "cell-none";
  const isHit = needles.some((needle) => cell.steps.some((step) => stepHas(step, needle)));
  return `cell-${cell.shown.tone}${isHit ? " hit" : ""}`;
}

function failureOf({ failure, status }: Row): string {
  return failure?.cause ?? failure?.message ?? status;
}
