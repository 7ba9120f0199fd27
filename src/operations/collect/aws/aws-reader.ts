/** Reads one account in one Region through AWS's API. */
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
  DescribeInstanceInformationCommand,
  GetAutomationExecutionCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  type AutomationExecution,
  type AutomationExecutionFilter,
  type AutomationExecutionMetadata,
  type CommandInvocation,
  type GetCommandInvocationResult,
  type StepExecution,
} from "@aws-sdk/client-ssm";
import type { ExecutionReader, InstanceNames } from "../ports";
import { asUnreadable, unreadableBecause } from "../unreadable";
import type { AccountCalls } from "./account-calls";
import type { Clients } from "./clients";

/** The most that a page of these operations may have. */
const PAGE = 50;

export class AwsReader implements ExecutionReader {
  readonly #calls: AccountCalls<Clients>;

  constructor(calls: AccountCalls<Clients>) {
    this.#calls = calls;
  }

  async execution(executionId: string): Promise<AutomationExecution> {
    const { AutomationExecution: found } = await this.#calls.call(({ ssm }, options) =>
      ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId: executionId }), options),
    );
    if (found === undefined) throw unreadableBecause("other", "AWS's answer has no execution.");
    return found;
  }

  children(parentExecutionId: string): AsyncIterable<readonly AutomationExecutionMetadata[]> {
    return this.#executions([{ Key: "ParentExecutionId", Values: [parentExecutionId] }]);
  }

  newest(): AsyncIterable<readonly AutomationExecutionMetadata[]> {
    return this.#executions();
  }

  async steps(executionId: string): Promise<readonly StepExecution[]> {
    const steps: StepExecution[] = [];
    const pages = this.#calls.pages(({ ssm }, options, NextToken) =>
      ssm.send(
        new DescribeAutomationStepExecutionsCommand({
          AutomationExecutionId: executionId,
          MaxResults: PAGE,
          NextToken,
        }),
        options,
      ),
    );
    for await (const { StepExecutions = [] } of pages) steps.push(...StepExecutions);
    return steps;
  }

  invocation(commandId: string, instance: string): Promise<GetCommandInvocationResult> {
    return this.#calls.call(({ ssm }, options) =>
      ssm.send(new GetCommandInvocationCommand({ CommandId: commandId, InstanceId: instance }), options),
    );
  }

  async invocations(commandId: string): Promise<readonly CommandInvocation[]> {
    const invocations: CommandInvocation[] = [];
    const pages = this.#calls.pages(({ ssm }, options, NextToken) =>
      ssm.send(
        new ListCommandInvocationsCommand({ CommandId: commandId, Details: true, MaxResults: PAGE, NextToken }),
        options,
      ),
    );
    for await (const { CommandInvocations = [] } of pages) invocations.push(...CommandInvocations);
    return invocations;
  }

  async names(instances: readonly string[]): Promise<ReadonlyMap<string, InstanceNames>> {
    const [tags, hosts] = await Promise.all([
      this.#nameTags(instances.filter((id) => /^i-/.test(id))),
      this.#hostNames(instances),
    ]);
    return new Map(
      instances.map((id) => {
        const hostName = hosts.get(id);
        const instanceName = tags.get(id) ?? hostName;
        return [
          id,
          { ...(instanceName !== undefined && { instanceName }), ...(hostName !== undefined && { hostName }) },
        ];
      }),
    );
  }

  async #nameTags(instances: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    if (instances.length === 0) return names;
    // A filter, because an id in InstanceIds that no longer exists makes the call fail.
    const filter = { Filters: [{ Name: "instance-id", Values: [...instances] }] };
    const pages = this.#calls.pages(({ ec2 }, options, NextToken) =>
      ec2.send(new DescribeInstancesCommand({ ...filter, NextToken }), options),
    );
    for await (const { Reservations = [] } of pages) {
      for (const { InstanceId = "", Tags = [] } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
        const name = Tags.find(({ Key }) => Key === "Name")?.Value;
        if (name !== undefined && name !== "") names.set(InstanceId, name);
      }
    }
    return names;
  }

  async #hostNames(instances: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    const filter = { Filters: [{ Key: "InstanceIds", Values: [...instances] }] };
    const pages = this.#calls.pages(({ ssm }, options, NextToken) =>
      ssm.send(new DescribeInstanceInformationCommand({ ...filter, MaxResults: PAGE, NextToken }), options),
    );
    for await (const { InstanceInformationList = [] } of pages) {
      for (const { InstanceId = "", ComputerName: name = "" } of InstanceInformationList) {
        if (name !== "") names.set(InstanceId, name);
      }
    }
    return names;
  }

  async object(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>> {
    const { Body } = await this.#calls.call(({ s3 }, options) =>
      s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), options),
    );
    return asChunks(Body as AsyncIterable<Uint8Array>);
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
  async *logMessages(logGroupName: string, logStreamName: string): AsyncIterable<readonly string[]> {
    let token: string | undefined;
    for (;;) {
      const input = { logGroupName, logStreamName, startFromHead: true, nextToken: token };
      const page = await this.#calls.call(({ logs }, options) => logs.send(new GetLogEventsCommand(input), options));
      yield (page.events ?? []).map(({ message = "" }) => message);
      // A page may be empty. Only at the end does AWS give back the token that it was asked with.
      if (page.nextForwardToken === undefined || page.nextForwardToken === token) return;
      token = page.nextForwardToken;
    }
  }

  async *#executions(Filters?: AutomationExecutionFilter[]): AsyncIterable<readonly AutomationExecutionMetadata[]> {
    const pages = this.#calls.pages(({ ssm }, options, NextToken) =>
      ssm.send(new DescribeAutomationExecutionsCommand({ Filters, MaxResults: PAGE, NextToken }), options),
    );
    for await (const { AutomationExecutionMetadataList = [] } of pages) yield AutomationExecutionMetadataList;
  }
}

/** A connection that breaks off in the middle is a reason as well. */
async function* asChunks(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw asUnreadable(error);
  }
}
