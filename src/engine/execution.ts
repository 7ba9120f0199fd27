/** One execution: its request, its status, and the run that carries it out. */
import type { Location } from "../iam/location";
import type { EngineEvent, Observer } from "./events";
import type { Identity, Place } from "./ports";
import type { Program } from "./program/program";
import {
  isTerminal,
  type ApiParameters,
  type ExecutionRecord,
  type ExecutionStatus,
  type ProgressCounters,
  type SignalType,
  type StartRequest,
  type StepRecord,
  type Writable,
} from "./records";

/** How an execution ended. */
export interface Conclusion {
  readonly status: "Success" | "Failed" | "TimedOut" | "Cancelled";
  readonly failureMessage?: string | undefined;
}

/** The run that carries out an execution: the steps of a document, or children for targets or locations. */
export interface Run {
  /** Never rejects because of the document or of an AWS API. */
  run(): Promise<Conclusion>;
  /** @param type Cancel stops running work; Complete lets it end, but starts no more */
  stop(type: "Cancel" | "Complete"): void;
  /** @throws AutomationError */
  signal(sender: Identity, type: SignalType, payload: ApiParameters): void;
  /** The steps that the execution itself consists of. */
  steps(): readonly StepRecord[];
  /** The same, with the steps inside loops. */
  allSteps(): readonly StepRecord[];
  /** The document's outputs as strings, in the document's order. */
  outputs(): readonly (readonly string[])[];
  /** Facts that only this kind of execution has. */
  facts(): RunFacts;
  /** The object that replaces the run when it has ended. @default the run itself */
  ended?(): KeptRun;
}

/** The part of a run that is needed after its end. */
export type KeptRun = Omit<Run, "run" | "ended">;

export type RunFacts = Pick<ExecutionRecord, "Parameters" | "Outputs"> &
  Partial<Pick<ExecutionRecord, "CurrentStepName" | "CurrentAction" | "Variables" | "ProgressCounters">> & {
    readonly ProgressCounters?: ProgressCounters;
    /** Values of the target parameter. */
    readonly resolvedTargets?: readonly string[];
  };

/** Where an execution comes from. */
export interface Origin {
  readonly associationId?: string;
  readonly parentId?: string;
  /** The value of the target parameter that a child of a rate-controlled execution is for. */
  readonly target?: string;
  /** The number of automations around it. */
  readonly depth: number;
}

interface ExecutionFacts {
  readonly id: string;
  readonly location: Location;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly program: Program;
  readonly request: StartRequest;
  readonly caller: Identity;
  readonly origin: Origin;
  /** Milliseconds since 1970, as the end. A Date takes more memory. */
  readonly startTime: number;
  readonly observe: Observer | undefined;
}

/** The number of targets in a record. An execution may have thousands. */
const SHOWN_TARGETS = 100;

export class Execution {
  status: ExecutionStatus = "InProgress";
  endTime: number | undefined;
  failureMessage: string | undefined;
  #carriedOutBy: KeptRun | undefined;
  #place: Place | undefined;
  #waiting: (() => void)[] | undefined;

  constructor(readonly facts: ExecutionFacts) {}

  get id(): string {
    return this.facts.id;
  }

  get run(): KeptRun {
    if (this.#carriedOutBy === undefined) throw new Error(`Execution ${this.id} has not started.`);
    return this.#carriedOutBy;
  }

  /** Starts the execution, which reports its own end. @param place it is Pending until it is admitted there */
  begin(run: Run, now: () => Date, place?: Place): void {
    this.#carriedOutBy = run;
    this.#place = place;
    if (place?.admitted !== undefined) this.status = "Pending";
    this.#tell("executionStarted");
    void this.#carryOut(run, now);
  }

  async #carryOut(run: Run, now: () => Date): Promise<void> {
    let conclusion: Conclusion;
    try {
      if (this.#place?.admitted !== undefined) await this.#admission(this.#place.admitted);
      conclusion = await run.run();
    } catch (error) {
      // An error in the engine or in a port must not end the process, and must not go unseen.
      conclusion = { status: "Failed", failureMessage: `Internal Server Error. ${String(error)}` };
    }
    this.status = conclusion.status;
    this.failureMessage = conclusion.failureMessage;
    this.endTime = now().getTime();
    if (run.ended !== undefined) this.#carriedOutBy = run.ended();
    this.#place?.leave();
    this.#place = undefined;
    this.#tell("executionEnded");
    const waiting = this.#waiting;
    this.#waiting = undefined;
    for (const resolve of waiting ?? []) resolve();
  }

  async #admission(admitted: Promise<void>): Promise<void> {
    await admitted;
    // It may have been cancelled meanwhile.
    if (this.status === "Pending") this.status = "InProgress";
  }

  /** Settles when the execution is terminal. */
  ended(): Promise<void> {
    if (isTerminal(this.status)) return Promise.resolve();
    return new Promise((resolve) => (this.#waiting ??= []).push(resolve));
  }

  /** @param type as in Run */
  stop(type: "Cancel" | "Complete"): void {
    if (isTerminal(this.status)) return;
    const isPending = this.status === "Pending";
    this.run.stop(type);
    // Nobody waits to be told that there is nothing to do.
    if (isPending) this.#place?.leave();
  }

  #tell(kind: "executionStarted" | "executionEnded"): void {
    const { location } = this.facts;
    this.#observe(() => ({ kind, location, executionId: this.id, record: this.record() }));
  }

  /** Reports that a step has started or ended. */
  tellStep(kind: "stepStarted" | "stepEnded", step: { record(): StepRecord }): void {
    const { location } = this.facts;
    this.#observe(() => ({ kind, location, executionId: this.id, step: step.record() }));
  }

  /** An observer must not change how an execution ends: an error in it becomes a warning. */
  #observe(event: () => EngineEvent): void {
    const { observe } = this.facts;
    if (observe === undefined) return;
    try {
      observe(event());
    } catch (error) {
      process.emitWarning(`An observer of the execution ${this.id} failed: ${String(error)}`);
    }
  }

  record(): ExecutionRecord {
    const { request, origin, caller } = this.facts;
    const { resolvedTargets, ...run } = this.run.facts();
    const record: Writable<ExecutionRecord> = {
      AutomationExecutionId: this.id,
      DocumentName: this.facts.documentName,
      DocumentVersion: this.facts.documentVersion,
      ExecutionStartTime: new Date(this.facts.startTime),
      AutomationExecutionStatus: this.status,
      StepExecutions: this.run.steps(),
      Mode: request.Mode ?? "Auto",
      ExecutedBy: caller.arn,
      Targets: request.Targets ?? [],
      ResolvedTargets: {
        ParameterValues: resolvedTargets?.slice(0, SHOWN_TARGETS) ?? [],
        Truncated: (resolvedTargets?.length ?? 0) > SHOWN_TARGETS,
      },
      ...run,
    };
    if (this.endTime !== undefined) record.ExecutionEndTime = new Date(this.endTime);
    if (this.failureMessage !== undefined) record.FailureMessage = this.failureMessage;
    if (origin.parentId !== undefined) record.ParentAutomationExecutionId = origin.parentId;
    if (origin.target !== undefined) record.Target = origin.target;
    if (origin.associationId !== undefined) record.AssociationId = origin.associationId;
    if (request.TargetParameterName !== undefined) record.TargetParameterName = request.TargetParameterName;
    if (request.TargetMaps !== undefined) record.TargetMaps = request.TargetMaps;
    if (request.TargetLocations !== undefined) record.TargetLocations = request.TargetLocations;
    if (request.MaxConcurrency !== undefined) record.MaxConcurrency = request.MaxConcurrency;
    if (request.MaxErrors !== undefined) record.MaxErrors = request.MaxErrors;
    return record;
  }
}
