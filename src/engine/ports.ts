/**
 * The interfaces through which executions reach the outside. The engine itself uses neither HTTP nor an AWS SDK: the sandbox,
 * the simulation and the tests each provide a platform.
 */
import type { Location } from "../iam/location";
import type { Json, JsonObject } from "../document/json";
import type { AutomationDocument } from "../document/model";
import type { Target } from "./records";

/** Time. All waiting uses this clock, so that an hour's sleep takes no real time in a test. */
export interface Clock {
  now(): Date;
  /** Waits. Rejects with the signal's reason as soon as that is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls back after that time, unless the function that it returns is called before. For time-outs, of which most never come. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** An identity that makes calls. */
export interface Identity {
  /** ARN of the user or of the role session. */
  readonly arn: string;
}

/** Identities and their permissions. */
export interface Identities {
  /**
   * The role that an execution runs with, as Systems Manager assumes it: by its trust policy, for the service principal.
   * The caller needs `iam:PassRole`.
   * @throws AutomationError
   */
  assumeForExecution(location: Location, executionId: string, roleArn: string, caller: Identity): Promise<Identity>;
  /** One role assumes another: the administration role an execution role. @throws ApiCallError */
  assume(location: Location, from: Identity, roleArn: string, sessionName: string): Promise<Identity>;
  /** A role (`iam:PassRole`) is passed to Systems Manager. @throws ApiCallError AccessDeniedException if the identity's policies do not allow the action. */
  authorize(location: Location, identity: Identity, action: string, resource: string): Promise<void>;
}

/** A document as it is started. */
export interface FoundDocument {
  readonly name: string;
  /** The number: `3`, never `$DEFAULT`. */
  readonly version: string;
  /** `/AWS::EC2::Instance` */
  readonly targetType: string | undefined;
  readonly document: AutomationDocument;
}

export interface Documents {
  /**
   * @param name of a document of the account, an ARN of one that is shared with it, or a name of Amazon's
   * @param version a number, `$DEFAULT` or `$LATEST`; undefined: the default version
   * @throws AutomationError AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException
   */
  find(location: Location, caller: Identity, name: string, version: string | undefined): Promise<FoundDocument>;
}

export interface Organization {
  /** Ids of the active accounts in an organizational unit or root. @throws ApiCallError */
  accountsUnder(
    location: Location,
    identity: Identity,
    parentId: string,
    includeChildOrganizationUnits: boolean,
  ): Promise<readonly string[]>;
}

/** Calls of AWS's services. */
export interface AwsApi {
  /** @returns the response as boto3 has it, dates as ISO 8601 strings. @throws ApiCallError */
  call(call: ApiCall, signal: AbortSignal): Promise<JsonObject>;
}

export interface ApiCall {
  /** boto3's name of the service: `ec2`. */
  readonly service: string;
  /** The operation in any of AWS's spellings: `DescribeInstances`, `describe_instances`, `describeInstances`. */
  readonly api: string;
  readonly parameters: JsonObject;
}

/** Commands on managed nodes. */
export interface Commands {
  /**
   * Sends a command and waits until it has ended on every node; when the signal is aborted, the command is cancelled.
   * @param input the members of SendCommand
   * @throws ApiCallError if SendCommand is refused
   */
  run(input: JsonObject, signal: AbortSignal): Promise<CommandOutcome>;
}

export interface CommandOutcome {
  readonly commandId: string;
  readonly status: "Success" | "Failed" | "TimedOut" | "Cancelled";
  /** AWS's StatusDetails: `DeliveryTimedOut`, `NoInstancesInTag`, … */
  readonly statusDetails: string;
  /** One for each node, in the form of ListCommandInvocations with Details. */
  readonly invocations: readonly CommandInvocation[];
}

export interface CommandInvocation {
  readonly CommandId: string;
  readonly InstanceId: string;
  readonly Status: string;
  readonly StatusDetails: string;
  readonly CommandPlugins: readonly {
    readonly Name: string;
    readonly Status: string;
    readonly StatusDetails: string;
    /** Exit code; -1 if the command did not start. */
    readonly ResponseCode: number;
    /** At most 2,500 characters of standard output and standard error. */
    readonly Output: string;
  }[];
}

/** Scripts of `aws:executeScript`. */
export interface Scripts {
  /** @returns what the handler returned. @throws ScriptError */
  run(script: ScriptCall, signal: AbortSignal): Promise<Json>;
}

export interface ScriptCall {
  /** `python3.11`, `PowerShell 7.4` */
  readonly runtime: string;
  readonly handler: string | undefined;
  readonly script: string;
  readonly payload: JsonObject;
  /** The handler's second argument. */
  readonly context: JsonObject;
}

export interface Targets {
  /**
   * The values of the target parameter: ids of the resources of the document's target type that the targets name.
   * @throws ApiCallError
   */
  resolve(targets: readonly Target[], targetType: string | undefined, signal: AbortSignal): Promise<readonly string[]>;
}

/** Everything that steps act on, in one account and Region and as one identity. */
export interface World {
  readonly api: AwsApi;
  readonly commands: Commands;
  readonly scripts: Scripts;
  readonly targets: Targets;
}

/** A place of an execution among those that run in its account and Region. */
export interface Place {
  /** Settles when the execution may run, and when it has left. Undefined: it may run at once. */
  readonly admitted: Promise<void> | undefined;
  /** Gives the place to another execution. May be called twice. */
  leave(): void;
}

/** How many executions run at once. */
export interface Quotas {
  /** @throws AutomationError AutomationExecutionLimitExceededException if too many are waiting */
  enter(location: Location, isRateControlled: boolean): Place;
}

export interface Platform {
  readonly clock: Clock;
  readonly identities: Identities;
  readonly documents: Documents;
  readonly organization: Organization;
  /** @default every execution runs at once */
  readonly quotas?: Quotas;
  /** @param hasRole whether the identity is an assumed role: without one, scripts have no credentials */
  world(location: Location, identity: Identity, hasRole: boolean): World;
  /** A new id of 36 characters. */
  newId(): string;
}
