/**
 * What a simulation asks of the world outside of the engine: functions of a test, a real shell, a real Python. Virtual
 * time stands still meanwhile, work that never ends is given up, and a fault of the test itself is not taken for a
 * failure of the runbook.
 */
import { VirtualClock } from "../engine/clock";
import type { Clock } from "../engine/ports";
import { OperationError } from "../diagnostics/errors";
import { leapingTime, REAL_TIME, type MachineTime } from "../sandbox/machines/machine-time";

/** Seconds of the machine's own time that a piece of work may take where the clock is a virtual one. */
const PATIENCE = 60;

/** Whether an error is an answer of the world, with which a step fails; any other is a fault. */
type IsAnswer = (error: unknown) => boolean;

export class Outside {
  /** What went wrong that is no failure of the runbook: the first counts. */
  fault: { readonly error: unknown } | undefined;
  readonly time: MachineTime;

  constructor(readonly clock: Clock) {
    this.time = clock instanceof VirtualClock ? leapingTime(clock) : REAL_TIME;
  }

  /** Asks a function of the test. */
  async ask<T>(isAnswer: IsAnswer, answer: () => T | Promise<T>): Promise<T> {
    try {
      const answered = answer();
      return answered instanceof Promise ? await this.time.during(answered) : answered;
    } catch (error) {
      if (!isAnswer(error)) this.fault ??= { error };
      throw error;
    }
  }

  /** Has programs work, which say by themselves when the time stands still. `what`: as the subject of a sentence. */
  async work<T>(
    what: string,
    signal: AbortSignal,
    isAnswer: IsAnswer,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const patience = new AbortController();
    const impatient = this.time.leaps ? setTimeout(() => patience.abort(), PATIENCE * 1000) : undefined;
    try {
      const result = await work(AbortSignal.any([signal, patience.signal]));
      patience.signal.throwIfAborted();
      return result;
    } catch (error) {
      if (patience.signal.aborted) this.fault ??= { error: endless(what) };
      else if (!signal.aborted && !isAnswer(error)) this.fault ??= { error };
      throw error;
    } finally {
      clearTimeout(impatient);
    }
  }
}

function endless(what: string): OperationError {
  return new OperationError({
    message: `${what} has not ended within ${PATIENCE} seconds of real time: the simulation gives up.`,
    remedy: "Where it waits, let it sleep: in a simulation that takes no time. Or answer in its place with a function.",
  });
}
