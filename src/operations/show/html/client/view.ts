/** What the views get: the report, what the filter keeps of it, and what the user has chosen. */
import type { Whereabouts } from "../../../fold/where";
import type { Needle } from "../model/filter";
import type { Order } from "../model/order";
import type { Place, Report, ReportStep, Row } from "../model/report";
import type { Outputs } from "./outputs";

/** What the panel shows: an account, an instance, or one of its steps. */
export type Selection =
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "row"; readonly row: Row }
  | { readonly kind: "step"; readonly row: Row; readonly column: number };

export interface View {
  readonly report: Report;
  readonly outputs: Outputs;
  /** Whether all outputs have been read. */
  readonly ready: boolean;
  /** What the filter keeps. */
  readonly rows: readonly Row[];
  /** Accounts without a row that the filter keeps. */
  readonly places: readonly Place[];
  readonly needles: readonly Needle[];
  readonly order: Order;
  /** Names instances as briefly as it can be said. */
  readonly where: Whereabouts;
  readonly selection: Selection | undefined;
  readonly select: (selection: Selection) => void;
}

/** What a cell says of a step: its answer, or why it failed. */
export function cellText(step: ReportStep, outputs: Outputs): string {
  const { failure, output, tone, status } = step;
  if (tone === "success") return (output && outputs.head(output.output)) ?? "";
  return failure?.cause ?? failure?.message ?? status;
}
