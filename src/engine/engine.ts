/**
 * The Automation service behind its API: starts, describes, stops and signals executions.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-automation.html
 */
import { isObject } from "../diagnostics/json";
import { locationKey, type Location } from "../iam/location";
import { AutomationError } from "./errors";
import type { Observer } from "./events";
import type { Identity, Platform } from "./ports";
import {
  isTerminal,
  type ApiParameters,
  type ExecutionRecord,
  type SignalType,
  type StartRequest,
  type StepRecord,
  type Tag,
} from "./records";
import { Registry } from "./registry";
import { invalidSignal } from "./signal-wait";
import { Starter } from "./starting";

/** A start that can be repeated with its ClientToken. */
interface RememberedStart {
  readonly request: string;
  readonly id: Promise<string>;
}

export class AutomationEngine {
  readonly #registry = new Registry();
  readonly #starter: Starter;
  /** By account, Region and ClientToken. */
  readonly #remembered = new Map<string, RememberedStart>();

  constructor(platform: Platform, options: { readonly observe?: Observer } = {}) {
    this.#starter = new Starter(platform, this.#registry, options.observe);
  }

  /**
   * Checks the request (document, parameters, role) and starts it.
   * @returns its id; the ID of the earlier execution if the same request came with the same ClientToken
   * @throws AutomationError; ApiCallError if a parameter's default cannot be read
   */
  async start(
    location: Location,
    caller: Identity,
    request: StartRequest,
    origin: { readonly associationId?: string } = {},
  ): Promise<string> {
    if (request.ClientToken === undefined) return this.#startNew(location, caller, request, origin);
    const key = `${locationKey(location)} ${request.ClientToken}`;
    const text = canonicalJson(request);
    const earlier = this.#remembered.get(key);
    if (earlier !== undefined && earlier.request !== text) {
      throw new AutomationError(
        "IdempotentParameterMismatch",
        "The ClientToken belongs to another request; use a new token for a new execution.",
      );
    }
    if (earlier !== undefined) return earlier.id;
    const id = this.#startNew(location, caller, request, origin);
    this.#remembered.set(key, { request: text, id });
    // A refused request can be repeated.
    id.catch(() => this.#remembered.delete(key));
    return id;
  }

  async #startNew(
    location: Location,
    caller: Identity,
    request: StartRequest,
    origin: { readonly associationId?: string },
  ): Promise<string> {
    return (await this.#starter.start(location, caller, request, { ...origin, depth: 0 })).id;
  }

  /** @throws AutomationError AutomationExecutionNotFoundException */
  record(location: Location, id: string): ExecutionRecord {
    return this.#registry.find(location, id).record();
  }

  /** The newest first, children included. */
  records(location: Location): readonly ExecutionRecord[] {
    return this.#registry
      .in(location)
      .map((execution) => execution.record())
      .reverse();
  }

  /** The tags of the execution's start. @throws AutomationError AutomationExecutionNotFoundException */
  tags(location: Location, id: string): readonly Tag[] {
    return this.#registry.find(location, id).facts.request.Tags ?? [];
  }

  /** The steps of an execution, those inside loops included. @throws AutomationError AutomationExecutionNotFoundException */
  steps(location: Location, id: string): readonly StepRecord[] {
    return this.#registry.find(location, id).run.allSteps();
  }

  /**
   * Cancel stops what runs. Complete lets the step that runs end and starts no other; the status is that of the steps so far.
   * @throws AutomationError AutomationExecutionNotFoundException, InvalidAutomationStatusUpdateException
   */
  stop(location: Location, id: string, type: "Cancel" | "Complete"): void {
    const execution = this.#registry.find(location, id);
    if (isTerminal(execution.status)) {
      throw new AutomationError(
        "InvalidAutomationStatusUpdateException",
        `The execution has ended already: its status is ${execution.status}.`,
      );
    }
    execution.stop(type);
  }

  /**
   * @throws AutomationError AutomationExecutionNotFoundException, AutomationStepNotFoundException,
   *   InvalidAutomationSignalException
   */
  signal(location: Location, sender: Identity, id: string, type: SignalType, payload: ApiParameters): void {
    const execution = this.#registry.find(location, id);
    if (isTerminal(execution.status) || execution.status === "Cancelling") {
      throw invalidSignal(`The execution accepts no signals: its status is ${execution.status}.`);
    }
    execution.run.signal(sender, type, payload);
  }

  /** Settles when the execution is terminal. @throws AutomationError AutomationExecutionNotFoundException */
  async ended(location: Location, id: string): Promise<ExecutionRecord> {
    const execution = this.#registry.find(location, id);
    await execution.ended();
    return execution.record();
  }
}

/** The same string for requests that differ only in the order of their members. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
