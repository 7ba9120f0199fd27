/** The people of a simulation: who approves, rejects, resumes or cancels, and when. */
import { isList } from "../document/json";
import type { AutomationEngine } from "../engine/engine";
import type { Clock, Identity, Location } from "../engine/ports";
import type { StepRecord } from "../engine/records";
import { ConfigurationError } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";

export const SIGNAL_TYPES = ["Approve", "Reject", "Resume", "Cancel"] as const;

export interface SimulatedSignal {
  /** The step that waits; Cancel stops the execution while any step runs. */
  readonly step: string;
  readonly type: (typeof SIGNAL_TYPES)[number];
  /** User name or ARN of who sends it. @default the step's approvers, one after the other */
  readonly by?: string;
  readonly comment?: string;
  /** Seconds of the clock, from when the step has begun or the signal before it was sent. @default 0 */
  readonly after?: number;
}

export interface SignalsOptions {
  readonly signals: readonly SimulatedSignal[];
  readonly location: Location;
  readonly caller: Identity;
  readonly clock: Clock;
}

/** Milliseconds until it is asked again whether a step waits. */
const PAUSE = 100;

export class Signals {
  /** Those of each step that are still to be sent. */
  readonly #left = new Map<string, SimulatedSignal[]>();
  readonly #over = new AbortController();
  #refused: { readonly error: unknown } | undefined;

  readonly #engine: AutomationEngine;
  readonly #options: SignalsOptions;

  constructor(engine: AutomationEngine, options: SignalsOptions) {
    this.#engine = engine;
    this.#options = options;
    for (const signal of options.signals) {
      this.#left.set(signal.step, [...(this.#left.get(signal.step) ?? []), signal]);
    }
  }

  /** A step has begun: what is there for it is sent. */
  stepStarted(executionId: string, step: StepRecord): void {
    const signals = this.#left.get(step.StepName);
    if (signals === undefined) return;
    this.#send(executionId, step, signals).catch((error: unknown) => {
      // A signal that the engine does not take leaves the execution waiting: there is no use in that.
      if (this.#over.signal.aborted) return;
      this.#refused ??= { error };
      this.#engine.stop(this.#options.location, executionId, "Cancel");
    });
  }

  /**
   * The execution has ended: nothing is sent any more.
   * @throws AutomationError for a signal that the execution did not take
   * @throws ConfigurationError for signals to steps that there are not
   */
  end(stepNames: ReadonlySet<string>): void {
    this.#over.abort();
    if (this.#refused !== undefined) throw this.#refused.error;
    const unknown = [...this.#left.keys()].filter((name) => !stepNames.has(name));
    if (unknown.length === 0) return;
    throw new ConfigurationError(
      ...unknown.map((name) => ({
        message: `There is a signal for the step "${name}", and no such step.`,
        remedy: didYouMean(name, [...stepNames]),
      })),
    );
  }

  async #send(executionId: string, { StepExecutionId: id }: StepRecord, signals: SimulatedSignal[]): Promise<void> {
    const { clock } = this.#options;
    for (let count = 0; ; count++) {
      const [signal] = signals;
      if (signal === undefined) return;
      await clock.sleep((signal.after ?? 0) * 1000, this.#over.signal);
      for (;;) {
        const step = this.#running(executionId, id);
        if (step === undefined) return;
        // A step that approves tells its approvers before it waits. Whatever else is sent too early is refused.
        if (signal.type === "Cancel" || step.Action !== "aws:approve" || step.StepStatus === "Waiting") {
          signals.shift();
          this.#deliver(executionId, step, signal, count);
          break;
        }
        await clock.sleep(PAUSE, this.#over.signal);
      }
    }
  }

  /** The step as it is, unless it has ended. */
  #running(executionId: string, stepId: string): StepRecord | undefined {
    const steps = this.#engine.steps(this.#options.location, executionId);
    return steps.find(
      ({ StepExecutionId: id, ExecutionEndTime: end, StepStatus: status }) =>
        id === stepId && end === undefined && status !== "Cancelling",
    );
  }

  #deliver(executionId: string, step: StepRecord, { type, by, comment }: SimulatedSignal, count: number): void {
    const { location, caller } = this.#options;
    if (type === "Cancel") return this.#engine.stop(location, executionId, "Cancel");
    const sender = by === undefined ? approverOf(step, count) : by;
    this.#engine.signal(
      location,
      sender === undefined ? caller : identityOf(sender, location),
      executionId,
      type,
      type === "Resume" ? { StepName: [step.StepName] } : comment === undefined ? {} : { Comment: [comment] },
    );
  }
}

/** The approver whose turn it is: a user name, or an ARN of a user, a role or a session of it. */
function approverOf({ Inputs: inputs = {} }: StepRecord, count: number): string | undefined {
  const approvers: unknown = JSON.parse(inputs["Approvers"] ?? "[]");
  return isList(approvers) && approvers.length > 0 ? String(approvers[count % approvers.length]) : undefined;
}

/** Somebody whom an approver's name or ARN stands for. */
function identityOf(approver: string, { partition, accountId }: Location): Identity {
  if (!approver.startsWith("arn:")) return { arn: `arn:${partition}:iam::${accountId}:user/${approver}` };
  const role = /^(arn:[^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(approver);
  if (role === null) return { arn: approver };
  const [, prefix = "", account = "", name = ""] = role;
  return { arn: `${prefix}:sts::${account}:assumed-role/${name}/simulation` };
}
