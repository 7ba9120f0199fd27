/** Accounts that answer as AWS does, without HTTP: executions, their steps, command invocations and objects. */
import type {
  AutomationExecution,
  CommandInvocation,
  GetCommandInvocationResult,
  StepExecution,
} from "@aws-sdk/client-ssm";
import type { ExecutionReader, InstanceNames, Readers } from "../../../src/operations/collect/ports";
import { unreadableBecause } from "../../../src/operations/collect/unreadable";

export const MANAGEMENT = "111111111111";
export const DEV = "222222222222";
export const STAGING = "333333333333";
export const PROD = "444444444444";
export const REGION = "ap-northeast-1";

/** `id(7)`: an id in the form of AWS's. */
export function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

const START = new Date("2026-11-29T09:00:00Z");
const END = new Date("2026-11-29T09:00:05Z");

export function execution(number: number, changes: Partial<AutomationExecution> = {}): AutomationExecution {
  return {
    AutomationExecutionId: id(number),
    DocumentName: "check-os",
    DocumentVersion: "1",
    AutomationExecutionStatus: "Success",
    ExecutionStartTime: START,
    ExecutionEndTime: END,
    ...changes,
  };
}

/** An execution of a rate-controlled kind. */
export function withTargets(number: number, changes: Partial<AutomationExecution> = {}): AutomationExecution {
  return execution(number, {
    TargetParameterName: "InstanceId",
    Targets: [{ Key: "AWS::EC2::Instance", Values: ["*"] }],
    ...changes,
  });
}

export function commandStep(name: string, output: string, changes: Partial<StepExecution> = {}): StepExecution {
  return {
    StepName: name,
    StepExecutionId: `${name}-id`,
    Action: "aws:runCommand",
    StepStatus: "Success",
    ExecutionStartTime: START,
    ExecutionEndTime: END,
    ResponseCode: "0",
    Inputs: { DocumentName: '"AWS-RunShellScript"', InstanceIds: '["i-1"]' },
    Outputs: { Output: [output], CommandId: [id(900)], Status: ["Success"] },
    ...changes,
  };
}

/** The step of a parent for an account, or for a target. */
export function childStep(name: string, changes: Partial<StepExecution> = {}): StepExecution {
  return {
    StepName: name,
    StepExecutionId: `${name}-id`,
    Action: "aws:executeAutomation",
    StepStatus: "Success",
    ExecutionStartTime: START,
    ExecutionEndTime: END,
    ...changes,
  };
}

export function accountStep(accountId: string, childId: string, changes: Partial<StepExecution> = {}): StepExecution {
  return childStep(`${accountId}_${REGION}`, {
    TargetLocation: { Accounts: [accountId], Regions: [REGION] },
    Outputs: { ExecutionId: [childId] },
    ...changes,
  });
}

export interface FakeAccount {
  readonly executions?: readonly AutomationExecution[];
  /** By execution. */
  readonly steps?: Readonly<Record<string, readonly StepExecution[]>>;
  /** By command and instance: `<command>/<instance>`. */
  readonly invocations?: Readonly<Record<string, GetCommandInvocationResult>>;
  /** By command. */
  readonly listedInvocations?: Readonly<Record<string, readonly CommandInvocation[]>>;
  readonly names?: Readonly<Record<string, InstanceNames>>;
  /** By bucket and key. */
  readonly objects?: Readonly<Record<string, Uint8Array>>;
  /** Messages of log events, by log group and stream. */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
  /** A call that AWS refuses. */
  readonly refuses?: (operation: keyof ExecutionReader, key: string) => Error | undefined;
}

export class FakeAws implements Readers {
  readonly caller = { arn: "arn:aws:iam::111111111111:user/operator", accountId: MANAGEMENT };
  /** The calls so far: `222222222222 steps 0000…`. */
  readonly calls: string[] = [];
  /** Accounts without a reader role. */
  readonly closed = new Set<string>();
  readonly shares: string[] = [];

  constructor(readonly accounts: Readonly<Record<string, FakeAccount>>) {}

  at(accountId: string, region: string): Promise<ExecutionReader> {
    if (this.closed.has(accountId)) {
      return Promise.reject(
        unreadableBecause("no-reader-role", "AccessDenied: not authorized to perform sts:AssumeRole"),
      );
    }
    return Promise.resolve(this.#reader(accountId, region === REGION ? (this.accounts[accountId] ?? {}) : {}));
  }

  sharedWith(): Promise<readonly string[]> {
    return Promise.resolve(this.shares);
  }

  #reader(accountId: string, account: FakeAccount): ExecutionReader {
    const called = (operation: keyof ExecutionReader, key: string): void => {
      this.calls.push(`${accountId} ${operation} ${key}`);
      const refusal = account.refuses?.(operation, key);
      if (refusal !== undefined) throw refusal;
    };
    const known = <T>(value: T | undefined): T => {
      if (value === undefined) throw unreadableBecause("expired", "InvocationDoesNotExist");
      return value;
    };
    const { executions = [] } = account;
    async function* children(parent: string) {
      await Promise.resolve();
      called("children", parent);
      const found = executions.filter(({ ParentAutomationExecutionId }) => ParentAutomationExecutionId === parent);
      for (let start = 0; start < found.length; start += 2) yield found.slice(start, start + 2);
    }
    const answer = async <T>(operation: keyof ExecutionReader, key: string, give: () => T): Promise<T> => {
      await Promise.resolve();
      called(operation, key);
      return give();
    };
    async function* logMessages(group: string, stream: string) {
      await Promise.resolve();
      called("logMessages", `${group}/${stream}`);
      const messages = known(account.logs?.[`${group}/${stream}`]);
      yield messages.slice(0, 1);
      yield messages.slice(1);
    }
    return {
      children,
      logMessages,
      execution: (of) =>
        answer("execution", of, () => known(executions.find((each) => each.AutomationExecutionId === of))),
      async *newest() {
        await Promise.resolve();
        yield executions;
      },
      steps: (of) => answer("steps", of, () => account.steps?.[of] ?? []),
      invocation: (command, instance) =>
        answer("invocation", command, () => known(account.invocations?.[`${command}/${instance}`])),
      invocations: (command) => answer("invocations", command, () => account.listedInvocations?.[command] ?? []),
      names: (ids) =>
        answer(
          "names",
          ids.join(),
          () => new Map(Object.entries(account.names ?? {}).filter(([of]) => ids.includes(of))),
        ),
      object: (bucket, key) =>
        answer("object", `${bucket}/${key}`, () => asStream(known(account.objects?.[`${bucket}/${key}`]))),
    };
  }
}

/** The execution 1 of the management account, which ran the step Ask on each of these instances of app-dev. */
export function runOn(instances: readonly string[], refusalOfSteps?: () => Error | undefined): FakeAws {
  const child = (index: number) => 1000 + index;
  return new FakeAws({
    [MANAGEMENT]: {
      executions: [execution(1, { TargetLocations: [{ Accounts: [DEV], Regions: [REGION] }] })],
      steps: { [id(1)]: [accountStep(DEV, id(10))] },
    },
    [DEV]: {
      executions: [
        withTargets(10, {
          ParentAutomationExecutionId: id(1),
          ResolvedTargets: { ParameterValues: [...instances], Truncated: false },
        }),
        ...instances.map((instance, index) =>
          execution(child(index), { ParentAutomationExecutionId: id(10), Target: instance }),
        ),
      ],
      steps: Object.fromEntries(
        instances.map((instance, index) => [id(child(index)), [commandStep("Ask", `answer of ${instance}`)]]),
      ),
      refuses: (operation) => (operation === "steps" ? refusalOfSteps?.() : undefined),
    },
  });
}

async function* asStream(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield bytes.subarray(0, 10);
  yield bytes.subarray(10);
}
