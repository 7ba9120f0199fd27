/** Commands and invocations in the form of AWS's API. */
import type * as sdk from "@aws-sdk/client-ssm";
import { pluginOutput } from "../../machines/output";
import type { Command } from "./command";
import { executionTimeout, type Invocation, type PluginState } from "./invocation";
import { outputUrl } from "./output-places";
import { DEFAULT_LIMITS } from "./send-command-request";

export function commandRecord(command: Command): sdk.Command {
  const { request, options } = command;
  const execution = options.document.steps.map((step) => executionTimeout(step, options.parameters));
  const seconds = execution.reduce((sum, each) => sum + each, command.deliveryTimeout);
  return {
    ...commonMembers(command),
    ExpiresAfter: new Date(command.requested.getTime() + seconds * 1000),
    Parameters: request.Parameters ?? {},
    InstanceIds: request.InstanceIds ?? [],
    Targets: request.Targets ?? [],
    RequestedDateTime: command.requested,
    Status: command.status,
    StatusDetails: command.statusDetails,
    OutputS3Region: request.OutputS3Region ?? options.location.region,
    OutputS3BucketName: request.OutputS3BucketName ?? "",
    OutputS3KeyPrefix: request.OutputS3KeyPrefix ?? "",
    MaxConcurrency: request.MaxConcurrency ?? DEFAULT_LIMITS.maxConcurrency,
    MaxErrors: request.MaxErrors ?? DEFAULT_LIMITS.maxErrors,
    TargetCount: command.invocations.size,
    CompletedCount: command.completed,
    ErrorCount: command.errors,
    DeliveryTimedOutCount: command.count("DeliveryTimedOut"),
    TimeoutSeconds: command.deliveryTimeout,
    AlarmConfiguration: request.AlarmConfiguration,
  };
}

/** The answer to SendCommand: the command as Pending, even if it is in progress already. */
export function newCommandRecord(command: Command): sdk.Command {
  return {
    ...commandRecord(command),
    Status: "Pending",
    StatusDetails: "Pending",
    CompletedCount: 0,
    ErrorCount: 0,
    DeliveryTimedOutCount: 0,
  };
}

export function invocationRecord(command: Command, invocation: Invocation, details: boolean): sdk.CommandInvocation {
  const { node, requested, status, statusDetails, plugins } = invocation;
  return {
    ...commonMembers(command),
    InstanceId: node.instance.id,
    InstanceName: node.description.hostname,
    RequestedDateTime: requested,
    Status: status,
    StatusDetails: statusDetails,
    // Of several steps each has URLs of its own.
    ...(plugins.length === 1 ? outputUrls(command, invocation, 0) : { StandardOutputUrl: "", StandardErrorUrl: "" }),
    CommandPlugins: details ? plugins.map((plugin, index) => pluginRecord(command, invocation, plugin, index)) : [],
  };
}

/** AWS gives the URLs before anything is written, and whether it is written or not. */
function outputUrls(
  command: Command,
  { node }: Invocation,
  index: number,
): Required<Pick<sdk.CommandPlugin, "StandardOutputUrl" | "StandardErrorUrl">> {
  const { request, options } = command;
  const step = options.document.steps[index];
  if (step === undefined) return { StandardOutputUrl: "", StandardErrorUrl: "" };
  const url = (stream: "stdout" | "stderr") =>
    outputUrl(request, command.onNode(node.instance.id, step), options.location.region, stream);
  return { StandardOutputUrl: url("stdout"), StandardErrorUrl: url("stderr") };
}

function pluginRecord(command: Command, invocation: Invocation, plugin: PluginState, index: number): sdk.CommandPlugin {
  const { request, options } = command;
  return {
    Name: plugin.name,
    // Only the status Cancelling is missing in the enumeration, and a plugin never has it.
    Status: plugin.status as sdk.CommandPluginStatus,
    StatusDetails: plugin.statusDetails,
    ResponseCode: plugin.responseCode,
    ResponseStartDateTime: plugin.started,
    ResponseFinishDateTime: plugin.ended,
    Output: pluginOutput(plugin.stdout, plugin.stderr),
    ...outputUrls(command, invocation, index),
    OutputS3Region: request.OutputS3Region ?? options.location.region,
    OutputS3BucketName: request.OutputS3BucketName ?? "",
    OutputS3KeyPrefix: request.OutputS3KeyPrefix ?? "",
  };
}

/** GetCommandInvocation's answer for one step. A document's only step has the status of the invocation. */
export function invocationResult(
  command: Command,
  invocation: Invocation,
  plugin: PluginState,
): sdk.GetCommandInvocationResult {
  const { status, statusDetails } = invocation.plugins.length === 1 ? invocation : plugin;
  const { started, ended } = plugin;
  const seconds =
    started === undefined || ended === undefined ? undefined : (ended.getTime() - started.getTime()) / 1000;
  return {
    CommandId: command.id,
    InstanceId: invocation.node.instance.id,
    Comment: command.request.Comment ?? "",
    DocumentName: command.request.DocumentName,
    DocumentVersion: command.request.DocumentVersion ?? "$DEFAULT",
    PluginName: plugin.name,
    ResponseCode: plugin.responseCode,
    ExecutionStartDateTime: started?.toISOString() ?? "",
    ExecutionElapsedTime: seconds === undefined ? "" : `PT${String(seconds)}S`,
    ExecutionEndDateTime: ended?.toISOString() ?? "",
    Status: status,
    StatusDetails: statusDetails,
    StandardOutputContent: plugin.stdout,
    StandardErrorContent: plugin.stderr,
    ...outputUrls(command, invocation, invocation.plugins.indexOf(plugin)),
    CloudWatchOutputConfig: command.request.CloudWatchOutputConfig ?? NO_LOG_GROUP,
  };
}

/** As AWS answers for a command without these settings. */
const NO_LOG_GROUP = { CloudWatchLogGroupName: "", CloudWatchOutputEnabled: false };
/** The SDK's enumeration of types has no empty one. */
const NO_NOTIFICATION: sdk.NotificationConfig = {
  NotificationArn: "",
  NotificationEvents: [],
  NotificationType: "" as sdk.NotificationType,
};

function commonMembers({ id, request }: Command) {
  return {
    CommandId: id,
    DocumentName: request.DocumentName,
    DocumentVersion: request.DocumentVersion ?? "$DEFAULT",
    Comment: request.Comment ?? "",
    ServiceRole: request.ServiceRoleArn ?? "",
    NotificationConfig: request.NotificationConfig ?? NO_NOTIFICATION,
    CloudWatchOutputConfig: request.CloudWatchOutputConfig ?? NO_LOG_GROUP,
  };
}
