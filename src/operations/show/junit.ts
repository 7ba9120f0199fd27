/** A run as JUnit XML, which CI systems show as tests: a suite for each account and Region, a case for each step of an instance. */
import { outputText } from "../fold/output-text";
import { isSuccess, stepLabel } from "../fold/run-view";
import type { StoredRun } from "../results/read-run";
import { idOf, type ExecutionRecord, type ResultRecord, type StepRecord } from "../results/schema";
import { secondsBetween } from "./facts";
import type { Report } from "./report";
import { Spools, type Spool } from "./spool";
import { element, elementOf } from "./xml";

/** Characters of an output in the file; readers of JUnit files keep all of it in memory. */
const SHOWN_CHARACTERS = 10_000;

interface Suite {
  readonly spool: Spool;
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

/** The cases of a suite lie between those of others, and its element says first how many there are: they wait in files. */
export async function* showAsJunit({ stored, where, view }: Report): AsyncIterable<string> {
  const suites = new Map<string, Suite>();
  const instances = new Map(view.instances.map(({ key, name }) => [key, name]));
  const spools = await Spools.open();
  try {
    for await (const record of stored.records()) {
      const shown = await caseOf(record, stored, (instance) =>
        instances.get(`${record.accountId}/${record.region}/${instance}`),
      );
      if (shown === undefined) continue;
      const name = `${where.accountName(record.accountId)} ${record.region}`;
      const suite = suites.get(name) ?? { spool: spools.add(), tests: 0, failures: 0, errors: 0, skipped: 0 };
      suites.set(name, suite);
      await suite.spool.write(`${shown.xml}\n`);
      suite.tests += 1;
      if (shown.counts !== undefined) suite[shown.counts] += 1;
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield* elementOf("testsuites", { name: `${view.run.document} ${idOf(view.run)}` }, suitesOf(suites));
    yield "\n";
  } finally {
    await spools.remove();
  }
}

async function* suitesOf(suites: ReadonlyMap<string, Suite>): AsyncIterable<string> {
  for (const [name, { spool, ...counts }] of suites) {
    yield* elementOf("testsuite", { name, ...counts }, spool.read());
    yield "\n";
  }
}

interface Case {
  readonly xml: string;
  readonly counts?: "failures" | "errors" | "skipped";
}

async function caseOf(
  record: ResultRecord,
  stored: StoredRun,
  nameOf: (instance: string) => string | undefined,
): Promise<Case | undefined> {
  if (record.kind === "unread") {
    const { what, step, instance = "", message, remedy } = record;
    const name = `${what} could not be read`;
    const fault = element("error", { message: `${message} ${remedy}` }, []);
    return { xml: testCase(nameOf(instance) ?? instance, step ?? name, undefined, [fault]), counts: "errors" };
  }
  const instance = record.instance ?? record.executionId ?? "";
  const name = nameOf(instance) ?? instance;
  if (record.kind === "execution") return executionCase(record, name);
  const { children, counts } = outcomeOf(record);
  const output = await outputOf(record, stored);
  return { xml: testCase(name, stepLabel(record), record, [...children, ...output]), ...(counts && { counts }) };
}

/** Executions that did not succeed: steps alone would hide one that was not started. */
function executionCase(record: ExecutionRecord, name: string): Case | undefined {
  if (record.level === "parent" || isSuccess(record.status)) return undefined;
  if (record.level === "account" && record.executionId !== undefined) return undefined;
  const { children, counts } = outcomeOf(record);
  return { xml: testCase(name, "execution", record, children), ...(counts && { counts }) };
}

function outcomeOf({ status, failure }: StepRecord | ExecutionRecord): {
  readonly children: readonly string[];
  readonly counts?: "failures" | "skipped";
} {
  if (isSuccess(status)) return { children: [] };
  const message = [failure?.message, failure?.cause].filter((part) => part !== undefined).join(" True cause: ");
  if (["Failed", "TimedOut", "Cancelled", "Rejected", "CompletedWithFailure"].includes(status)) {
    return { children: [element("failure", { type: status, message: message || status }, [])], counts: "failures" };
  }
  return { children: [element("skipped", { message: message || status }, [])], counts: "skipped" };
}

async function outputOf({ output }: StepRecord, stored: StoredRun): Promise<readonly string[]> {
  if (output === undefined) return [];
  const text = outputText(await stored.output(output.sha256), output);
  const more = text.length - SHOWN_CHARACTERS;
  const shown = more > 0 ? `${text.slice(0, SHOWN_CHARACTERS)}\n… ${more} more characters` : text;
  return [element("system-out", {}, [], shown)];
}

function testCase(
  classname: string,
  name: string,
  times: Pick<StepRecord, "startTime" | "endTime"> | undefined,
  children: readonly string[],
): string {
  const { startTime, endTime } = times ?? {};
  const time = startTime === undefined || endTime === undefined ? {} : { time: secondsBetween(startTime, endTime) };
  return element("testcase", { classname, name, ...time }, children);
}
