/** A run as data: `--jsonl`, one record in each line with its output, and `--json`, one object with everything. */
import type { AnswerGroup } from "../fold/answer-groups";
import type { InstanceView } from "../fold/run-view";
import type { StoredRun } from "../results/read-run";
import type { OutputReference, ResultRecord } from "../results/schema";
import type { Report } from "./report";

/** The records of `results.jsonl`; a step's output has its content as `text`, or as `base64` if it is not UTF-8. */
export async function* jsonLines({ records, output }: StoredRun): AsyncIterable<string> {
  for await (const record of records()) yield `${JSON.stringify(await withContent(record, output))}\n`;
}

/** One object: what is shown in the terminal, folded, then every record, then each output once. */
export async function* jsonObject(report: Report): AsyncIterable<string> {
  const { stored, view, totals, failures, where, patterns, answers } = report;
  const folded = {
    run: view.run,
    totals,
    failures: failures.map(({ step, status, reason, cause, members }) => ({
      ...{ step, status, reason, cause },
      instances: members.flatMap(({ instance }) => (instance === undefined ? [] : [named(instance)])),
      accounts: members.flatMap(({ instance, accountId, region }) =>
        instance === undefined ? [{ accountId, region }] : [],
      ),
    })),
    unread: view.unread,
    normalized: patterns,
  };
  yield `${JSON.stringify(folded, undefined, 2).slice(0, -2)},\n  "answers": [`;
  let separator = "\n    ";
  // Group by group: with many instances, all of them together are longer than the results.
  for (const { step, groups } of answers) {
    yield `${separator}{ "step": ${JSON.stringify(step)}, "groups": [`;
    separator = "\n      ";
    for (const group of groups) {
      yield `${separator}${JSON.stringify({ ...answerOf(group), where: where.of(group.instances) })}`;
      separator = ",\n      ";
    }
    yield "\n    ] }";
    separator = ",\n    ";
  }
  yield `\n  ],\n  "results": [`;
  const outputs = new Map<string, OutputReference>();
  separator = "\n    ";
  for await (const record of stored.records()) {
    if (record.kind === "step" && record.output !== undefined) outputs.set(record.output.sha256, record.output);
    yield `${separator}${JSON.stringify(record)}`;
    separator = ",\n    ";
  }
  yield `\n  ],\n  "outputs": {`;
  separator = "\n    ";
  for (const [sha256, reference] of outputs) {
    yield `${separator}${JSON.stringify(sha256)}: ${JSON.stringify(await contentOf(reference, stored.output))}`;
    separator = ",\n    ";
  }
  yield "\n  }\n}\n";
}

function answerOf({ instances, statuses, answer }: AnswerGroup) {
  return {
    instances: instances.map(named),
    statuses,
    ...(answer === undefined ? {} : { text: answer.text, output: answer.output }),
  };
}

function named({ accountId, region, instance, name }: InstanceView) {
  return { accountId, region, instance, name };
}

async function withContent(record: ResultRecord, output: StoredRun["output"]): Promise<object> {
  if (record.kind !== "step" || record.output === undefined) return record;
  return { ...record, output: { ...record.output, ...(await contentOf(record.output, output)) } };
}

async function contentOf(
  { sha256, encoding }: OutputReference,
  output: StoredRun["output"],
): Promise<{ readonly text: string } | { readonly base64: string }> {
  const bytes = await output(sha256);
  return encoding === "utf-8" ? { text: bytes.toString("utf8") } : { base64: bytes.toString("base64") };
}
