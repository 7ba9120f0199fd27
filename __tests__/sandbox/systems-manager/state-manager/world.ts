// State Manager without the rest of the sandbox: with the SDK's client, a virtual clock, and fake automations that end as
// the test says.
import {
  CreateAssociationCommand,
  DescribeAssociationCommand,
  DescribeAssociationExecutionsCommand,
  DescribeAssociationExecutionTargetsCommand,
  SSMClient,
  type AssociationDescription,
  type AssociationExecution,
  type AssociationExecutionTarget,
  type CreateAssociationRequest,
} from "@aws-sdk/client-ssm";
import { VirtualClock } from "../../../../src/engine/clock";
import type { Commands, Identity } from "../../../../src/engine/ports";
import type { Location } from "../../../../src/iam/location";
import {
  isTerminal,
  type ExecutionRecord,
  type ExecutionStatus,
  type StartRequest,
} from "../../../../src/engine/records";
import { associationService } from "../../../../src/sandbox/systems-manager/state-manager/service";
import type { AssociationDocument } from "../../../../src/sandbox/systems-manager/state-manager/documents";
import type { Automations } from "../../../../src/sandbox/systems-manager/state-manager/automation-work";
import type { WatchNodes } from "../../../../src/sandbox/systems-manager/state-manager/new-nodes";
import { StateManager } from "../../../../src/sandbox/systems-manager/state-manager/state-manager";
import { AwsError, notImplemented } from "../../../../src/sandbox/protocol/aws-error";
import { errorResponse } from "../../../../src/sandbox/protocol/error-response";
import type { Input } from "../../../../src/sandbox/protocol/input";
import type { AwsResponse, CallerRequest } from "../../../../src/sandbox/protocol/message";

export const NOW = new Date("2026-01-15T10:00:00Z");
export const HOME: Location = { partition: "aws", accountId: "111111111111", region: "eu-west-1" };
export const ROLE = "arn:aws:iam::111111111111:role/runbook";
const STATE_MANAGER: Identity = { arn: "arn:aws:sts::111111111111:assumed-role/state-manager/session" };

/** A runbook with the parameters that associations need, and another one. */
export const RUNBOOK: AssociationDocument = {
  type: "Automation",
  isAmazons: false,
  version: "1",
  latestVersion: "1",
  targetType: "/AWS::EC2::Instance",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: { AutomationAssumeRole: { default: "" }, InstanceId: { default: "" }, AccountId: { default: "none" } },
};

/** An association of RUNBOOK without targets. */
export const SIMPLE = { Name: "runbook", Parameters: { AutomationAssumeRole: [ROLE] } };
/** An association of RUNBOOK with targets. */
export const TARGETED = {
  ...SIMPLE,
  AutomationTargetParameterName: "InstanceId",
  Targets: [{ Key: "tag:MyDocument", Values: ["Group1"] }],
};

interface StartedAutomation {
  readonly id: string;
  readonly location: Location;
  readonly caller: Identity;
  readonly request: StartRequest;
  readonly associationId: string;
  /** Ends the automation; `targets` are the final statuses of its targets. */
  readonly end: (status?: ExecutionStatus, targets?: Readonly<Record<string, ExecutionStatus>>) => Promise<void>;
  /** Sets the statuses of its targets while the automation is in progress. */
  readonly progress: (targets: Readonly<Record<string, ExecutionStatus>>) => void;
}

export interface World {
  readonly manager: StateManager;
  /** By name. */
  readonly documents: Map<string, AssociationDocument>;
  /** The automations that were started, in order. */
  readonly started: StartedAutomation[];
  readonly log: string[];
  readonly client: (accountId?: string, region?: string) => SSMClient;
  /** The automation that was started last. */
  readonly automation: () => Promise<StartedAutomation>;
  /** Lets this many milliseconds pass; otherwise the clock does not move. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

export interface WorldOptions {
  /** The status with which every automation ends immediately. @default the test ends it */
  readonly ends?: ExecutionStatus;
  /** The error with which every start is refused. */
  readonly refusal?: Error;
  readonly commands?: Commands;
  readonly watchNodes?: WatchNodes;
}

export function world({ ends, refusal, commands, watchNodes }: WorldOptions = {}): World {
  const clock = new VirtualClock(NOW);
  const documents = new Map([["runbook", RUNBOOK]]);
  const started: StartedAutomation[] = [];
  const log: string[] = [];
  let ids = 0;
  const newId = () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`;
  const manager = new StateManager({
    clock,
    automations: fakeAutomations({ clock, newId, started, ends, refusal }),
    documents: { find: (_location, name) => Promise.resolve(documents.get(name)) },
    commands: commands && (() => commands),
    ...(watchNodes && { watchNodes }),
    identity: () => STATE_MANAGER,
    newId,
    log: (line) => log.push(line),
  });
  const hold = (): (() => void) => {
    let release: () => void = () => undefined;
    void clock.during(new Promise<void>((resolve) => (release = resolve)));
    return release;
  };
  let release = hold();
  return {
    manager,
    documents,
    started,
    log,
    client: (accountId = HOME.accountId, region = HOME.region) => clientOf(manager, accountId, region),
    async automation() {
      await settled();
      const last = started.at(-1);
      if (last === undefined) throw new Error("No automation was started.");
      return last;
    },
    async pass(milliseconds) {
      const passed = clock.sleep(milliseconds);
      release();
      await passed;
      release = hold();
      await settled();
    },
  };
}

export async function create(client: SSMClient, request: CreateAssociationRequest): Promise<AssociationDescription> {
  const { AssociationDescription = {} } = await client.send(new CreateAssociationCommand(request));
  return AssociationDescription;
}

/** A world with one association, and the requests about it. */
export async function associated(request: CreateAssociationRequest, options: WorldOptions = {}) {
  const made = world(options);
  const client = made.client();
  const { AssociationId = "" } = await create(client, request);
  const named = { AssociationId };
  return {
    ...made,
    client,
    named,
    describe: async (): Promise<AssociationDescription> => {
      await settled();
      return (await client.send(new DescribeAssociationCommand(named))).AssociationDescription ?? {};
    },
    executions: async (): Promise<readonly AssociationExecution[]> => {
      await settled();
      return (await client.send(new DescribeAssociationExecutionsCommand(named))).AssociationExecutions ?? [];
    },
    targets: async (ExecutionId: string | undefined): Promise<readonly AssociationExecutionTarget[]> => {
      const command = new DescribeAssociationExecutionTargetsCommand({ ...named, ExecutionId });
      return (await client.send(command)).AssociationExecutionTargets ?? [];
    },
  };
}

/** Waits for everything that needs no time to pass. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface FakeAutomationOptions {
  readonly clock: VirtualClock;
  readonly newId: () => string;
  readonly started: StartedAutomation[];
  readonly ends: ExecutionStatus | undefined;
  readonly refusal: Error | undefined;
}

function fakeAutomations({ clock, newId, started, ends, refusal }: FakeAutomationOptions): Automations {
  const records = new Map<string, ExecutionRecord>();
  const endings = new Map<string, { promise: Promise<void>; settle: () => void }>();
  const known = (id: string): ExecutionRecord => {
    const record = records.get(id);
    if (record === undefined) throw new Error(`No automation ${id}.`);
    return record;
  };
  const change = (id: string, changes: Partial<ExecutionRecord>): void => {
    if (isTerminal(known(id).AutomationExecutionStatus)) return;
    const record = { ...known(id), ...changes };
    records.set(id, record);
    if (isTerminal(record.AutomationExecutionStatus)) endings.get(id)?.settle();
  };
  const steps = (id: string, targets: Readonly<Record<string, ExecutionStatus>>) =>
    Object.entries(targets).map(([target, status]) => {
      // Each target has a child execution, with its parent and its target.
      const child = `child-of-${id.slice(-4)}-for-${target}`.padEnd(36, "-");
      records.set(child, {
        ...recordOf(child, { DocumentName: "runbook" }, clock.now()),
        ParentAutomationExecutionId: id,
        Target: target,
      });
      return {
        StepName: target,
        Action: "aws:executeAutomation",
        StepExecutionId: `step-${target}`,
        StepStatus: status,
        ...(status !== "Pending" && { ExecutionStartTime: clock.now() }),
      };
    });
  return {
    start(location, caller, request, { associationId = "none" } = {}) {
      if (refusal !== undefined) return Promise.reject(refusal);
      const id = newId();
      records.set(id, recordOf(id, request, clock.now()));
      let settle: () => void = () => undefined;
      const promise = new Promise<void>((resolve) => (settle = resolve));
      endings.set(id, { promise, settle });
      started.push({
        id,
        location,
        caller,
        request,
        associationId,
        end(status = "Success", targets = {}) {
          change(id, { AutomationExecutionStatus: status, StepExecutions: steps(id, targets) });
          return settled();
        },
        progress: (targets) => change(id, { StepExecutions: steps(id, targets) }),
      });
      if (ends !== undefined) change(id, { AutomationExecutionStatus: ends });
      return Promise.resolve(id);
    },
    record: (_location, id) => known(id),
    records: () => [...records.values()],
    async ended(_location, id) {
      await endings.get(id)?.promise;
      return known(id);
    },
    stop: (_location, id) => change(id, { AutomationExecutionStatus: "Cancelled" }),
  };
}

function recordOf(id: string, request: StartRequest, now: Date): ExecutionRecord {
  return {
    AutomationExecutionId: id,
    DocumentName: request.DocumentName,
    DocumentVersion: "1",
    ExecutionStartTime: now,
    AutomationExecutionStatus: "InProgress",
    StepExecutions: [],
    Parameters: request.Parameters ?? {},
    Outputs: {},
    Mode: "Auto",
    ExecutedBy: STATE_MANAGER.arn,
    Targets: request.Targets ?? [],
    ResolvedTargets: { ParameterValues: [], Truncated: false },
  };
}

/** The SDK's client, whose requests reach the manager without a network. */
export function clientOf(manager: StateManager, accountId: string, region: string): SSMClient {
  const service = associationService(manager);
  return new SSMClient({
    region,
    credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) {
        const request = requestOf(accountId, region, headers, body);
        const response = await service(request, notOurs).catch(asResponse);
        return { response: { statusCode: response.status, headers: response.headers, body: response.body } };
      },
    },
  });
}

function requestOf(
  accountId: string,
  region: string,
  headers: Record<string, string>,
  body: Uint8Array,
): CallerRequest {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return {
    method: "POST",
    target: "/",
    path: "/",
    query: new URLSearchParams(),
    headers,
    body: bytes,
    protocol: "json-1.1",
    service: "ssm",
    region,
    accessKeyId: undefined,
    operation: headers["x-amz-target"]?.split(".")[1] ?? "",
    input: JSON.parse(bytes.toString() || "{}") as Input,
    caller: { type: "User", accountId, arn: `arn:aws:iam::${accountId}:user/dev`, userName: "dev", userId: "AIDADEV" },
  };
}

/** The next layer, which implements nothing. */
function notOurs({ service, operation }: CallerRequest): Promise<never> {
  return Promise.reject(notImplemented(service, operation));
}

function asResponse(error: unknown): AwsResponse {
  if (error instanceof AwsError) return errorResponse("json-1.1", error);
  throw error;
}
