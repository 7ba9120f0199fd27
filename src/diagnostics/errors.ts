/**
 * The errors that Fleetbook reports to people. Each says where the problem is, what it is and what to do about it. Only
 * `cli/` prints them and turns them into exit statuses.
 */

/** One fault. */
export interface Problem {
  /** `file:line:column`, a stack, an account or a tool; left out if the message already says it. */
  readonly place?: string;
  /** What is wrong and what was expected, as one or two full sentences. */
  readonly message: string;
  /** What to do, in the imperative. */
  readonly remedy: string;
}

abstract class ReportedError extends Error {
  /** Every fault that was found. */
  readonly problems: readonly Problem[];

  constructor(...problems: readonly Problem[]) {
    super(problems.map(describe).join("\n"));
    this.problems = problems;
  }
}

/** The configuration or the command line is wrong; nothing was done (exit status 2). */
export class ConfigurationError extends ReportedError {
  override readonly name = "ConfigurationError";
}

/** The work was started and part of it failed (exit status 1). */
export class OperationError extends ReportedError {
  override readonly name = "OperationError";
}

/** The user asked to stop, and the running work was stopped in an orderly manner (exit status 130). */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

function describe(problem: Problem): string {
  return `${problem.place === undefined ? "" : `${problem.place}: `}${problem.message} ${problem.remedy}`;
}
