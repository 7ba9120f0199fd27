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
import { callLimits } from "./call-limits";
import type { ClientSettings, CredentialsProvider } from "./client-settings";
import { Clients } from "./clients";

/** The most that a page of these operations may have. */
const PAGE = 50;

export interface AwsReaderOptions {
  readonly settings: ClientSettings;
  readonly signal: AbortSignal | undefined;
  /** A provider for new clients. It is asked again if AWS says that the credentials of the ones before have expired. */
  readonly credentials: () => CredentialsProvider;
}

export class AwsReader implements ExecutionReader {
  readonly #options: AwsReaderOptions;
  readonly #limited = callLimits();
  #clients: Clients;

  constructor(options: AwsReaderOptions) {
    this.#options = options;
    this.#clients = this.#connect();
  }

  async execution(executionId: string): Promise<AutomationExecution> {
    const { AutomationExecution: found } = await this.#call(({ ssm }, options) =>
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
    const pages = this.#pages(({ ssm }, options, NextToken) =>
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
    return this.#call(({ ssm }, options) =>
      ssm.send(new GetCommandInvocationCommand({ CommandId: commandId, InstanceId: instance }), options),
    );
  }

  async invocations(commandId: string): Promise<readonly CommandInvocation[]> {
    const invocations: CommandInvocation[] = [];
    const pages = this.#pages(({ ssm }, options, NextToken) =>
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
    const pages = this.#pages(({ ec2 }, options, NextToken) =>
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
    const pages = this.#pages(({ ssm }, options, NextToken) =>
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
    const { Body } = await this.#call(({ s3 }, options) =>
      s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), options),
    );
    return asChunks(Body as AsyncIterable<Uint8Array>);
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
  async *logMessages(logGroupName: string, logStreamName: string): AsyncIterable<readonly string[]> {
    let token: string | undefined;
    for (;;) {
      const input = { logGroupName, logStreamName, startFromHead: true, nextToken: token };
      const page = await this.#call(({ logs }, options) => logs.send(new GetLogEventsCommand(input), options));
      yield (page.events ?? []).map(({ message = "" }) => message);
      // A page may be empty. Only at the end does AWS give back the token that it was asked with.
      if (page.nextForwardToken === undefined || page.nextForwardToken === token) return;
      token = page.nextForwardToken;
    }
  }

  async *#executions(Filters?: AutomationExecutionFilter[]): AsyncIterable<readonly AutomationExecutionMetadata[]> {
    const pages = this.#pages(({ ssm }, options, NextToken) =>
      ssm.send(new DescribeAutomationExecutionsCommand({ Filters, MaxResults: PAGE, NextToken }), options),
    );
    for await (const { AutomationExecutionMetadataList = [] } of pages) yield AutomationExecutionMetadataList;
  }

  async *#pages<Page extends { readonly NextToken?: string | undefined }>(
    ask: (clients: Clients, options: CallOptions, token: string | undefined) => Promise<Page>,
  ): AsyncIterable<Page> {
    let token: string | undefined;
    do {
      const page: Page = await this.#call((clients, options) => ask(clients, options, token));
      yield page;
      token = page.NextToken === "" ? undefined : page.NextToken;
    } while (token !== undefined);
  }

  /** @throws UnreadableError */
  #call<T>(work: (clients: Clients, options: CallOptions) => Promise<T>): Promise<T> {
    const { signal } = this.#options;
    const options = signal === undefined ? {} : { abortSignal: signal };
    return this.#limited(async () => {
      signal?.throwIfAborted();
      const clients = this.#clients;
      try {
        return await work(clients, options).catch((error: unknown) => {
          if (!hasExpired(error)) throw error;
          // Calls that ran at the same time find the new clients.
          if (this.#clients === clients) this.#clients = this.#connect();
          return work(this.#clients, options);
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw asUnreadable(error);
      }
    });
  }

  #connect(): Clients {
    return new Clients(this.#options.settings, this.#options.credentials());
  }
}

interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** Before the time that AWS gave with them, for example because the role's sessions were revoked. */
function hasExpired(error: unknown): boolean {
  return error instanceof Error && /^(ExpiredToken|RequestExpired)/.test(error.name);
}

/** A connection that breaks off in the middle is a reason as well. */
async function* asChunks(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw asUnreadable(error);
  }
}
