/**
 * A run as people ask about it: each instance with its status, what failed, what could not be read, and who answered each step
 * how. One pass over the results; only references to outputs are kept in memory.
 */
import type { StoredRun } from "../results/read-run";
import type {
  ExecutionRecord,
  Failure,
  OutputReference,
  ResultRecord,
  Run,
  StepRecord,
  UnreadRecord,
} from "../results/schema";

/** An instance of a run: one of an account in a Region, or the execution itself if it has no instance. */
export interface InstanceView {
  readonly key: string;
  readonly accountId: string;
  readonly region: string;
  /** Id of the instance, or of another target; of an execution without one, its own id. */
  readonly instance: string;
  /** What people call it. */
  readonly name: string;
  readonly hostName?: string;
  readonly executionId?: string;
  /** Undefined while only a step is known of it. */
  status: string | undefined;
  /** The status with which it ended before it was run again; undefined if it was not. */
  statusBefore?: string;
}

/** What failed: an account in which nothing could be started, an instance, or a step of it. */
export interface FailureView {
  readonly accountId: string;
  readonly region: string;
  /** Undefined: the account. */
  readonly instance?: InstanceView;
  readonly step?: string;
  readonly status: string;
  readonly failure?: Failure;
}

/** The answer of one instance to one step. */
export interface AnswerView {
  readonly instance: InstanceView;
  readonly status: string;
  /** Undefined: it has not answered. */
  readonly output: OutputReference | undefined;
}

/** A step of the runbook over all instances. */
export interface StepView {
  readonly step: string;
  readonly answers: AnswerView[];
}

export interface RunView {
  readonly run: Run;
  readonly instances: readonly InstanceView[];
  /** In the order of the runbook. */
  readonly steps: readonly StepView[];
  readonly failures: readonly FailureView[];
  readonly unread: readonly UnreadRecord[];
}

export async function viewRun({ run, records }: Pick<StoredRun, "run" | "records">): Promise<RunView> {
  const view = new Viewing(run);
  for await (const record of records()) view.take(record);
  return view.end();
}

/** The step's name; of a step in a loop, with the loop and the iteration before it. */
export function stepLabel({ step, parentStep }: Pick<StepRecord, "step" | "parentStep">): string {
  if (parentStep === undefined) return step;
  return `${parentStep.step}[${parentStep.iteration ?? "?"}].${step}`;
}

export function isSuccess(status: string | undefined): boolean {
  return status === "Success" || status === "CompletedWithSuccess";
}

/** Statuses of what has failed, once its run has ended. `Pending` is then a target that was not reached. */
function isFailure(status: string): boolean {
  return ["Failed", "TimedOut", "Cancelled", "Rejected", "CompletedWithFailure", "Exited"].includes(status);
}

class Viewing {
  readonly #run: Run;
  readonly #instances = new Map<string, InstanceView>();
  readonly #steps = new Map<string, { readonly index: number; readonly view: StepView }>();
  /** Of the steps of instances without an execution. */
  readonly #lastStatuses = new Map<string, string>();
  readonly #failedSteps: FailureView[] = [];
  readonly #failedExecutions: { readonly instance: InstanceView; readonly record: ExecutionRecord }[] = [];
  readonly #accounts: FailureView[] = [];
  readonly #unread: UnreadRecord[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  take(record: ResultRecord): void {
    if (record.kind === "unread") this.#unread.push(record);
    else if (record.kind === "step") this.#takeStep(record);
    else this.#takeExecution(record);
  }

  end(): RunView {
    const withStep = new Set(this.#failedSteps.map(({ instance }) => instance?.key));
    const others = this.#failedExecutions
      .filter(({ instance }) => !withStep.has(instance.key))
      .map(({ instance, record }) => failureOf(record, instance));
    return {
      run: this.#run,
      instances: this.#withStatuses(),
      steps: [...this.#steps.values()].sort((a, b) => a.index - b.index).map(({ view }) => view),
      failures: [...this.#accounts, ...others, ...this.#failedSteps],
      unread: this.#unread,
    };
  }

  /** An instance that one of several commands of an execution went to has no execution of its own. */
  #withStatuses(): readonly InstanceView[] {
    const instances = [...this.#instances.values()];
    const statuses = new Map(instances.map(({ executionId, status }) => [status && executionId, status]));
    const failed = new Map(this.#failedSteps.map(({ instance, status }) => [instance?.key, status]));
    for (const instance of instances) {
      instance.status ??=
        failed.get(instance.key) ?? this.#lastStatuses.get(instance.key) ?? statuses.get(instance.executionId);
    }
    return instances;
  }

  #takeExecution(record: ExecutionRecord): void {
    const ended = this.#run.endTime !== undefined;
    const failed = isFailure(record.status) || (ended && record.status === "Pending");
    if (record.level === "instance") {
      const instance = this.#instance(record, record.executionId);
      instance.status = record.status;
      const before = record.earlier?.at(-1);
      if (before !== undefined) instance.statusBefore = before.status;
      if (failed) this.#failedExecutions.push({ instance, record });
    } else if (record.level === "account" && failed && record.executionId === undefined) {
      this.#accounts.push(failureOf(record));
    }
  }

  #takeStep(record: StepRecord): void {
    const instance = this.#instance(record, record.executionId);
    if (instance.status === undefined) this.#lastStatuses.set(instance.key, record.status);
    const label = stepLabel(record);
    const known = this.#steps.get(label) ?? { index: record.index, view: { step: label, answers: [] } };
    this.#steps.set(label, known);
    known.view.answers.push({ instance, status: record.status, output: record.output });
    if (isFailure(record.status)) this.#failedSteps.push({ ...failureOf(record, instance), step: label });
  }

  /** The instance of a record. Its execution's record, which has all names, may come after those of its steps. */
  #instance(record: ExecutionRecord | StepRecord, executionId: string | undefined): InstanceView {
    const { accountId, region, instance: id = executionId ?? "", instanceName = id } = record;
    const key = `${accountId}/${region}/${id}`;
    const { hostName } = record as Partial<ExecutionRecord>;
    const known = this.#instances.get(key);
    if (known !== undefined && (hostName === undefined || known.hostName !== undefined)) return known;
    if (known !== undefined) return Object.assign(known, { hostName, name: instanceName });
    const found: InstanceView = {
      ...{ key, accountId, region, instance: id, name: instanceName, status: undefined },
      ...(hostName !== undefined && { hostName }),
      ...(executionId !== undefined && { executionId }),
    };
    this.#instances.set(key, found);
    return found;
  }
}

function failureOf(
  { accountId, region, status, failure }: ExecutionRecord | StepRecord,
  instance?: InstanceView,
): FailureView {
  return {
    ...{ accountId, region, status },
    ...(instance !== undefined && { instance }),
    ...(failure !== undefined && { failure }),
  };
}
