/**
 * aws:runCommand: runs a Command document on managed nodes, and fails unless it succeeds on all of them.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html
 */
import type { JsonObject } from "../../document/json";
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
    // AWS does not document this case. The command ran on no node, so the step fails here.
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
  return { outputs, response: first as CommandInvocation & JsonObject, responseCode };
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
 * AWS's outputs are those of one node, and AWS does not document which. Here a successful command has the outputs of the
 * first node, and any other command those of the first node that did not succeed, since they explain the failure.
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
  // OutputPayload is the other outputs as JSON.
  return { ...values, OutputPayload: JSON.stringify(values) };
}
