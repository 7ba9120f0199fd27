/** What a lint rule is. rules/ has one file for each; tests and documentation are made from these files. */
import type { Severity } from "./findings";
import type { Path } from "../../diagnostics/path";
import type { DocumentView } from "../view";

/** What a rule has found, before its position in the text is known. */
export interface Observation {
  readonly path: Path;
  /** What is wrong and what was expected, as a full sentence. */
  readonly message: string;
  /** @default the rule's remedy */
  readonly remedy?: string;
  /** Lines below the path's own place, for the contents of a script. @default 0 */
  readonly linesBelow?: number;
}

/** What is written about a rule. */
export interface RuleFacts {
  /** Stable for ever: people name it in their notes and settings. */
  readonly id: string;
  readonly severity: Severity;
  /**
   * Whether people may ignore its findings.
   * @default warnings can be ignored; errors cannot, because AWS refuses the document
   */
  readonly ignorable?: boolean;
  /** Why it matters, as one sentence. */
  readonly why: string;
  /** What to do, in the imperative. */
  readonly remedy: string;
  /** URL of the page on which AWS documents what is checked. @default AWS does not document it */
  readonly page?: string;
  /** A document (YAML) that breaks this rule and no other. */
  readonly bad: string;
  /** The same document put right: no rule says anything about it. */
  readonly good: string;
}

export interface Rule extends RuleFacts {
  readonly check: (document: DocumentView) => readonly Observation[];
}
