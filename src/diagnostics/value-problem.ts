/** A problem before its line is known: a check of plain data knows only the path of the value. */
import type { Path } from "./path";

export interface ValueProblem {
  readonly path: Path;
  /** Whether the problem is at the key of the last path element instead of at its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly remedy: string;
}
