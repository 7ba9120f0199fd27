/** Automation in the administrator account that answers as AWS does: it starts a token once, and finds executions by keys of tags. */
import type { AutomationExecutionMetadata, StartAutomationExecutionRequest } from "@aws-sdk/client-ssm";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";
import type { Clock, RunControl } from "../../../src/operations/runs/ports";
import { id, MANAGEMENT } from "../collect/fake-aws";

interface Started {
  readonly id: string;
  readonly input: StartAutomationExecutionRequest;
}

/** What happens at a call: it is lost before AWS gets it, its answer is lost, or the process dies at either moment. */
export type Fault = "lost" | "answer-lost" | "killed" | "killed-after" | "refused" | undefined;

/** The process is gone: nothing after it runs. */
export class KilledError extends Error {}

export class FakeAutomation implements RunControl {
  readonly caller = { arn: `arn:aws:iam::${MANAGEMENT}:user/operator`, accountId: MANAGEMENT };
  readonly started: Started[] = [];
  readonly stopped: string[] = [];
  calls = 0;

  /** @param faultAt by the number of the call, from 1 */
  constructor(readonly faultAt: (call: number) => Fault = () => undefined) {}

  start(input: StartAutomationExecutionRequest): Promise<string> {
    return this.#call(() => {
      const known = this.started.find((each) => each.input.ClientToken === input.ClientToken);
      if (known !== undefined) return known.id;
      const started = { id: id(100 + this.started.length), input };
      this.started.push(started);
      return started.id;
    });
  }

  tagged(keys: readonly string[]): Promise<readonly AutomationExecutionMetadata[]> {
    return this.#call(() =>
      this.started
        .filter(({ input }) => input.Tags?.some(({ Key = "" }) => keys.includes(Key)))
        .map((each) => ({ AutomationExecutionId: each.id })),
    );
  }

  running(): Promise<readonly AutomationExecutionMetadata[]> {
    return Promise.resolve([]);
  }

  stop(executionId: string): Promise<void> {
    return this.#call(() => void this.stopped.push(executionId));
  }

  async #call<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    this.calls += 1;
    const fault = this.faultAt(this.calls);
    if (fault === "lost") throw unreadableBecause("unreachable", "TimeoutError: socket hang up");
    if (fault === "refused") throw unreadableBecause("other", "InvalidAutomationExecutionParametersException: no");
    if (fault === "killed") throw new KilledError();
    const answer = work();
    if (fault === "answer-lost") throw unreadableBecause("unreachable", "ECONNRESET: read ECONNRESET");
    if (fault === "killed-after") throw new KilledError();
    return answer;
  }
}

/** Waits take no time. */
export class FakeClock implements Clock {
  readonly waits: number[] = [];
  #now = Date.parse("2026-11-29T09:00:00Z");

  now(): Date {
    return new Date(this.#now);
  }

  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.waits.push(milliseconds);
    this.#now += milliseconds;
  }
}
