/**
 * Collects the results of an execution from every account: from the parent to its child in each account and Region, to the
 * execution on each instance, to its steps and their outputs.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
import type { AutomationExecution, AutomationExecutionMetadata, StepExecution } from "@aws-sdk/client-ssm";
import pLimit from "p-limit";
import type { OutputSink } from "../results/output-store";
import type { ResultUnit } from "../results/run-writer";
import type { ResultRecord } from "../results/schema";
import { Channel, ChannelClosedError } from "./channel";
import { executionResults, unreadAt, type Source } from "./execution-results";
import type { FoundExecution } from "./find-execution";
import type { InstanceNames, Readers } from "./ports";
import { childRecord, executionRecord, type Place, type Target } from "./records";
import { trueCauses } from "./true-cause";

export interface CollectOptions {
  readonly found: FoundExecution;
  readonly readers: Readers;
  /** Takes the outputs; the records refer to them by their hash. */
  readonly outputs: OutputSink;
  /** Ids of executions that need not be read again. */
  readonly done?: ReadonlySet<string>;
  /** Accounts and Regions that are read at once. @default 20 */
  readonly atOnce?: number;
}

/** Accounts and Regions. */
export const AT_ONCE = 20;
/** Units that wait for the consumer. */
const CAPACITY = 100;

/**
 * The results of an execution, one at a time, in the order in which they are read.
 * @throws OperationError if the outputs cannot be kept. What AWS does not let us read is a result and no error.
 */
export async function* collect(options: CollectOptions): AsyncIterable<ResultRecord> {
  for await (const { records } of collectUnits(options)) yield* records;
}

/** As `collect`; results that belong together come together. */
export async function* collectUnits(options: CollectOptions): AsyncIterable<ResultUnit> {
  const channel = new Channel<ResultUnit>(CAPACITY);
  const walk = new Walk(options, channel).walk();
  walk.then(
    () => channel.finish(),
    (error: unknown) => channel.finish(error),
  );
  yield* channel;
}

const NO_NAMES: ReadonlyMap<string, InstanceNames> = new Map();

/** AWS's execution whose children run on targets. */
type Parent = AutomationExecution | AutomationExecutionMetadata;

class Walk {
  readonly #options: CollectOptions;
  readonly #channel: Channel<ResultUnit>;

  constructor(options: CollectOptions, channel: Channel<ResultUnit>) {
    this.#options = options;
    this.#channel = channel;
  }

  async walk(): Promise<void> {
    const { execution, place, reader } = this.#options.found;
    const source = { place, reader, sink: this.#options.outputs };
    try {
      if ((execution.TargetLocations ?? []).length > 0) await this.#accounts(source, execution);
      else if (hasTargets(execution)) await this.#targets(source, execution, "parent");
      else await this.#one(source, execution, {});
    } catch (error) {
      if (!(error instanceof ChannelClosedError)) throw error;
    }
  }

  /** The child of each account and Region. */
  async #accounts(source: Source, execution: AutomationExecution): Promise<void> {
    const id = execution.AutomationExecutionId ?? "";
    await this.#send(id, [executionRecord(source.place, "parent", execution)]);
    let steps: readonly StepExecution[];
    try {
      const read = await source.reader.steps(id);
      steps = await trueCauses(read, execution, source.place, this.#options.readers);
    } catch (error) {
      await this.#send(id, [{ ...unreadAt(source.place, error, "steps"), executionId: id }]);
      return;
    }
    const places = new Map<string, { readonly place: Place; readonly steps: StepExecution[] }>();
    for (const step of steps) {
      const { Accounts: [accountId] = [], Regions: [region] = [] } = step.TargetLocation ?? {};
      if (accountId === undefined || region === undefined) continue;
      const key = `${accountId}/${region}`;
      const same = places.get(key) ?? { place: { accountId, region }, steps: [] };
      same.steps.push(step);
      places.set(key, same);
    }
    const limit = pLimit(this.#options.atOnce ?? AT_ONCE);
    const all = [...places.values()].map(({ place, steps: own }) => limit(() => this.#account(place, own, id)));
    await inOrderOfFaults(all);
  }

  async #account(place: Place, steps: readonly StepExecution[], parentId: string): Promise<void> {
    const unit = `${parentId} in ${place.accountId}/${place.region}`;
    const shown = (step: StepExecution) => childRecord(place, "account", step, parentId);
    const started = steps.filter(mayHaveChild);
    const notStarted = steps.filter((step) => !mayHaveChild(step)).map(shown);
    if (started.length === 0) return this.#send(unit, notStarted);
    try {
      const reader = await this.#options.readers.at(place.accountId, place.region);
      const source = { place, reader, sink: this.#options.outputs };
      const children: AutomationExecutionMetadata[] = [];
      for await (const page of reader.children(parentId)) children.push(...page);
      const without = started.slice(children.length).map(shown);
      await this.#send(unit, [...notStarted, ...without]);
      const work = children.map((child) =>
        hasTargets(child) ? this.#targets(source, child, "account") : this.#one(source, child, {}),
      );
      await inOrderOfFaults(work);
    } catch (error) {
      await this.#send(unit, [...steps.map(shown), unreadAt(place, error, "account")]);
    }
  }

  /** The executions on the targets of a rate-controlled one, and the targets that it did not reach. */
  async #targets(source: Source, parent: Parent, level: "parent" | "account"): Promise<void> {
    const { place, reader } = source;
    const id = parent.AutomationExecutionId ?? "";
    await this.#send(id, [executionRecord(place, level, parent)]);
    const seen = new Set<string>();
    try {
      for await (const page of reader.children(id)) {
        for (const { Target = "" } of page) seen.add(Target);
        const names = await this.#names(source, page);
        await inOrderOfFaults(page.map((child) => this.#one(source, child, targetOf(child.Target, names))));
      }
      const { ParameterValues: expected = [], Truncated = false } = parent.ResolvedTargets ?? {};
      if (!Truncated && expected.length > 0 && expected.every((target) => seen.has(target))) return;
      const others = (await reader.steps(id)).filter(({ StepName = "" }) => !seen.has(StepName));
      if (seen.has("") || others.length === 0) return;
      const names = await this.#names(
        source,
        others.map(({ StepName }) => ({ Target: StepName })),
      );
      const records = others.map((step) => childRecord(place, "instance", step, id, targetOf(step.StepName, names)));
      await this.#send(`${id} without an execution`, records);
    } catch (error) {
      await this.#send(id, [{ ...unreadAt(place, error, "steps"), executionId: id }]);
    }
  }

  async #one(source: Source, execution: Parent, target: Target): Promise<void> {
    if (this.#options.done?.has(execution.AutomationExecutionId ?? "") === true) return;
    await this.#channel.send(await executionResults(source, execution, target));
  }

  async #names(source: Source, page: readonly { readonly Target?: string | undefined }[]) {
    const ids = page.flatMap(({ Target = "" }) => (/^m?i-/.test(Target) ? [Target] : []));
    if (ids.length === 0) return NO_NAMES;
    try {
      return await source.reader.names(ids);
    } catch (error) {
      await this.#send(`names in ${source.place.accountId}/${source.place.region}`, [
        unreadAt(source.place, error, "names"),
      ]);
      return NO_NAMES;
    }
  }

  /** Sends what is read anew each time. */
  async #send(unit: string, records: readonly ResultRecord[]): Promise<void> {
    if (records.length > 0) await this.#channel.send({ unit, final: false, records });
  }
}

function hasTargets({ TargetParameterName, Targets = [], TargetMaps = [] }: Parent): boolean {
  return TargetParameterName !== undefined && Targets.length + TargetMaps.length > 0;
}

function targetOf(instance: string | undefined, names: ReadonlyMap<string, InstanceNames>): Target {
  return instance === undefined || instance === "" ? {} : { instance, ...names.get(instance) };
}

/** Whether there may be a child: AWS has started the step, and it did not fail because the role could not be assumed. */
function mayHaveChild({ StepStatus, ExecutionStartTime, Outputs = {}, FailureMessage = "" }: StepExecution): boolean {
  if (Object.keys(Outputs).length > 0) return true;
  if (ExecutionStartTime === undefined && StepStatus !== "InProgress") return false;
  return !/\bbe assumed\b/.test(FailureMessage);
}

/** Waits for all, and then throws the first fault, so that nothing goes on behind the caller's back. */
async function inOrderOfFaults(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === "rejected") throw result.reason;
}
