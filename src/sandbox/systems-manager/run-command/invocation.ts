/**
 * The invocation of a command on one node: its state, and the execution of its steps.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
import type { JsonObject } from "../../../document/json";
import type { Clock } from "../../../engine/ports";
import type { ManagedNode } from "../managed-nodes/managed-nodes";
import type { PlatformType } from "../../machines/description";
import type { ScriptResult } from "../../machines/script";
import { hasPlugin, type CommandDocument, type CommandStep } from "./command-document";
import type { RunOnNode } from "./run-on-node";
import { filledInputs, environmentOf, filledString, linesOf, pastedValues } from "./parameters";
import type { Outputs } from "./write-output";

export type InvocationStatus =
  "Pending" | "InProgress" | "Cancelling" | "Success" | "Failed" | "TimedOut" | "Cancelled";
export type StatusDetails =
  | InvocationStatus
  | "DeliveryTimedOut"
  | "ExecutionTimedOut"
  | "InvalidPlatform"
  | "Terminated"
  | "Undeliverable"
  /** Only steps have this status. */
  | "Skipped";

/** One step on one node. */
export interface PluginState {
  readonly name: string;
  status: InvocationStatus;
  statusDetails: StatusDetails;
  /** -1 until the step has started. */
  responseCode: number;
  stdout: string;
  stderr: string;
  started: Date | undefined;
  ended: Date | undefined;
}

export interface Invocation {
  readonly node: ManagedNode;
  readonly requested: Date;
  readonly plugins: readonly PluginState[];
  status: InvocationStatus;
  statusDetails: StatusDetails;
  /** Aborted when the invocation is cancelled. */
  readonly cancel: AbortController;
}

export function newInvocation(node: ManagedNode, document: CommandDocument, requested: Date): Invocation {
  return {
    node,
    requested,
    plugins: document.steps.map(({ name }) => ({
      name,
      status: "Pending",
      statusDetails: "Pending",
      responseCode: -1,
      stdout: "",
      stderr: "",
      started: undefined,
      ended: undefined,
    })),
    status: "Pending",
    statusDetails: "Pending",
    cancel: new AbortController(),
  };
}

export function hasEnded({ status }: Pick<Invocation, "status">): boolean {
  return status === "Success" || status === "Failed" || status === "TimedOut" || status === "Cancelled";
}

/** Ends the invocation, and with it the steps that have not ended. */
export function end(invocation: Invocation, status: InvocationStatus, statusDetails: StatusDetails = status): void {
  invocation.status = status;
  invocation.statusDetails = statusDetails;
  for (const plugin of invocation.plugins) if (!hasEnded(plugin)) Object.assign(plugin, { status, statusDetails });
}

export interface StepsOptions {
  readonly commandId: string;
  readonly document: CommandDocument;
  readonly parameters: JsonObject;
  readonly runOnNode: RunOnNode;
  readonly clock: Clock;
  /** Whether State Manager has sent the command. */
  readonly byAssociation: boolean;
  /** Writes the whole output of a step elsewhere; undefined if the command does not ask for it. Never rejects. */
  readonly write: ((step: CommandStep, outputs: Outputs) => Promise<void>) | undefined;
}

/** The exit code with which a script ends its document successfully. (SSM Agent, contracts.ExitWithSuccess) */
const EXIT_WITH_SUCCESS = 168;

/** Runs the steps of a delivered command. The node itself handles restarts that a script requests. */
export async function runSteps(invocation: Invocation, options: StepsOptions): Promise<void> {
  let exited = false;
  for (const [index, step] of options.document.steps.entries()) {
    const plugin = invocation.plugins[index];
    if (plugin === undefined || invocation.cancel.signal.aborted) break;
    if (exited && !step.finallyStep) {
      skip(plugin, `Step execution skipped because an earlier step has ended the document. Step name: ${step.name}`);
      continue;
    }
    const why = whySkipped(step, invocation.node.description.platform.type, options.parameters);
    if (why !== undefined) {
      skip(plugin, why);
      continue;
    }
    const code = await runStep(invocation, plugin, step, options);
    if (plugin.status === "Success") exited ||= code === EXIT_WITH_SUCCESS || step.onSuccess === "exit";
    else if (step.onFailure !== undefined) {
      exited = true;
      if (step.onFailure === "successAndExit") Object.assign(plugin, { status: "Success", statusDetails: "Success" });
    }
  }
  conclude(invocation);
}

/** The agent's message if it skips a step on the platform; undefined if it runs the step. */
function whySkipped(step: CommandStep, platform: PlatformType, parameters: JsonObject): string | undefined {
  const { name, plugin, precondition } = step;
  if (!hasPlugin(platform, plugin)) {
    return `Step execution skipped due to unsupported plugin: ${plugin}. Step name: ${name}`;
  }
  const operands = precondition?.map((operand) =>
    operand === "platformType" ? platform : filledString(operand, parameters),
  );
  return precondition === undefined || operands?.[0] === operands?.[1]
    ? undefined
    : `Step execution skipped due to unsatisfied preconditions: '"StringEquals": [${precondition.join(", ")}]'. Step name: ${name}`;
}

/** A skipped step does not fail the command. The API has no status for it, so the agent reports Success. */
function skip(plugin: PluginState, why: string): void {
  Object.assign(plugin, { status: "Success", statusDetails: "Skipped", responseCode: 0, stdout: why });
}

async function runStep(
  invocation: Invocation,
  plugin: PluginState,
  step: CommandStep,
  { commandId, document, parameters, runOnNode, clock, byAssociation, write }: StepsOptions,
): Promise<number> {
  plugin.started = clock.now();
  plugin.status = "InProgress";
  plugin.statusDetails = "InProgress";
  const { instance, description } = invocation.node;
  const result = await runOnNode(
    description,
    {
      plugin: step.plugin,
      inputs: filledInputs(step.inputs, parameters),
      byAssociation,
      commands: linesOf(step.runCommand, pastedValues(document, parameters)),
      environment: environmentOf(document, parameters),
      workingDirectory: filledString(step.workingDirectory, parameters),
      timeoutSeconds: executionTimeout(step, parameters),
      keepsAll: write !== undefined,
      commandId,
      instanceId: instance.id,
    },
    invocation.cancel.signal,
  );
  plugin.ended = clock.now();
  plugin.responseCode = result.exitCode;
  plugin.stdout = result.stdout;
  plugin.stderr = result.stderr;
  await write?.(step, result.whole ?? result);
  Object.assign(plugin, statusOf(result));
  return result.exitCode;
}

function statusOf({ ended, exitCode }: ScriptResult): Pick<PluginState, "status" | "statusDetails"> {
  switch (ended) {
    case "cancelled":
      return { status: "Cancelled", statusDetails: "Cancelled" };
    case "timed-out":
      return { status: "TimedOut", statusDetails: "ExecutionTimedOut" };
    case "exited":
      return exitCode === 0 || exitCode === EXIT_WITH_SUCCESS
        ? { status: "Success", statusDetails: "Success" }
        : { status: "Failed", statusDetails: "Failed" };
  }
}

/** The seconds that a step may take: 5 to 172800. The agent replaces other values with one hour. */
export function executionTimeout(step: CommandStep, parameters: JsonObject): number {
  const seconds = Number(filledString(step.timeoutSeconds, parameters));
  return Number.isInteger(seconds) && seconds >= 5 && seconds <= 172_800 ? seconds : 3600;
}

/** The invocation gets the most severe status of its steps. */
function conclude(invocation: Invocation): void {
  if (invocation.cancel.signal.aborted) {
    end(invocation, "Cancelled");
    return;
  }
  const has = (status: InvocationStatus) => invocation.plugins.some((plugin) => plugin.status === status);
  if (has("Cancelled")) end(invocation, "Cancelled");
  else if (has("Failed")) end(invocation, "Failed");
  else if (has("TimedOut")) end(invocation, "TimedOut", "ExecutionTimedOut");
  else end(invocation, "Success");
}
