/** Runs of the organization's runbooks, started in its delegated administrator account. */
import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  type AutomationExecution,
} from "@aws-sdk/client-ssm";
import { setTimeout as sleep } from "node:timers/promises";
import { administrationRoleArn } from "../../../src/fleet/names";
import type { FixtureFleet } from "../fixture-fleet";

const POLL_MILLISECONDS = 200;

export interface Start {
  readonly runbook: string;
  /** The execution role, if it is not the standard one. */
  readonly role?: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** Runs a runbook on every instance of these accounts and Regions, and waits for the end. */
export async function runRunbook(
  { local, fleet }: FixtureFleet,
  { runbook, role, accounts, regions }: Start,
): Promise<AutomationExecution> {
  const ssm = new SSMClient(await local.accessTo(fleet.administratorAccount.id));
  const { AutomationExecutionId: id } = await ssm.send(
    new StartAutomationExecutionCommand({
      DocumentName: runbook,
      Parameters: { AutomationAssumeRole: [administrationRoleArn(fleet)] },
      TargetParameterName: "InstanceId",
      Targets: [{ Key: "AWS::EC2::Instance", Values: ["*"] }],
      TargetLocations: [
        {
          Accounts: [...accounts],
          Regions: [...regions],
          IncludeChildOrganizationUnits: true,
          TargetLocationMaxConcurrency: "100%",
          TargetLocationMaxErrors: "100%",
          ...(role !== undefined && { ExecutionRoleName: role }),
        },
      ],
    }),
  );
  for (;;) {
    const { AutomationExecution: execution } = await ssm.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId: id }),
    );
    if (execution?.ExecutionEndTime !== undefined) return execution;
    await sleep(POLL_MILLISECONDS);
  }
}

/** `100000000009 eu-west-1: Success` for each account and Region. */
export function byLocation({ StepExecutions: steps = [] }: AutomationExecution): readonly string[] {
  return steps
    .map(
      ({ TargetLocation: place, StepStatus: status = "" }) =>
        `${place?.Accounts?.[0] ?? ""} ${place?.Regions?.[0] ?? ""}: ${status}`,
    )
    .sort();
}

interface Statement {
  readonly Action: string | readonly string[];
}

/** Takes an action away from all inline policies of a role. @returns gives it back */
export async function withoutAction(iam: IAMClient, RoleName: string, action: string): Promise<() => Promise<void>> {
  const { PolicyNames: names = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const before = new Map<string, string>();
  for (const PolicyName of names) {
    const { PolicyDocument: encoded = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const document = decodeURIComponent(encoded);
    const { Version, Statement: statements } = JSON.parse(document) as { Version: string; Statement: Statement[] };
    const left = statements.flatMap((statement) => {
      const actions = [statement.Action].flat().filter((each) => each !== action);
      return actions.length === 0 ? [] : [{ ...statement, Action: actions }];
    });
    if (
      JSON.stringify(left.map(({ Action }) => [Action].flat())) ===
      JSON.stringify(statements.map(({ Action }) => [Action].flat()))
    )
      continue;
    before.set(PolicyName, document);
    await (left.length === 0
      ? iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }))
      : iam.send(
          new PutRolePolicyCommand({
            RoleName,
            PolicyName,
            PolicyDocument: JSON.stringify({ Version, Statement: left }),
          }),
        ));
  }
  if (before.size === 0) throw new Error(`${RoleName} has no inline policy with ${action}.`);
  return async () => {
    for (const [PolicyName, PolicyDocument] of before) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
  };
}

/** The executions of single instances in one account and Region, below a central execution. */
export async function instanceExecutions(
  { local }: FixtureFleet,
  account: string,
  region: string,
  { AutomationExecutionId: centralId = "" }: AutomationExecution,
): Promise<readonly AutomationExecution[]> {
  const ssm = new SSMClient({ ...(await local.accessTo(account)), region });
  const children = async (parentId: string): Promise<readonly string[]> => {
    const { AutomationExecutionMetadataList: list = [] } = await ssm.send(
      new DescribeAutomationExecutionsCommand({ Filters: [{ Key: "ParentExecutionId", Values: [parentId] }] }),
    );
    return list.map(({ AutomationExecutionId: id = "" }) => id);
  };
  const ofInstances = (await Promise.all((await children(centralId)).map(children))).flat();
  return Promise.all(
    ofInstances.map(async (id) => {
      const { AutomationExecution: execution } = await ssm.send(
        new GetAutomationExecutionCommand({ AutomationExecutionId: id }),
      );
      return execution ?? {};
    }),
  );
}

/** The failure messages of the central execution's steps, and of the steps on the instances. */
export async function failuresOf(...where: Parameters<typeof instanceExecutions>): Promise<string> {
  const [, , , central] = where;
  return [central, ...(await instanceExecutions(...where))]
    .flatMap(({ StepExecutions: steps = [] }) => steps.map(({ FailureMessage: message = "" }) => message))
    .join("\n");
}
