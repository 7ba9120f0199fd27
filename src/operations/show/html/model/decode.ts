/** Builds the report from what the page carries. */
import type { UnreadRecord } from "../../../results/schema";
import type { Interned, Moment, PageData, PageExecution, PageFailure, PageStep } from "./page-data";
import type { Cell, Place, Report, ReportExecution, ReportFailure, ReportStep, Row } from "./report";
import { TONES, toneOf, worstTone, type Tone } from "./tones";

export function decode(data: PageData): Report {
  const decoder = new Decoder(data);
  for (const record of data.records) {
    if (record[0] === 0) decoder.execution(record);
    else if (record[0] === 1) decoder.step(record);
    else decoder.unread(record[1]);
  }
  return decoder.report();
}

interface PartialRow {
  readonly accountId: string;
  readonly region: string;
  readonly instance: string | undefined;
  instanceName: string | undefined;
  hostName: string | undefined;
  readonly executionId: string | undefined;
  execution: ReportExecution | undefined;
  readonly steps: ReportStep[];
  readonly unread: UnreadRecord[];
}

interface PartialPlace {
  readonly accountId: string;
  readonly region: string;
  readonly executions: ReportExecution[];
  readonly rows: PartialRow[];
  readonly unread: UnreadRecord[];
}

class Decoder {
  readonly #data: PageData;
  readonly #strings: string[] = [];
  readonly #places = new Map<string, PartialPlace>();
  readonly #rows = new Map<string, PartialRow>();
  /** By name: the first place of the step in an execution. */
  readonly #columns = new Map<string, number>();

  constructor(data: PageData) {
    this.#data = data;
  }

  execution([, level, account, region, id, instance, name, host, ...rest]: PageExecution): void {
    const place = this.#place(this.#string(account), this.#string(region));
    const executionId = this.#optional(id);
    const target = { instance: this.#optional(instance), instanceName: this.#optional(name) };
    const hostName = this.#optional(host);
    const [status, start, end, failure, outputs] = rest;
    const awsStatus = this.#string(status);
    const execution: ReportExecution = {
      executionId,
      status: awsStatus,
      tone: toneOf(awsStatus),
      start: this.#moment(start),
      end: this.#moment(end),
      failure: this.#failure(failure),
      outputs: outputs ?? {},
    };
    if (level === "account") place.executions.push(execution);
    if (level === "instance") Object.assign(this.#row(place, executionId, target), { execution, hostName });
  }

  step(record: PageStep): void {
    const [, account, region, execution, instance, instanceName, name, index, action, status] = record;
    const [, , , , , , , , , , start, end, failure, code, response, maxAttempts, timeoutSeconds, inputs] = record;
    const [loop, commandId, output] = [record[18], record[19], record[20]];
    // Strings are numbered in the order of the fields.
    const place = this.#place(this.#string(account), this.#string(region));
    const executionId = this.#string(execution);
    const target = { instance: this.#optional(instance), instanceName: this.#optional(instanceName) };
    const step = this.#string(name);
    const awsAction = this.#string(action);
    const awsStatus = this.#string(status);
    this.#columns.set(step, Math.min(index, this.#columns.get(step) ?? index));
    this.#row(place, executionId, target).steps.push({
      step,
      index,
      action: awsAction,
      status: awsStatus,
      tone: toneOf(awsStatus),
      start: this.#moment(start),
      end: this.#moment(end),
      failure: this.#failure(failure),
      responseCode: this.#optional(code),
      response: this.#optional(response),
      maxAttempts: maxAttempts ?? undefined,
      timeoutSeconds: timeoutSeconds ?? undefined,
      inputs: this.#pairs(inputs),
      loop: this.#optional(loop),
      commandId: commandId ?? undefined,
      output: output === null ? undefined : { output: output[0], source: output[1], cut: output[2] ?? undefined },
    });
  }

  unread(record: UnreadRecord): void {
    const place = this.#place(record.accountId, record.region);
    const row = record.executionId && this.#rows.get(rowKey(record.executionId, record.instance));
    (row ? row.unread : place.unread).push(record);
  }

  report(): Report {
    const { run, outputs, patterns } = this.#data;
    const columns = [...this.#columns].sort(([a, i], [b, j]) => i - j || (a < b ? -1 : 1)).map(([name]) => name);
    const accounts = new Map(run.accounts.map((account) => [account.id, account]));
    const places = [...this.#places.values()]
      .map((partial) => placeOf(partial, accounts.get(partial.accountId), columns))
      .filter(({ executions, rows, unread }) => executions.length + rows.length + unread.length > 0)
      .sort(byName);
    return {
      run,
      columns,
      places,
      rows: places.flatMap(({ rows }) => rows),
      unread: places.flatMap((place) => [...place.unread, ...place.rows.flatMap((row) => row.unread)]),
      outputs,
      patterns,
    };
  }

  #place(accountId: string, region: string): PartialPlace {
    const key = `${accountId} ${region}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = { accountId, region, executions: [], rows: [], unread: [] };
    this.#places.set(key, place);
    return place;
  }

  #row(
    place: PartialPlace,
    executionId: string | undefined,
    { instance, instanceName }: Pick<PartialRow, "instance" | "instanceName">,
  ): PartialRow {
    const key = rowKey(executionId, instance);
    const known = executionId === undefined ? undefined : this.#rows.get(key);
    if (known !== undefined) {
      known.instanceName ??= instanceName;
      return known;
    }
    const { accountId, region } = place;
    const empty = { hostName: undefined, execution: undefined, steps: [], unread: [] };
    const row: PartialRow = { accountId, region, instance, instanceName, executionId, ...empty };
    place.rows.push(row);
    this.#rows.set(key, row);
    return row;
  }

  #string(interned: Interned): string {
    if (typeof interned === "number") return this.#strings[interned] ?? "";
    if (interned === null) return "";
    this.#strings.push(interned);
    return interned;
  }

  #optional(interned: Interned): string | undefined {
    return interned === null ? undefined : this.#string(interned);
  }

  #failure(failure: PageFailure | null): ReportFailure | undefined {
    if (failure === null) return undefined;
    const [message, stage, type, cause] = failure;
    return {
      message: this.#string(message),
      stage: this.#optional(stage),
      type: this.#optional(type),
      cause: this.#optional(cause),
    };
  }

  #pairs(inputs: readonly Interned[]): ReportStep["inputs"] {
    const pairs: (readonly [string, string])[] = [];
    for (let i = 0; i + 1 < inputs.length; i += 2) {
      pairs.push([this.#string(inputs[i] ?? null), this.#string(inputs[i + 1] ?? null)]);
    }
    return pairs;
  }

  #moment(moment: Moment): number | undefined {
    return moment === null ? undefined : moment + this.#data.base;
  }
}

function rowKey(executionId: string | undefined, instance: string | undefined): string {
  return `${executionId ?? ""} ${instance ?? ""}`;
}

function placeOf(
  { accountId, region, executions, rows: partialRows, unread }: PartialPlace,
  account: { readonly name: string; readonly organizationalUnit: string } | undefined,
  columns: readonly string[],
): Place {
  const rows: Row[] = [];
  const place: Place = {
    accountId,
    accountName: account?.name ?? accountId,
    organizationalUnit: account?.organizationalUnit ?? "",
    region,
    executions,
    rows,
    unread,
  };
  rows.push(...partialRows.map((row) => rowOf(place, row, columns)).sort(byTarget));
  return place;
}

function rowOf(place: Place, row: PartialRow, columns: readonly string[]): Row {
  const { execution, executionId, instance, instanceName, hostName, steps, unread } = row;
  // A command of one execution may run on several instances: they have steps, and share the execution.
  const tone = execution?.tone ?? worstTone(steps.map((step) => step.tone)) ?? "unread";
  const status = execution?.status ?? steps.find((step) => step.tone === tone)?.status ?? "";
  const shared = { executionId, status, tone, failure: undefined, outputs: {}, start: undefined, end: undefined };
  return {
    ...(execution ?? shared),
    executionId,
    place,
    instance,
    instanceName,
    hostName,
    unread,
    cells: columns.map((column) => cellOf(steps.filter(({ step }) => step === column))),
  };
}

function cellOf(steps: readonly ReportStep[]): Cell | undefined {
  const rank = (tone: Tone) => TONES.indexOf(tone);
  let shown = steps[0];
  // The last of equals: of the iterations of a loop, the latest.
  for (const step of steps) if (shown === undefined || rank(step.tone) <= rank(shown.tone)) shown = step;
  return shown === undefined ? undefined : { shown, steps };
}

function byName(a: Place, b: Place): number {
  return compare(a.accountName, b.accountName) || compare(a.accountId, b.accountId) || compare(a.region, b.region);
}

function byTarget(a: Row, b: Row): number {
  const name = ({ instanceName, instance, executionId }: Row) => instanceName ?? instance ?? executionId ?? "";
  return compare(name(a), name(b)) || compare(a.instance ?? "", b.instance ?? "");
}

const collator = new Intl.Collator("en", { numeric: true });

function compare(a: string, b: string): number {
  return collator.compare(a, b);
}
