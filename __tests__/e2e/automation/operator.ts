/** An operator at the AWS CLI: starts executions, waits for their ends, and reads their results. */
import {
  DescribeAutomationExecutionsCommand,
  DescribeInstanceInformationCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  type AutomationExecution,
  type AutomationExecutionMetadata,
  type StartAutomationExecutionCommandInput,
  type TargetLocation,
} from "@aws-sdk/client-ssm";
import { setTimeout as sleep } from "node:timers/promises";
import { aws, fleetbook, type Outcome } from "../commands";
import type { DeployedFleet } from "../deployed-fleet";

export const MANAGEMENT = "111111111111";
export const DEV = "222222222222";
export const STAGING = "333333333333";
export const PROD = "444444444444";
export const REGION = "ap-northeast-1";
export const EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole";
export const ADMINISTRATION_ROLE_ARN = `arn:aws:iam::${MANAGEMENT}:role/AWS-SystemsManager-AutomationAdministrationRole`;

/** Limits with which every account runs, even if others fail. */
export const ALL_AT_ONCE = { TargetLocationMaxConcurrency: "100%", TargetLocationMaxErrors: "100%" };

const POLL_MILLISECONDS = 150;

export class Operator {
  constructor(private readonly fleet: DeployedFleet) {}

  client<T>(
    of: new (access: Awaited<ReturnType<DeployedFleet["local"]["accessTo"]>>) => T,
    account: string,
    role?: string,
  ) {
    return this.fleet.client(of, account, role);
  }

  /** Credentials of an account's administrator, and where they are used. */
  access(account: string): ReturnType<DeployedFleet["local"]["accessTo"]> {
    return this.fleet.local.accessTo(account);
  }

  /** Runs `aws …` as an account's administrator. @throws Error with the CLI's output if it fails */
  async cli<T>(account: string, ...args: readonly string[]): Promise<T> {
    return aws<T>(await this.fleet.shell(account), ...args);
  }

  /** The fleet file that is deployed. */
  get fleetFile(): string {
    return this.fleet.local.fleet.file;
  }

  /** The environment of an account's administrator. */
  shell(account: string): Promise<NodeJS.ProcessEnv> {
    return this.fleet.shell(account);
  }

  /** The environment of a shell that can deploy the fleet. */
  get deploying(): NodeJS.ProcessEnv {
    return this.fleet.local.env;
  }

  /** Runs `npm run fleetbook -- …` as an account's administrator. */
  async fleetbook(account: string, ...args: readonly string[]): Promise<Outcome> {
    return fleetbook("fleetbook", args, await this.fleet.shell(account)).outcome;
  }

  /** The message of an `aws ssm …` that fails. */
  async refusal(account: string, ...args: readonly string[]): Promise<string> {
    try {
      await this.cli(account, "ssm", ...args);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error(`aws ssm ${args.join(" ")} succeeded; it should have failed.`);
  }

  /** Starts check-os on every instance of a location, with `changes` to the request, and waits for the end. */
  async checkOs(
    location: TargetLocation,
    changes: Partial<StartAutomationExecutionCommandInput> = {},
  ): Promise<AutomationExecution> {
    return this.run("management", {
      DocumentName: "check-os",
      Parameters: { AutomationAssumeRole: [ADMINISTRATION_ROLE_ARN] },
      TargetParameterName: "InstanceId",
      Targets: [{ Key: "AWS::EC2::Instance", Values: ["*"] }],
      TargetLocations: [{ Regions: [REGION], ...location }],
      ...changes,
    });
  }

  async run(account: string, request: StartAutomationExecutionCommandInput): Promise<AutomationExecution> {
    const ssm = await this.client(SSMClient, account);
    const { AutomationExecutionId: id = "" } = await ssm.send(new StartAutomationExecutionCommand(request));
    return this.end(account, id);
  }

  /** Waits for the end of the execution. */
  async end(account: string, id: string): Promise<AutomationExecution> {
    const ssm = await this.client(SSMClient, account);
    for (;;) {
      const { AutomationExecution: execution } = await ssm.send(
        new GetAutomationExecutionCommand({ AutomationExecutionId: id }),
      );
      if (execution?.ExecutionEndTime !== undefined) return execution;
      await sleep(POLL_MILLISECONDS);
    }
  }

  async children(account: string, parentId: string | undefined): Promise<readonly AutomationExecutionMetadata[]> {
    const ssm = await this.client(SSMClient, account);
    const { AutomationExecutionMetadataList: children = [] } = await ssm.send(
      new DescribeAutomationExecutionsCommand({ Filters: [{ Key: "ParentExecutionId", Values: [parentId ?? ""] }] }),
    );
    return children;
  }

  /** Every execution of an account, as the sandbox has them. */
  async executions(account: string): Promise<readonly AutomationExecutionMetadata[]> {
    const ssm = await this.client(SSMClient, account);
    const found: AutomationExecutionMetadata[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ssm.send(new DescribeAutomationExecutionsCommand({ NextToken }));
      found.push(...(page.AutomationExecutionMetadataList ?? []));
      NextToken = page.NextToken || undefined;
    } while (NextToken !== undefined);
    return found;
  }

  /** The execution of the one instance that an account has, below a central execution. */
  async ofInstance(account: string, centralId: string | undefined): Promise<AutomationExecution> {
    const [child] = await this.children(account, centralId);
    const [instance] = await this.children(account, child?.AutomationExecutionId);
    return this.end(account, instance?.AutomationExecutionId ?? "");
  }

  /** Ping status of each managed node, by id. */
  async nodes(account: string): Promise<Readonly<Record<string, string>>> {
    const ssm = await this.client(SSMClient, account);
    const { InstanceInformationList: nodes = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
    return Object.fromEntries(nodes.map(({ InstanceId = "", PingStatus = "" }) => [InstanceId, PingStatus]));
  }

  /** The only instance of an account, which the deployment created. */
  async instance(account: string): Promise<string> {
    const [id, ...others] = Object.keys(await this.nodes(account));
    if (id === undefined || others.length > 0) throw new Error(`${account} has not exactly one managed node.`);
    return id;
  }
}

/** `222222222222: Success` for each step of an execution in several accounts. */
export function byAccount(execution: AutomationExecution): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (execution.StepExecutions ?? []).map(({ TargetLocation: place, StepStatus = "" }) => [
      place?.Accounts?.[0] ?? "",
      StepStatus,
    ]),
  );
}

/** The failure message of the step for an account. */
export function failureIn(execution: AutomationExecution, accountId: string): string {
  const step = execution.StepExecutions?.find(({ TargetLocation: place }) => place?.Accounts?.[0] === accountId);
  return step?.FailureMessage ?? "";
}
