/** The error for a document that cannot be read at all; findings about documents that can be read are in findings.ts. */

/** One fault: where it is, what is wrong and what was expected, and what to do about it. */
export interface DocumentProblem {
  /** `file:line:column`, or the file alone. */
  readonly place?: string;
  readonly message: string;
  readonly remedy: string;
}

/** A file does not hold a runbook, or two runbooks contradict each other. Holds every fault that was found. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
  readonly problems: readonly DocumentProblem[];

  constructor(...problems: readonly DocumentProblem[]) {
    super(
      problems
        .map(({ place, message, remedy }) => `${place === undefined ? "" : `${place}: `}${message} ${remedy}`)
        .join("\n"),
    );
    this.problems = problems;
  }
}
