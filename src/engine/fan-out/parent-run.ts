/** The common part of the two kinds of parent executions. They run children within limits, but no steps of the document. */
import { failureMessage } from "../steps/failure-message";
import { countProgress, type ChildStep } from "./child-step";
import { ApiCallError, AutomationError } from "../errors";
import type { Conclusion, Execution, Run, RunFacts } from "../execution";
import { failureDetails } from "../steps/failure-details";
import type { LimitedRun } from "./limits";
import type { Clock } from "../ports";
import type { StepRecord } from "../records";
import { invalidSignal } from "../signal-wait";

export abstract class ParentRun implements Run {
  /** One for each child, those that are not started as well. */
  protected children: readonly ChildStep[] = [];
  readonly #stop = new AbortController();
  readonly #running = new Set<Execution>();
  #isCancelled = false;

  readonly #clock: Clock;

  constructor(
    protected readonly execution: Execution,
    clock: Clock,
  ) {
    this.#clock = clock;
  }

  /** Aborted when no more children are to be started. */
  protected get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Determines the children and runs them. @throws AutomationError, ApiCallError */
  protected abstract runChildren(): Promise<readonly LimitedRun[]>;

  async run(): Promise<Conclusion> {
    try {
      const runs = await this.runChildren();
      if (this.#isCancelled) return { status: "Cancelled" };
      const exceeded = runs.filter(({ limitExceeded }) => limitExceeded);
      if (exceeded.length === 0) return { status: "Success" };
      // AWS does not document the message.
      const errors = exceeded.reduce((sum, run) => sum + run.errors, 0);
      const summary = `The error limit is exceeded: ${errors} child ${errors === 1 ? "execution" : "executions"} failed.`;
      return { status: "Failed", failureMessage: [summary, ...causesOf(this.children)].join(" ") };
    } catch (error) {
      if (this.#isCancelled) return { status: "Cancelled" };
      // Complete was requested before any child existed.
      if (this.stopSignal.aborted && error === this.stopSignal.reason) return { status: "Success" };
      return { status: "Failed", failureMessage: failureMessage(asCallError(error)) };
    }
  }

  /** Runs one child to its end. @returns false if it counts as an error: AWS counts failures and time-outs */
  protected async runChild(step: ChildStep, start: () => Promise<Execution>): Promise<boolean> {
    step.startTime = this.#clock.now();
    step.status = "InProgress";
    this.execution.tellStep("stepStarted", step);
    try {
      const child = await start();
      step.childId = child.id;
      this.#running.add(child);
      if (this.#isCancelled) child.stop("Cancel");
      await child.ended();
      this.#running.delete(child);
      step.status = child.status;
      step.failureMessage = child.failureMessage;
    } catch (error) {
      step.status = "Failed";
      step.failureMessage = this.failureOf(error);
      step.failureDetails = failureDetails(error);
    }
    step.endTime = this.#clock.now();
    this.execution.tellStep("stepEnded", step);
    return !isError(step);
  }

  /** The failure message of a step whose child could not be started. */
  protected failureOf(error: unknown): string {
    return failureMessage(asCallError(error));
  }

  stop(type: "Cancel" | "Complete"): void {
    if (type === "Cancel" && !this.#isCancelled) {
      this.#isCancelled = true;
      this.execution.status = "Cancelling";
      for (const child of this.#running) child.stop("Cancel");
    }
    this.#stop.abort();
  }

  signal(): never {
    throw invalidSignal("The execution runs other executions and waits for no signal; send it to the child.");
  }

  steps(): readonly StepRecord[] {
    return this.children.map((step) => step.record());
  }

  allSteps(): readonly StepRecord[] {
    return this.steps();
  }

  facts(): RunFacts {
    return {
      Parameters: this.execution.facts.request.Parameters ?? {},
      Outputs: {},
      ProgressCounters: countProgress(this.children),
    };
  }

  outputs(): readonly (readonly string[])[] {
    return [];
  }
}

function isError({ status }: ChildStep): boolean {
  return status === "Failed" || status === "TimedOut";
}

/** A fleet can have thousands of children that fail for one reason. */
const SHOWN_CAUSES = 3;

/** Where and why the first children failed. */
function causesOf(children: readonly ChildStep[]): readonly string[] {
  const failed = children.filter(isError);
  const shown = failed.slice(0, SHOWN_CAUSES).map((step) => `${step.place}: ${step.failureMessage ?? step.status}`);
  const others = failed.length - shown.length;
  return others === 0 ? shown : [...shown, `${others} more failed.`];
}

/** For a parent, a refused start is a failed call. */
function asCallError(error: unknown): unknown {
  return error instanceof AutomationError
    ? new ApiCallError(error.code, error.message, "StartAutomationExecution")
    : error;
}
