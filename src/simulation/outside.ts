/**
 * Calls of a simulation to the outside: functions of a test, a real shell, a real Python. The virtual clock stops meanwhile,
 * work that does not end is aborted, and an error in the test itself is not a failure of the runbook.
 */
import { VirtualClock } from "../engine/clock";
import type { Clock } from "../engine/ports";
import { OperationError } from "../diagnostics/errors";
import { jumpingTime, REAL_TIME, type MachineTime } from "../sandbox/machines/machine-time";

/** Seconds of real time that a piece of work may take if the clock is virtual. */
const PATIENCE = 60;

/** Whether an error is an answer that fails the step; any other error is a fault of the test. */
type IsAnswer = (error: unknown) => boolean;

export class Outside {
  /** The first error that is not a failure of the runbook. */
  fault: { readonly error: unknown } | undefined;
  readonly time: MachineTime;

  constructor(readonly clock: Clock) {
    this.time = clock instanceof VirtualClock ? jumpingTime(clock) : REAL_TIME;
  }

  /** Calls a function of the test. */
  async ask<T>(isAnswer: IsAnswer, answer: () => T | Promise<T>): Promise<T> {
    try {
      const answered = answer();
      return answered instanceof Promise ? await this.time.during(answered) : answered;
    } catch (error) {
      if (!isAnswer(error)) this.fault ??= { error };
      throw error;
    }
  }

  /** Runs programs, which stop the virtual clock themselves. @param what subject of the message if the work does not end */
  async work<T>(
    what: string,
    signal: AbortSignal,
    isAnswer: IsAnswer,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const patience = new AbortController();
    const impatient = this.time.jumps ? setTimeout(() => patience.abort(), PATIENCE * 1000) : undefined;
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
    message: `${what} has not ended within ${PATIENCE} seconds of real time, so the simulation has stopped.`,
    remedy: "Wait with sleep, which takes no real time in a simulation, or supply a function in its place.",
  });
}
