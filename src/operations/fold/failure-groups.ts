/** Failures with the same reason are one group: messages differ in ids and outputs of machines, and mean the same. */
import type { Failure } from "../results/schema";
import type { FailureView } from "./run-view";

export interface FailureGroup {
  /** The step, if a step failed. */
  readonly step: string | undefined;
  readonly status: string;
  /** The message; if those of the members differ, with `<…>` in place of what differs. */
  readonly reason: string;
  readonly cause: string | undefined;
  readonly members: readonly FailureView[];
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The largest groups first. */
export function failureGroups(failures: readonly FailureView[]): readonly FailureGroup[] {
  const groups = new Map<string, FailureView[]>();
  for (const failure of failures) {
    const { step, status, failure: reason } = failure;
    const key = JSON.stringify([step, status, general(reason?.message), causeOf(reason)]);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [failure]);
    else members.push(failure);
  }
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      const isSame = members.every(({ failure }) => failure?.message === first.failure?.message);
      const reason = isSame ? first.failure?.message : general(first.failure?.message);
      return [
        {
          step: first.step,
          status: first.status,
          reason: reason ?? reasonOf(first),
          cause: causeOf(first.failure, !isSame),
          members,
        },
      ];
    })
    .sort((a, b) => b.members.length - a.members.length);
}

/** Of a failure that has no message. */
function reasonOf({ status, instance }: FailureView): string {
  if (status !== "Pending") return "AWS gives no message.";
  return instance === undefined
    ? "The account was not reached: too many accounts failed before it, or the execution was stopped."
    : "The instance was not reached: too many instances failed before it, or the execution was stopped.";
}

function causeOf(failure: Failure | undefined, inGeneral = true): string | undefined {
  return inGeneral ? general(failure?.cause) : failure?.cause;
}

/** A message without what differs between machines: ids, and the output of a command, which its group of answers shows. */
function general(message: string | undefined): string | undefined {
  return message
    ?.replace(/, Output=\[.*$/s, ", …")
    .replaceAll(UUID, "<id>")
    .replaceAll(/\bm?i-[0-9a-f]{8,17}\b/g, "<instance>")
    .replaceAll(/\b\d{12}\b/g, "<account>");
}
