/** The panel beside the view: what is known of an account, an instance or a step. */
import { rowName } from "../../model/report";
import type { Selection, View } from "../view";
import { PlaceDetails } from "./place-details";
import { RowDetails } from "./row-details";
import { StepDetails } from "./step-details";

interface Props {
  readonly view: View;
  readonly selection: Selection;
  readonly onClose: () => void;
}

export function Details({ view, selection, onClose }: Props) {
  return (
    <aside class="details" aria-label={`Details of ${titleOf(view, selection)}`}>
      <button type="button" class="close" onClick={onClose} aria-label="Close the details (Escape)">
        ×
      </button>
      {selection.kind === "place" && <PlaceDetails place={selection.place} />}
      {selection.kind === "row" && <RowDetails view={view} row={selection.row} />}
      {selection.kind === "step" && <StepDetails view={view} row={selection.row} column={selection.column} />}
    </aside>
  );
}

function titleOf({ report }: View, selection: Selection): string {
  if (selection.kind === "place") return selection.place.accountName;
  const name = rowName(selection.row);
  return selection.kind === "row" ? name : `${report.columns[selection.column] ?? ""} on ${name}`;
}
