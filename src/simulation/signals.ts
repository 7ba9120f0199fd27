/** The signals of a simulation: approvals, rejections, resumptions and cancellations, with their senders and times. */
import { isList } from "../document/json";
import type { AutomationEngine } from "../engine/engine";
import type { Clock, Identity } from "../engine/ports";
import type { Location } from "../iam/location";
import type { StepRecord } from "../engine/records";
import { ConfigurationError } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";

export const SIGNAL_TYPES = ["Approve", "Reject", "Resume", "Cancel"] as const;

export interface SimulatedSignal {
  /** The step that waits; Cancel stops the execution while any step runs. */
  readonly step: string;
  readonly type: (typeof SIGNAL_TYPES)[number];
  /** User name or ARN of the sender. @default the step's approvers, one after the other */
  readonly by?: string;
  readonly comment?: string;
  /** Seconds of the clock since the start of the step or the previous signal. @default 0 */
  readonly after?: number;
}

export interface SignalsOptions {
  readonly signals: readonly SimulatedSignal[];
  readonly location: Location;
  readonly caller: Identity;
  readonly clock: Clock;
}

/** Milliseconds between checks whether a step waits. */
const PAUSE = 100;

export class Signals {
  /** The signals of each step that have not been sent yet. */
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

  /** Sends the signals of a step that has started. */
  stepStarted(executionId: string, step: StepRecord): void {
    const signals = this.#left.get(step.StepName);
    if (signals === undefined) return;
    this.#send(executionId, step, signals).catch((error: unknown) => {
      // After a signal that the engine refuses, the execution would wait in vain.
      if (this.#over.signal.aborted) return;
      this.#refused ??= { error };
      this.#engine.stop(this.#options.location, executionId, "Cancel");
    });
  }

  /**
   * Ends the sending of signals when the execution has ended.
   * @throws AutomationError for a signal that the execution refused
   * @throws ConfigurationError for signals to steps that do not exist
   */
  end(stepNames: ReadonlySet<string>): void {
    this.#over.abort();
    if (this.#refused !== undefined) throw this.#refused.error;
    const unknown = [...this.#left.keys()].filter((name) => !stepNames.has(name));
    if (unknown.length === 0) return;
    throw new ConfigurationError(
      ...unknown.map((name) => ({
        message: `A signal names the step "${name}", which does not exist.`,
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
        // aws:approve notifies its approvers before it waits, so its signals are sent later. Any other early signal is refused.
        if (signal.type === "Cancel" || step.Action !== "aws:approve" || step.StepStatus === "Waiting") {
          signals.shift();
          this.#deliver(executionId, step, signal, count);
          break;
        }
        await clock.sleep(PAUSE, this.#over.signal);
      }
    }
  }

  /** The current record of a step; undefined if it has ended. */
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

/** The next approver: a user name, or an ARN of a user, a role or a role session. */
function approverOf({ Inputs: inputs = {} }: StepRecord, count: number): string | undefined {
  const approvers: unknown = JSON.parse(inputs["Approvers"] ?? "[]");
  return isList(approvers) && approvers.length > 0 ? String(approvers[count % approvers.length]) : undefined;
}

/** An identity that matches the approver's name or ARN. */
function identityOf(approver: string, { partition, accountId }: Location): Identity {
  if (!approver.startsWith("arn:")) return { arn: `arn:${partition}:iam::${accountId}:user/${approver}` };
  const role = /^(arn:[^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(approver);
  if (role === null) return { arn: approver };
  const [, prefix = "", account = "", name = ""] = role;
  return { arn: `${prefix}:sts::${account}:assumed-role/${name}/simulation` };
}
