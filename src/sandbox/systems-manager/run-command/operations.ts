/**
 * Run Command's operations of the Systems Manager API.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import type { Location } from "../../../iam/location";
import type { Authorizer } from "../../authorization/authorizer";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, integer, list, required, structure, text } from "../../protocol/constraints";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import { locationOf } from "../../protocol/location";
import { page } from "../../protocol/pages";
import { commandRecord, invocationRecord, invocationResult, newCommandRecord } from "./api-records";
import type { Command } from "./command";
import { mayRead } from "./commands-port";
import type { Invocation } from "./invocation";
import { COMMAND_FILTERS, INVOCATION_FILTERS, readFilters } from "./list-filters";
import type { RunCommand } from "./run-command";
import { commandId, instanceId } from "./send-command-request";

type Service = Pick<RunCommand, "send" | "list" | "find">;

/** The page size if MaxResults is left out; AWS does not document its own. */
const PAGE_SIZE = 50;

export function runCommandOperations(
  service: Service,
  authorizer: Pick<Authorizer, "require">,
): readonly JsonOperation[] {
  return [
    sendCommand(service, authorizer),
    cancelCommand(service),
    listCommands(service),
    listCommandInvocations(service),
    getCommandInvocation(service),
  ];
}

function sendCommand(service: Service, authorizer: Pick<Authorizer, "require">): JsonOperation {
  return jsonOperation<sdk.SendCommandRequest, sdk.SendCommandResult>(sdk.SendCommand$, async (input, request) => {
    const location = locationOf(request);
    const permission = { parameter: mayRead(authorizer, location, request.caller) };
    return { Command: newCommandRecord(await service.send(location, input, permission)) };
  });
}

function cancelCommand(service: Service): JsonOperation {
  return jsonOperation<sdk.CancelCommandRequest, sdk.CancelCommandResult>(sdk.CancelCommand$, (input, request) => {
    checkConstraints(input, { CommandId: required(commandId), InstanceIds: list(instanceId, { max: 50 }) });
    const { CommandId: id = "", InstanceIds: ids = [] } = input;
    const command = service.find(locationOf(request), id);
    if (command === undefined) throw new AwsError("InvalidCommandId", `The command ${id} does not exist.`);
    if (new Set(ids).size < ids.length)
      throw new AwsError("DuplicateInstanceId", "InstanceIds contains an instance id twice.");
    const other = ids.find((each) => !command.invocations.has(each));
    if (other !== undefined) throw new AwsError("InvalidInstanceId", `The command ${id} was not sent to ${other}.`);
    command.cancel(ids.length === 0 ? undefined : ids);
    return {};
  });
}

const pageMembers = {
  MaxResults: integer({ min: 1, max: 50 }),
  CommandId: commandId,
  InstanceId: instanceId,
  Filters: list(structure({ key: required(text()), value: required(text({ min: 1 })) }), { min: 1, max: 5 }),
};

function listCommands(service: Service): JsonOperation {
  return jsonOperation<sdk.ListCommandsRequest, sdk.ListCommandsResult>(sdk.ListCommands$, (input, request) => {
    checkConstraints(input, pageMembers);
    const { InstanceId: node, Filters: filters = [] } = input;
    const passes = readFilters(filters, COMMAND_FILTERS);
    const found = candidates(service, locationOf(request), input.CommandId).filter(
      (command) => (node === undefined || command.invocations.has(node)) && passes(command),
    );
    const { items, NextToken } = page(found, input, {
      defaultSize: PAGE_SIZE,
      keyOf: ({ id }) => id,
      query: ["ListCommands", locationOf(request), input.CommandId, node, filters],
    });
    return { Commands: items.map(commandRecord), NextToken };
  });
}

function listCommandInvocations(service: Service): JsonOperation {
  return jsonOperation<sdk.ListCommandInvocationsRequest, sdk.ListCommandInvocationsResult>(
    sdk.ListCommandInvocations$,
    (input, request) => {
      checkConstraints(input, pageMembers);
      const { InstanceId: node, Filters: filters = [], Details: details = false } = input;
      const found = candidates(service, locationOf(request), input.CommandId)
        .flatMap((command) => invocationsOf(command, node).map((invocation) => ({ command, invocation })))
        .filter(readFilters(filters, INVOCATION_FILTERS));
      const { items, NextToken } = page(found, input, {
        defaultSize: PAGE_SIZE,
        keyOf: ({ command, invocation }) => `${command.id}/${invocation.node.instance.id}`,
        query: ["ListCommandInvocations", locationOf(request), input.CommandId, node, filters, details],
      });
      return {
        CommandInvocations: items.map(({ command, invocation }) => invocationRecord(command, invocation, details)),
        NextToken,
      };
    },
  );
}

/** The commands of a list request. An unknown command id is not an error: the list is empty. */
function candidates(service: Service, location: Location, id: string | undefined): readonly Command[] {
  return id === undefined ? service.list(location) : [service.find(location, id) ?? []].flat();
}

function invocationsOf(command: Command, node: string | undefined): readonly Invocation[] {
  return node === undefined ? [...command.invocations.values()] : [command.invocations.get(node) ?? []].flat();
}

function getCommandInvocation(service: Service): JsonOperation {
  return jsonOperation<sdk.GetCommandInvocationRequest, sdk.GetCommandInvocationResult>(
    sdk.GetCommandInvocation$,
    (input, request) => {
      checkConstraints(input, {
        CommandId: required(commandId),
        InstanceId: required(instanceId),
        PluginName: text({ min: 4 }),
      });
      const { CommandId: id = "", InstanceId: node = "", PluginName: name } = input;
      const command = service.find(locationOf(request), id);
      const invocation = command?.invocations.get(node);
      if (command === undefined || invocation === undefined) {
        throw new AwsError("InvocationDoesNotExist", `The command ${id} has no invocation on ${node}.`);
      }
      const [first, ...others] = invocation.plugins;
      const plugin = name === undefined ? first : invocation.plugins.find((each) => each.name === name);
      if (plugin === undefined || (name === undefined && others.length > 0)) {
        const names = invocation.plugins.map((each) => each.name).join(", ");
        throw new AwsError("InvalidPluginName", `Expected one of the document's steps as PluginName: ${names}.`);
      }
      return invocationResult(command, invocation, plugin);
    },
  );
}
