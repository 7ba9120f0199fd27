/** What jest's `expect` can say about a simulated run. A check that fails shows the table of its steps. */
import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "../../document/json";
import type { ExecutionStatus } from "../../engine/records";
import { SimulatedRun } from "../../simulation/result";

/** What jest's `expect` has for a simulated run. */
export interface RunMatchers<Result> {
  /** The run has ended with this status: `Success`, `Failed`, `TimedOut`, … */
  toHaveStatus(status: ExecutionStatus): Result;
  /** The run has called the operation: `ec2:CreateImage`; with `parameters`, with these members among others. */
  toHaveCalled(operation: string, parameters?: JsonObject): Result;
  /** A step of the run has ended with this status; `Pending` if the run has not reached it. */
  toHaveStep(step: string, status: ExecutionStatus): Result;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the types of jest are a namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the members come from RunMatchers
    interface Matchers<R> extends RunMatchers<R> {}
  }
}

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

export const matchers = {
  toHaveStatus(received: unknown, status: ExecutionStatus): Outcome {
    const run = runIn(received);
    return outcome(run, run.status === status, `the status ${status}, and it is ${run.status}`);
  },

  toHaveStep(received: unknown, step: string, status: ExecutionStatus): Outcome {
    const run = runIn(received);
    const is = run.step(step).status;
    return outcome(run, is === status, `the status ${status} at step ${step}, and it is ${is}`);
  },

  toHaveCalled(received: unknown, operation: string, parameters: JsonObject = {}): Outcome {
    const run = runIn(received);
    const calls = run.calls.filter(({ name }) => name === operation);
    const pass = calls.some((call) => contains(call.parameters, parameters));
    const made = calls.map((call) => JSON.stringify(call.parameters)).join("\n  ");
    const called = calls.length === 0 ? `; its calls are: ${names(run)}` : `; its calls of it:\n  ${made}`;
    return outcome(run, pass, `a call of ${operation} with ${JSON.stringify(parameters)}${called}`);
  },
};

function runIn(received: unknown): SimulatedRun {
  if (received instanceof SimulatedRun) return received;
  throw new TypeError("Expected the result of simulate(); await it first.");
}

function outcome(run: SimulatedRun, pass: boolean, what: string): Outcome {
  return { pass, message: () => `Expected of ${run.runbook}: ${pass ? "not " : ""}${what}.\n\n${run.toString()}` };
}

function names(run: SimulatedRun): string {
  return [...new Set(run.calls.map(({ name }) => name))].join(", ") || "none";
}

function contains(actual: JsonObject, expected: JsonObject): boolean {
  return Object.entries(expected).every(([name, value]) => isDeepStrictEqual(actual[name], value));
}
