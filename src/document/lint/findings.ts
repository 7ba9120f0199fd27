/** What the lint rules say about a document. */
import type { Problem } from "../../diagnostics/errors";
import type { Path } from "../../diagnostics/path";
import type { Position } from "../../diagnostics/yaml-text";

/** An error is what AWS would refuse or what must fail; everything else is a warning. */
export type Severity = "error" | "warning";

export interface Finding extends Problem {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  /** Where in the text; undefined for runbooks in TypeScript. */
  readonly position: Position | undefined;
  /** `file:line:column`; for TypeScript the file and the path: `check.ts: mainSteps[2].inputs.Duration`. */
  readonly place: string;
  /** Where in the document. */
  readonly path: Path;
}

/** A finding that does not count because somebody has given a reason. */
export interface IgnoredFinding extends Finding {
  readonly reason: string;
}

export interface LintResult {
  /** In the order of the document. */
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
}
