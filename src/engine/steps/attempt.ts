/**
 * One attempt of a step: provides the runner's context, ends the attempt at its time-out or when it is stopped, and limits
 * the wait for a runner that ignores its signal.
 */
import type { Location } from "../../iam/location";
import type { ActionContext, ActionResult, ChildExecution, Runner, StepContext } from "./action-runner";
import { TIMED_OUT, type Interruption } from "../interruption";
import { giveBack, takeController, type PooledController } from "./controller-pool";
import type { Clock, World } from "../ports";
import type { StartRequest } from "../records";
import type { Scope } from "../program/scope";

/** Milliseconds within which a runner must end after its signal is aborted. */
const GRACE = 10_000;

export type AttemptEnd =
  | { readonly kind: "done"; readonly result: ActionResult }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "interrupted"; readonly by: Interruption };

/** The context that all attempts of an execution share. */
export class AttemptHost {
  readonly #startChild: StepContext["startChild"];

  constructor(
    readonly executionId: string,
    readonly location: Location,
    readonly world: World,
    readonly clock: Clock,
    readonly scope: Scope,
    startChild: StepContext["startChild"],
  ) {
    this.#startChild = startChild;
  }

  startChild(request: StartRequest): Promise<ChildExecution> {
    return this.#startChild(request);
  }
}

export class Attempt<Inputs> implements ActionContext<Inputs> {
  #pooled: PooledController | undefined;
  #interruption: Interruption | undefined;
  #settle: ((end: AttemptEnd) => void) | undefined;
  #cancelTimer: (() => void) | undefined;

  readonly #host: AttemptHost;

  constructor(
    readonly stepName: string,
    readonly inputs: Inputs,
    host: AttemptHost,
  ) {
    this.#host = host;
  }

  get executionId(): string {
    return this.#host.executionId;
  }
  get location(): Location {
    return this.#host.location;
  }
  get world(): World {
    return this.#host.world;
  }
  get clock(): Clock {
    return this.#host.clock;
  }
  get globals(): Readonly<Record<string, string>> {
    return this.#host.scope.globals;
  }
  get signal(): AbortSignal {
    if (this.#pooled === undefined) {
      this.#pooled = takeController();
      if (this.#interruption !== undefined) this.#pooled.controller.abort(this.#interruption);
    }
    return this.#pooled.controller.signal;
  }
  startChild(request: StartRequest): Promise<ChildExecution> {
    return this.#host.startChild(request);
  }

  /** Runs the attempt. It always ends. @param milliseconds until `timedOut`; undefined: no time-out */
  run(runner: Runner<Inputs>, milliseconds: number | undefined): Promise<AttemptEnd> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      if (milliseconds !== undefined) {
        this.#cancelTimer = this.clock.after(milliseconds, () => this.interrupt(TIMED_OUT));
      }
      this.#start(runner).then(
        (result) => this.#end({ kind: "done", result }),
        (error: unknown) => this.#end({ kind: "failed", error }),
      );
    });
  }

  #start(runner: Runner<Inputs>): Promise<ActionResult> {
    try {
      return runner(this);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Tells the runner to stop. Only the first call has an effect. */
  interrupt(interruption: Interruption): void {
    if (this.#interruption !== undefined || this.#settle === undefined) return;
    this.#interruption = interruption;
    this.#cancelTimer?.();
    this.#cancelTimer = this.clock.after(GRACE, () => this.#end({ kind: "interrupted", by: interruption }));
    this.#pooled?.controller.abort(interruption);
  }

  #end(end: AttemptEnd): void {
    const settle = this.#settle;
    if (settle === undefined) return;
    this.#settle = undefined;
    this.#cancelTimer?.();
    if (this.#pooled !== undefined) giveBack(this.#pooled);
    // The attempt was stopped. Any later result of the runner is ignored.
    settle(this.#interruption === undefined ? end : { kind: "interrupted", by: this.#interruption });
  }
}
