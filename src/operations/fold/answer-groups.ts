/** Answers to a step that are the same text are one group. The smallest groups come first: they are the outliers. */
import { createHash } from "node:crypto";
import type { StoredRun } from "../results/read-run";
import type { OutputReference } from "../results/schema";
import { normalizer, type PatternName } from "./normalize";
import { outputText } from "./output-text";
import type { AnswerView, InstanceView, StepView } from "./run-view";

export interface AnswerGroup {
  /** Of the text, or of the normalized text. */
  readonly id: string;
  readonly instances: readonly InstanceView[];
  /** Statuses of the step on these instances. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Undefined: these instances gave no answer. */
  readonly answer: { readonly text: string; readonly output: OutputReference } | undefined;
}

/** @param patterns what is normalized; empty: nothing */
export async function answerGroups(
  { answers }: StepView,
  output: StoredRun["output"],
  patterns: readonly PatternName[] = [],
): Promise<readonly AnswerGroup[]> {
  const bySha = new Map<string, AnswerView[]>();
  for (const answer of answers) {
    const sha = answer.output?.sha256 ?? "";
    const same = bySha.get(sha);
    if (same === undefined) bySha.set(sha, [answer]);
    else same.push(answer);
  }
  const normalize = normalizer(patterns);
  const groups = new Map<string, { readonly members: AnswerView[]; readonly answer: AnswerGroup["answer"] }>();
  for (const [sha, members] of bySha) {
    const reference = members[0]?.output;
    if (reference === undefined) {
      groups.set("", { members, answer: undefined });
      continue;
    }
    const text = outputText(await output(sha), reference);
    if (patterns.length === 0) {
      groups.set(sha, { members, answer: { text, output: reference } });
      continue;
    }
    const normalized = normalize(text);
    for (const member of members) {
      const own = normalized(member.instance);
      const id = createHash("sha256").update(own).digest("hex");
      const group = groups.get(id) ?? { members: [], answer: { text: own, output: reference } };
      groups.set(id, group);
      group.members.push(member);
    }
  }
  return [...groups]
    .map(([id, { members, answer }]) => ({
      id,
      instances: members.map(({ instance }) => instance),
      statuses: countBy(members.map(({ status }) => status)),
      answer,
    }))
    .sort((a, b) => a.instances.length - b.instances.length || (a.id < b.id ? -1 : 1));
}

/** How often each value occurs, in the order of the first occurrence. */
export function countBy(values: Iterable<string>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
