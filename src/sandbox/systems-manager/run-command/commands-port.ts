/** The engine's Commands over Run Command: sends commands on behalf of a principal and awaits their end in this process. */
import type { SendCommandRequest } from "@aws-sdk/client-ssm";
import type { JsonObject } from "../../../document/json";
import { ApiCallError } from "../../../engine/errors";
import type { CommandOutcome, Commands } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import type { Authorizer } from "../../authorization/authorizer";
import { prefixed } from "../../authorization/caller-context";
import type { Principal } from "../../identities/principals";
import { pluginOutput } from "../../machines/output";
import { parameterArn } from "../../../iam/resources/parameters";
import { documentArn } from "../../../iam/resources/documents";
import { AwsError } from "../../protocol/aws-error";
import type { ByAssociation, Command } from "./command";
import type { Permission, RunCommand } from "./run-command";

const ACTION = "ssm:SendCommand";

/** With these calls Automation and State Manager follow the command, with the permissions of the sender. */
const FOLLOWING = ["ListCommands", "ListCommandInvocations", "GetCommandInvocation"] as const;

/**
 * @param byAssociation undefined unless State Manager sends the commands: AWS's policy for its role does not have
 *   DescribeInstanceInformation, with which Automation asks for the nodes
 */
export function commandsPort(
  service: Pick<RunCommand, "send">,
  authorizer: Pick<Authorizer, "require">,
  location: Location,
  principal: Principal,
  byAssociation?: ByAssociation,
): Commands {
  const sender = { service, authorizer, location, principal, byAssociation };
  return {
    async run(input, signal) {
      signal.throwIfAborted();
      // The members are SendCommand's; the service checks them.
      const request = input as JsonObject & SendCommandRequest;
      const command = await send(sender, request);
      const cancel = () => {
        // Without the permission, the command goes on.
        mayCall(sender, "CancelCommand").then(
          () => command.cancel(),
          () => undefined,
        );
      };
      signal.addEventListener("abort", cancel, { once: true });
      if (signal.aborted) cancel();
      try {
        for (const operation of FOLLOWING) await mayCall(sender, operation);
        if (byAssociation === undefined) await mayCall(sender, "DescribeInstanceInformation");
        await command.ended;
      } finally {
        signal.removeEventListener("abort", cancel);
      }
      return outcomeOf(command);
    },
  };
}

interface Sender {
  readonly service: Pick<RunCommand, "send">;
  readonly authorizer: Pick<Authorizer, "require">;
  readonly location: Location;
  readonly principal: Principal;
  readonly byAssociation: ByAssociation | undefined;
}

async function send(
  { service, authorizer, location, principal, byAssociation }: Sender,
  request: SendCommandRequest,
): Promise<Command> {
  const { partition, accountId, region } = location;
  const permission: Permission = {
    document: (name) => authorizer.require(principal, ACTION, documentArn(location, name), { region }),
    node: (instanceId, tags) =>
      authorizer.require(principal, ACTION, `arn:${partition}:ec2:${region}:${accountId}:instance/${instanceId}`, {
        region,
        extra: { ...prefixed("ssm:resourceTag/", tags), ...prefixed("aws:ResourceTag/", tags) },
      }),
    parameter: mayRead(authorizer, location, principal),
  };
  return calling("SendCommand", async () => {
    if (request.ServiceRoleArn !== undefined) {
      await authorizer.require(principal, "iam:PassRole", request.ServiceRoleArn, {
        region,
        service: "ssm",
        extra: { "iam:PassedToService": "ssm.amazonaws.com" },
      });
    }
    return service.send(location, request, permission, byAssociation);
  });
}

/** Checks that the sender of a command may read a parameter to which the command refers. */
export function mayRead(
  authorizer: Pick<Authorizer, "require">,
  location: Location,
  principal: Principal,
): Permission["parameter"] {
  const { region } = location;
  return (name) => authorizer.require(principal, "ssm:GetParameters", parameterArn(location, name), { region });
}

/** AWS has no resource-level permissions for these operations. @throws ApiCallError if a policy does not allow the call */
function mayCall(
  { authorizer, location, principal }: Pick<Sender, "authorizer" | "location" | "principal">,
  operation: (typeof FOLLOWING)[number] | "CancelCommand" | "DescribeInstanceInformation",
): Promise<void> {
  return calling(operation, () => authorizer.require(principal, `ssm:${operation}`, "*", { region: location.region }));
}

/** Makes a call as an API client would: its error names the operation. @throws ApiCallError */
async function calling<Result>(operation: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError) throw new ApiCallError(error.code, error.message, operation);
    throw error;
  }
}

function outcomeOf(command: Command): CommandOutcome {
  return {
    commandId: command.id,
    // The command has ended, so its status is a final one.
    status: command.status as CommandOutcome["status"],
    statusDetails: command.statusDetails,
    invocations: [...command.invocations.values()].map(({ node, status, statusDetails, plugins }) => ({
      CommandId: command.id,
      InstanceId: node.instance.id,
      Status: status,
      StatusDetails: statusDetails,
      CommandPlugins: plugins.map((plugin) => ({
        Name: plugin.name,
        Status: plugin.status,
        StatusDetails: plugin.statusDetails,
        ResponseCode: plugin.responseCode,
        Output: pluginOutput(plugin.stdout, plugin.stderr),
      })),
    })),
  };
}
