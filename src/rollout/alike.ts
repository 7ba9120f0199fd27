/** Reports a fault that many accounts or stacks have alike once, with all that have it, so that one cause is one message. */
import type { Problem } from "../diagnostics/errors";
import type { StackResult } from "./stack-run";
import { groupBy } from "../diagnostics/group-by";

/** A problem of one account or stack. */
interface Failure {
  /** Its name. */
  readonly of: string;
  readonly problem: Problem;
}

/** Names that a message lists; more are counted. */
const LISTED = 4;

/**
 * The problems, those that differ only in account ids as one. A single one stays as it is.
 * @param kind plural of what failed: `accounts`
 * @param count how many there are in all, whether they failed or not
 */
export function mergeAlike(failures: readonly Failure[], kind: string, count: number): readonly Problem[] {
  const groups = groupBy(failures, ({ problem: { message, remedy } }) => withoutAccountIds(`${message}\n${remedy}`));
  return [...groups.values()].map((group) => merged(group, kind, count));
}

/** The problems of several stacks, those that they have alike as one. */
export function problemsOfStacks(results: readonly Pick<StackResult, "stack" | "problems">[]): readonly Problem[] {
  const failures = results.flatMap(({ stack, problems }) => problems.map((problem) => ({ of: stack, problem })));
  return mergeAlike(failures, "stacks", results.length);
}

function merged(group: readonly Failure[], kind: string, count: number): Problem {
  const names = [...new Set(group.map(({ of }) => of))];
  const [{ problem }] = group as [Failure];
  if (names.length === 1) return problem;
  const rest = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return {
    place:
      names.length === count
        ? `all ${count} ${kind}`
        : `${names.length} of ${count} ${kind} (${names.slice(0, LISTED).join(", ")}${rest})`,
    message: inCommon(group.map((failure) => failure.problem.message)),
    remedy: inCommon(group.map((failure) => failure.problem.remedy)),
  };
}

const ACCOUNT_ID = /\b\d{12}\b/g;

/** The text with `<account id>` in place of every account id. */
export function withoutAccountIds(text: string): string {
  return text.replace(ACCOUNT_ID, "<account id>");
}

/** The text that all have, with `<account id>` where their account ids differ. */
export function inCommon(texts: readonly string[]): string {
  const ids = texts.map((text) => text.match(ACCOUNT_ID) ?? []);
  let index = -1;
  return (texts[0] ?? "").replace(ACCOUNT_ID, (id) => {
    index += 1;
    return ids.every((others) => others[index] === id) ? id : "<account id>";
  });
}
