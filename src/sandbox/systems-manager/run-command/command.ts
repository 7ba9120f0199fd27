/**
 * One command, from sending it to its nodes within its limits to its final status.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
import { randomUUID } from "node:crypto";
import type { SendCommandRequest } from "@aws-sdk/client-ssm";
import type { Limit } from "p-limit";
import type { JsonObject } from "../../../document/json";
import { runWithLimits } from "../../../engine/fan-out/limits";
import type { Clock } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import type { ManagedNode } from "../managed-nodes/managed-nodes";
import type { CommandDocument, CommandStep } from "./command-document";
import { inTurn } from "./in-turn";
import {
  end,
  hasEnded,
  newInvocation,
  runSteps,
  type Invocation,
  type StatusDetails,
  type StepsOptions,
} from "./invocation";
import type { StepOnNode } from "./output-places";
import { writesOutput, type WriteOutput } from "./write-output";
import type { RunOnNode } from "./run-on-node";
import { DEFAULT_LIMITS, DEFAULT_TIMEOUT } from "./send-command-request";

export type CommandStatus = "Pending" | "InProgress" | "Cancelling" | "Success" | "Failed" | "TimedOut" | "Cancelled";
export type CommandStatusDetails = StatusDetails | "NoInstancesInTag" | "Incomplete";

/** What State Manager adds to its commands. */
export interface ByAssociation {
  /** The folder in S3 of a node's outputs, in place of the command's. */
  readonly outputFolder: (instanceId: string) => string;
}

export interface CommandOptions {
  readonly location: Location;
  readonly request: SendCommandRequest;
  readonly document: CommandDocument;
  readonly parameters: JsonObject;
  readonly nodes: readonly ManagedNode[];
  readonly clock: Clock;
  readonly runOnNode: RunOnNode;
  /** Writes outputs to S3 and CloudWatch Logs; undefined: none are written. */
  readonly writeOutput: WriteOutput | undefined;
  /** Waits until a node accepts commands. @returns undefined if the instance is terminated */
  readonly untilReady: (instanceId: string, signal: AbortSignal) => Promise<ManagedNode | undefined>;
  /** Limits how many commands a node runs at a time. */
  readonly limitOf: (instanceId: string) => Limit;
  readonly log: (line: string) => void;
  /** Whether State Manager has sent the command. */
  readonly byAssociation: ByAssociation | undefined;
}

/** Statuses of invocations that count against MaxErrors. */
const ERRORS: ReadonlySet<StatusDetails> = new Set<StatusDetails>(["Failed", "ExecutionTimedOut"]);

export class Command {
  readonly id = randomUUID();
  readonly requested: Date;
  readonly invocations: ReadonlyMap<string, Invocation>;
  status: CommandStatus = "Pending";
  statusDetails: CommandStatusDetails = "Pending";
  /** Settles when every invocation has ended. */
  readonly ended: Promise<void>;
  readonly #sending = new AbortController();

  constructor(readonly options: CommandOptions) {
    const { nodes, document, clock } = options;
    this.requested = clock.now();
    this.invocations = new Map(nodes.map((node) => [node.instance.id, newInvocation(node, document, this.requested)]));
    this.ended = this.#run();
  }

  get request(): SendCommandRequest {
    return this.options.request;
  }

  /** Seconds that an invocation may wait for its node. */
  get deliveryTimeout(): number {
    return this.request.TimeoutSeconds ?? DEFAULT_TIMEOUT;
  }

  /** The number of invocations with one of these statuses. */
  count(...details: readonly StatusDetails[]): number {
    let count = 0;
    for (const { statusDetails } of this.invocations.values()) if (details.includes(statusDetails)) count++;
    return count;
  }

  get completed(): number {
    let count = 0;
    for (const invocation of this.invocations.values()) if (hasEnded(invocation)) count++;
    return count;
  }

  get errors(): number {
    return this.count(...ERRORS);
  }

  /** @param instanceIds of the invocations to cancel; all if undefined */
  cancel(instanceIds?: readonly string[]): void {
    if (hasEnded(this)) return;
    if (instanceIds === undefined) {
      this.status = "Cancelling";
      this.statusDetails = "Cancelling";
      this.#sending.abort();
    }
    for (const [id, invocation] of this.invocations) {
      if (hasEnded(invocation) || instanceIds?.includes(id) === false) continue;
      const isRunning = invocation.status === "InProgress";
      invocation.cancel.abort();
      if (isRunning) invocation.status = invocation.statusDetails = "Cancelling";
      else end(invocation, "Cancelled");
    }
  }

  async #run(): Promise<void> {
    // Starts after the constructor has returned.
    await Promise.resolve();
    const {
      MaxConcurrency: maxConcurrency = DEFAULT_LIMITS.maxConcurrency,
      MaxErrors: maxErrors = DEFAULT_LIMITS.maxErrors,
    } = this.request;
    if (this.status === "Pending") this.status = this.statusDetails = "InProgress";
    const invocations = [...this.invocations.values()];
    const { limitExceeded } = await runWithLimits(
      invocations,
      { maxConcurrency, maxErrors, ramp: false },
      (invocation) => this.#invoke(invocation),
      this.#sending.signal,
    );
    for (const invocation of invocations) {
      if (!hasEnded(invocation)) end(invocation, "Cancelled", limitExceeded ? "Terminated" : "Cancelled");
    }
    this.#conclude(limitExceeded);
  }

  /** @returns whether the invocation does not count as an error against MaxErrors */
  async #invoke(invocation: Invocation): Promise<boolean> {
    if (hasEnded(invocation)) return true;
    const { document, parameters, runOnNode, clock, limitOf, log, byAssociation } = this.options;
    const { id } = invocation.node.instance;
    try {
      if (!document.platformTypes.includes(invocation.node.description.platform.type)) {
        end(invocation, "Failed", "InvalidPlatform");
      } else if (await this.#deliver(invocation)) {
        invocation.status = invocation.statusDetails = "InProgress";
        await inTurn(
          limitOf(id),
          () =>
            runSteps(invocation, {
              ...{ commandId: this.id, document, parameters, runOnNode, clock },
              byAssociation: byAssociation !== undefined,
              write: this.#writer(invocation),
            }),
          invocation.cancel.signal,
        );
        if (!hasEnded(invocation)) end(invocation, "Cancelled");
      }
    } catch (error) {
      log(`run command: ${this.id} on ${id}: ${(error as Error).stack ?? String(error)}`);
      for (const plugin of invocation.plugins) {
        if (!hasEnded(plugin)) plugin.stderr = `The sandbox could not run the command: ${(error as Error).message}`;
      }
      end(invocation, "Failed");
    }
    return !ERRORS.has(invocation.statusDetails);
  }

  /** The step of this command on a node, whose output has a place of its own. */
  onNode(instanceId: string, step: CommandStep): StepOnNode {
    return { commandId: this.id, instanceId, step, folder: this.options.byAssociation?.outputFolder(instanceId) };
  }

  #writer({ node }: Invocation): StepsOptions["write"] {
    const { location, writeOutput } = this.options;
    if (writeOutput === undefined || !writesOutput(this.request)) return undefined;
    return (step, outputs) => writeOutput(location, node, this.request, this.onNode(node.instance.id, step), outputs);
  }

  /**
   * Waits until the node accepts the command. AWS counts TimeoutSeconds from the request. Here it counts from the sending to
   * this node, so that with a low MaxConcurrency no invocation times out before it is sent.
   */
  async #deliver(invocation: Invocation): Promise<boolean> {
    const { clock, untilReady } = this.options;
    const waiting = new AbortController();
    const stop = () => {
      waiting.abort();
    };
    const forget = clock.after(this.deliveryTimeout * 1000, stop);
    invocation.cancel.signal.addEventListener("abort", stop, { once: true });
    try {
      const node = await untilReady(invocation.node.instance.id, waiting.signal);
      // AWS's status for an invocation whose instance no longer exists.
      if (node === undefined && !hasEnded(invocation)) end(invocation, "Failed", "Undeliverable");
      return !hasEnded(invocation);
    } catch (error) {
      if (!waiting.signal.aborted) throw error;
      if (!hasEnded(invocation)) end(invocation, "TimedOut", "DeliveryTimedOut");
      return false;
    } finally {
      forget();
      invocation.cancel.signal.removeEventListener("abort", stop);
    }
  }

  /**
   * Derives the command's status from those of its invocations. AWS does not document the Status for the details
   * NoInstancesInTag and Incomplete; here it is Failed. If every invocation has the same status, so does the command.
   */
  #conclude(limitExceeded: boolean): void {
    const set = (status: CommandStatus, details: CommandStatusDetails = status): void => {
      this.status = status;
      this.statusDetails = details;
    };
    const total = this.invocations.size;
    const [only] = this.invocations.values();
    if (this.#sending.signal.aborted) set("Cancelled");
    else if (only === undefined) set("Failed", "NoInstancesInTag");
    else if (this.count("Success") === total) set("Success");
    else if (this.count(only.statusDetails) === total) set(only.status, only.statusDetails);
    else if (limitExceeded) set("Failed");
    else set("Failed", "Incomplete");
  }
}
