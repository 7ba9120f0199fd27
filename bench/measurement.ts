/** What all measurements have in common. */
import type { ToolContext } from "../src/tools/tool-context";
import type { Row } from "./report";

export interface MeasurementContext extends ToolContext {
  /** Fewer rounds, and a smaller fleet: to see whether it works. */
  readonly quick: boolean;
  /** A peer that takes long is measured whole, and not by a sample. */
  readonly full: boolean;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
}

export type Measurement = (context: MeasurementContext) => Promise<readonly Row[]>;
