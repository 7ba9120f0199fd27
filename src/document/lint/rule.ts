/** What a lint rule is. rules/ has one file for each; tests and documentation are made from these files. */
import type { Severity } from "./findings";
import type { Path } from "../../diagnostics/path";
import type { Position } from "../../diagnostics/yaml-text";
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
  /** The place in the text. @default the place of the path */
  readonly position?: Position;
}

/**
 * When AWS notices what a rule finds: it refuses the document at its creation, it does not start an execution, or a step fails while
 * the execution runs. `never`: AWS accepts and runs it, and the rule is our advice.
 */
export type Failure = "creation" | "start" | "run" | "never";

/** What is written about a rule. */
export interface RuleFacts {
  /** Stable for ever: people name it in their notes and settings. */
  readonly id: string;
  readonly severity: Severity;
  readonly fails: Failure;
  /**
   * Whether people may ignore its findings.
   * @default true, unless AWS refuses the document
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
