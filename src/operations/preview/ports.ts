/** What a preview asks of AWS. `aws/` asks the API; tests answer themselves. Every method throws UnreadableError if AWS refuses. */
import type { StartAutomationExecutionRequest } from "@aws-sdk/client-ssm";
import type { TrustingRole } from "../../iam/decision/distrust";

/** An EC2 instance that is not terminated. */
export interface Ec2Instance {
  readonly id: string;
  /** The Name tag. */
  readonly name: string | undefined;
  /** `pending`, `running`, `stopping`, `stopped` or `shutting-down`. */
  readonly state: string;
}

/** Selects instances: those with these ids, or those with all of these tags, each with one of its values. */
export type InstanceSelection =
  | { readonly by: "ids"; readonly ids: readonly string[] }
  | { readonly by: "tags"; readonly tags: readonly { readonly key: string; readonly values: readonly string[] }[] };

/** Reads in one account and Region. */
export interface PlaceReader {
  instances(selection: InstanceSelection): Promise<readonly Ec2Instance[]>;
  /** The ping status of every managed node, by id: `Online`, `ConnectionLost` or `Inactive`. */
  nodes(): Promise<ReadonlyMap<string, string>>;
  /** Undefined if there is no such role. */
  role(name: string): Promise<TrustingRole | undefined>;
  /** Executions that have not ended. */
  executions(): Promise<number>;
  /** The value of a service setting. @param id `/ssm/automation/…` */
  setting(id: string): Promise<string | undefined>;
}

/** A version of a document. */
export interface DocumentFacts {
  /** `3` */
  readonly version: string;
  /** The text. */
  readonly content: string;
  /** `/AWS::EC2::Instance` */
  readonly targetType: string | undefined;
}

/** An account as AWS Organizations has it. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE` and the like. */
  readonly state: string;
}

/** AWS's own preview of an execution. */
export interface ExecutionPreview {
  /** `Success` or `Failed`; another one if it did not end in time. */
  readonly status: string;
  readonly message: string | undefined;
  /** The number of steps by what they do: `Mutating`, `NonMutating`, `Undetermined`. */
  readonly steps: Readonly<Record<string, number>>;
  readonly regions: readonly string[];
  readonly targets: number | undefined;
  readonly accounts: number | undefined;
}

/** What AWS previews: the same members as in a start. */
export type PreviewInput = Pick<
  StartAutomationExecutionRequest,
  "DocumentName" | "DocumentVersion" | "Parameters" | "TargetParameterName" | "Targets" | "TargetLocations"
>;

export interface PreviewReader {
  /** The principal that would start. */
  readonly caller: { readonly arn: string; readonly accountId: string };
  /** With the account's reader role, or with the caller's own credentials in the caller's account. */
  at(accountId: string, region: string): Promise<PlaceReader>;
  /** A document of the caller's account, or of Amazon's; undefined if there is none, or not in this version. */
  document(name: string, version: string | undefined, region: string): Promise<DocumentFacts | undefined>;
  /** The versions of a document, the newest first; none if there is no such document. */
  versions(name: string, region: string): Promise<readonly string[]>;
  /** Ids of the accounts that a document is shared with; `all` for a public one. */
  sharedWith(name: string, region: string): Promise<readonly string[]>;
  /** Whether the caller may pass the role to Systems Manager. */
  mayPassRole(roleArn: string): Promise<boolean>;
  /** Every account of the organization, by id. */
  accounts(): Promise<ReadonlyMap<string, OrganizationAccount>>;
  /** Ids of the accounts directly in a unit or the root; undefined if the organization has no such unit. */
  accountsIn(parentId: string): Promise<readonly string[] | undefined>;
  /** Starts nothing. */
  executionPreview(input: PreviewInput): Promise<ExecutionPreview>;
}
