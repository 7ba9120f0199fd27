/** A problem before its line is known: a check of plain data knows the path of the value alone. */
import type { Path } from "./path";

export interface ValueProblem {
  readonly path: Path;
  /** Points at the key of the last path element and not at its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly remedy: string;
}
