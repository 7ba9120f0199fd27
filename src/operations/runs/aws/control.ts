/** Automation of the administrator account in the home Region, through AWS's API, with the caller's own credentials. */
import {
  DescribeAutomationExecutionsCommand,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
  type AutomationExecutionFilter,
  type AutomationExecutionMetadata,
} from "@aws-sdk/client-ssm";
import { ConfigurationError } from "../../../diagnostics/errors";
import type { Fleet } from "../../../fleet/model";
import { Clients } from "../../collect/aws/clients";
import type { AccountAccess } from "../../collect/aws/readers";
import { NOT_ENDED } from "../../collect/records";
import type { RunControl } from "../ports";
import { QUIET_SANDBOX } from "../../../diagnostics/called-as";

const PAGE = 50;

/** @throws ConfigurationError if the credentials are those of another account than the administrator account */
export function runControl(fleet: Fleet, access: AccountAccess): RunControl {
  const { administratorAccount, homeRegion } = fleet;
  if (access.caller.accountId !== administratorAccount.id) {
    throw new ConfigurationError({
      message: `The credentials belong to account ${access.caller.accountId} (${access.caller.arn}), and runs are started in the administrator account ${administratorAccount.name} (${administratorAccount.id}).`,
      remedy: `Set AWS_PROFILE to one of that account, or for the sandbox: eval "$(${QUIET_SANDBOX} env)".`,
    });
  }
  const calls = access.own(homeRegion, (connection) => new Clients(connection));
  const executions = async (Filters: AutomationExecutionFilter[]): Promise<readonly AutomationExecutionMetadata[]> => {
    const found: AutomationExecutionMetadata[] = [];
    const pages = calls.pages(({ ssm }, options, NextToken) =>
      ssm.send(new DescribeAutomationExecutionsCommand({ Filters, MaxResults: PAGE, NextToken }), options),
    );
    for await (const { AutomationExecutionMetadataList = [] } of pages) found.push(...AutomationExecutionMetadataList);
    return found;
  };
  return {
    caller: access.caller,
    async start(input) {
      const { AutomationExecutionId: id = "" } = await calls.call(({ ssm }, options) =>
        ssm.send(new StartAutomationExecutionCommand(input), options),
      );
      return id;
    },
    tagged: (keys) => executions([{ Key: "TagKey", Values: [...keys] }]),
    async running(documentName) {
      const found = await executions([
        { Key: "DocumentNamePrefix", Values: [documentName] },
        { Key: "ExecutionStatus", Values: [...NOT_ENDED] },
      ]);
      return found.filter(
        ({ DocumentName, ParentAutomationExecutionId: parent }) =>
          DocumentName === documentName && parent === undefined,
      );
    },
    async stop(executionId, Type) {
      await calls.call(({ ssm }, options) =>
        ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: executionId, Type }), options),
      );
    },
  };
}
