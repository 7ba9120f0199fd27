/**
 * aws:runCommand: runs a Command document on managed nodes, and fails unless it succeeds on all of them.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html
 */
import type { Json, JsonObject } from "../../document/json";
import type { ActionRunner } from "../steps/action-runner";
import { StepFailure } from "../errors";
import type { CommandInvocation, CommandOutcome } from "../ports";

const VERIFYING = "Step fails when it is verifying the command has completed";

export const runCommand: ActionRunner<"aws:runCommand"> = async ({ inputs, signal, world }) => {
  const outcome = await world.commands.run(inputs, signal);
  signal.throwIfAborted();
  const { commandId, status, statusDetails, invocations } = outcome;
  const [first] = invocations;
  if (first === undefined) {
    // AWS does not document what becomes of the step then. What was to be done was not done, so it fails.
    const details = `Command ${commandId} has no invocations: its status is ${status} (${statusDetails})`;
    throw unexpected(details, { CommandId: commandId, Status: status }, undefined);
  }
  const outputs = outputsOf(outcome, first);
  const responseCode = String(outputs.ResponseCode);
  if (status !== "Success") {
    const { Output, OutputPayload } = outputs;
    const shown = `Status=[${status}], ResponseCode=[${responseCode}], Output=[${Output}], OutputPayload=[${OutputPayload}], CommandId=[${commandId}]`;
    const details = `Command ${commandId} returns unexpected invocation result: \n{${shown}}`;
    throw unexpected(details, outputs, responseCode);
  }
  return { outputs, response: firstOf(first), responseCode };
};

function unexpected(message: string, outputs: JsonObject, responseCode: string | undefined): StepFailure {
  return new StepFailure(message, "PostVerification", "Verification", outputs, responseCode, VERIFYING);
}

interface CommandOutputs extends JsonObject {
  readonly Status: string;
  readonly ResponseCode: number;
  readonly Output: string;
  readonly CommandId: string;
  readonly OutputPayload: string;
}

/**
 * AWS supports the output of one command alone, and does not say of which node it is. Here a success shows the first
 * node, and anything else the first one that did not succeed: its output is the one that explains the failure.
 */
function outputsOf({ commandId, status, invocations }: CommandOutcome, first: CommandInvocation): CommandOutputs {
  const shown = status === "Success" ? first : (invocations.find(({ Status }) => Status !== "Success") ?? first);
  const plugins = shown.CommandPlugins;
  const plugin = (status === "Success" ? undefined : plugins.find(({ Status }) => Status !== "Success")) ?? plugins[0];
  const values = {
    Status: status,
    ResponseCode: plugin?.ResponseCode ?? -1,
    Output: plugin?.Output ?? "",
    CommandId: commandId,
  };
  // AWS has the other outputs as JSON, too.
  return { ...values, OutputPayload: JSON.stringify(values) };
}

/** What selectors select from: `$.CommandPlugins[0].Output` is what the first node printed. */
function firstOf(invocation: CommandInvocation): Json {
  return invocation as CommandInvocation & JsonObject;
}
