/**
 * The fleet after its file has been read: every default applied, every reference resolved, every value checked. The rest of
 * the project works with these types and never with the file.
 */
import type { ByRegion } from "./by-region";
import type { Architecture, OperatingSystem } from "./operating-systems";
import type { Partition } from "./regions";
import type { PolicyStatement } from "../iam/statements/statement";
import type { AmiSharingSettings } from "./schema/ami-sharing";
import type { OwnAssociation } from "./schema/association";
import type { AutomationSettings } from "./schema/automation";
import type { LimitsSettings } from "./schema/operations";
import type { AccountState } from "./schema/lock-file";
import type { StateFile } from "./schema/state";

/** An organizational unit, with the units below it. */
export interface OrganizationalUnit {
  /** `ou-…` */
  readonly id: string;
  readonly name: string;
  /** The names from the root down, joined by `/`: `workloads/production`. */
  readonly path: string;
  /** Id of the unit above, or of the root. */
  readonly parentId: string;
}

/** An account as AWS Organizations has it. */
export interface OrganizationAccount {
  /** 12 digits. */
  readonly id: string;
  /** Its name on AWS. */
  readonly name: string;
  /** Its short name in Fleetbook, whether the fleet has it or not. */
  readonly stack: string;
  /** Id of the organizational unit or root that it is in. */
  readonly parentId: string;
  readonly state: AccountState;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the fleet file selects it. If it is also active, it is an account of the fleet. */
  readonly isSelected: boolean;
}

interface Organization {
  /** `o-…` */
  readonly id: string;
  /** `r-…` */
  readonly rootId: string;
  /** Every unit, parents before their children. */
  readonly organizationalUnits: readonly OrganizationalUnit[];
}

/** The lock file of a fleet that selects its accounts from it. */
export interface FleetLock {
  /** Absolute path. */
  readonly file: string;
  /** Every account of the organization, the management account among them. */
  readonly accounts: readonly OrganizationAccount[];
}

/** An existing VPC or subnet: by its id, or by tags that no other has. */
export type Existing = { readonly id: ByRegion } | { readonly tags: Readonly<Record<string, string>> };

/** A network that Fleetbook builds. */
export interface BuiltNetwork {
  /** The target whose own network it is; undefined: the network that the account's targets share. */
  readonly name: string | undefined;
  readonly vpcCidr: ByRegion;
  readonly subnetCidr: ByRegion;
  /** Undefined: traffic is not recorded. */
  readonly flowLogs: { readonly retentionDays: number } | undefined;
}

/** A network that exists already. */
export interface ExistingNetwork {
  /** As in `BuiltNetwork`. */
  readonly name: string | undefined;
  readonly vpc: Existing;
  readonly subnet: Existing;
  /** Whether the endpoints of Systems Manager are created in it. */
  readonly endpoints: boolean;
  /** Ranges that instances reach over HTTPS; undefined: the VPC's own. Not used with `endpoints`. */
  readonly egressCidrs: readonly string[] | undefined;
}

/** An EC2 instance in a private subnet, in each Region of an account, that runbooks act on. */
export interface Ec2Target {
  /** Its name in `ec2Targets`; undefined for `ec2Target`. */
  readonly name: string | undefined;
  /** Targets that share a network have the same object. */
  readonly network: BuiltNetwork | ExistingNetwork;
  /** The target's own subnet in a network that it shares; undefined: the network's subnet. */
  readonly ownSubnet: { readonly cidr: ByRegion } | Existing | undefined;
  readonly instanceType: string;
  readonly architecture: Architecture;
  /** An operating system whose newest image is used, an image of one's own, or a parameter with the id of an image. */
  readonly image: OperatingSystem | { readonly id: ByRegion } | { readonly parameter: string };
  readonly encryptedRootVolume: boolean;
  /** Id, alias or ARN of the root volume's KMS key; undefined: the account's default key, or that of AMI sharing. */
  readonly kmsKey: ByRegion | undefined;
  /** The tag by which associations find the instance. */
  readonly targetTag: { readonly key: string; readonly value: string };
  /** Further tags of the instance, `ssm-automation=true` among them in the example. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How images of an account's EC2 target are shared, and with whom. The other settings are as in the fleet file. */
export interface AmiSharing extends Omit<AmiSharingSettings, "shareWith" | "association"> {
  /** Prefix of the names of the runbook and the association. */
  readonly prefix: string;
  /** The tag of the instances whose images are shared: that of `ec2Target`. */
  readonly targetTag: Ec2Target["targetTag"];
  /** Account ids, 12 digits each. */
  readonly accountIds: readonly string[];
  /** Ids (`ou-…`) of the organizational units whose accounts may launch the images, at any depth. */
  readonly organizationalUnitIds: readonly string[];
  /** Whether every account of the organization may launch the images. */
  readonly wholeOrganization: boolean;
  readonly association: AssociationSettings;
}

/** How an association runs its runbook. AWS's defaults apply to undefined settings. */
export interface AssociationSettings extends NonNullable<AmiSharingSettings["association"]> {
  /** Seconds that Terraform waits for the first success when it creates the association. */
  readonly waitForSuccessSeconds: number;
}

/** An association of one of the account's own runbooks. The other settings are as in the fleet file. */
export interface Association extends OwnAssociation {
  /** The runbook's parameter that gets the id of each target. */
  readonly targetParameter: string;
}

/** What an account refuses to share publicly, in each Region. */
export interface BlockPublicSharing {
  /** AMIs. */
  readonly images: boolean;
  /** SSM documents. */
  readonly documents: boolean;
}

/** What the role may do that a runbook acts with. */
export interface RunbookPermissions {
  /** Whether the role has the policy that is derived from the runbook's steps. */
  readonly derived: boolean;
  /** Further statements, as the fleet file has them: references such as `{{ global:ACCOUNT_ID }}` are not resolved. */
  readonly statements: readonly PolicyStatement[];
  /** Names in the role's account, or ARNs. */
  readonly managedPolicies: readonly string[];
}

/** A runbook that is deployed into an account itself. */
export interface AccountRunbook {
  readonly name: string;
  readonly permissions: RunbookPermissions;
}

/** What all IAM roles of an account have in common. */
export interface RoleSettings {
  /** Path of the roles that Fleetbook names, with a slash at both ends. */
  readonly path: string;
  /** Undefined: the roles have none. */
  readonly permissionsBoundary: PermissionsBoundary | undefined;
  /** Besides the account's tags. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface PermissionsBoundary {
  /** Name of a managed policy in the account, or its ARN. */
  readonly policy: string;
  /** Absolute path of the JSON file with its document; undefined: what it allows is not known. */
  readonly document: string | undefined;
}

/** A role that is assumed in an account, and how. */
export interface AssumedRole {
  readonly name: string;
  /** With a slash at both ends. */
  readonly path: string;
  /** What the role's trust policy asks for; undefined: nothing. */
  readonly externalId: string | undefined;
  readonly sessionName: string;
  /** Session tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The role that Terraform assumes in an account. */
export interface DeployRole extends AssumedRole {
  /** Undefined: the role exists. Otherwise bootstrap creates it, with this role or the caller's own credentials (undefined). */
  readonly created: { readonly by: AssumedRole | undefined } | undefined;
}

/** In the order of their stacks in the fleet. */
export const CONCERNS = ["organization", "administrator", "pipeline", "member", "target", "guards", "state"] as const;

/** What a stack is for. An account has at most one stack of each kind. `state` is the state bucket's. */
export type Concern = (typeof CONCERNS)[number];

/** An account of the organization: the management account or a member account. */
export interface Account {
  /** 12 digits. */
  readonly id: string;
  /** Short name, unique in the fleet; part of stack names and of nothing that Terraform would replace. */
  readonly name: string;
  /** Id of the organizational unit or root that the account is in. */
  readonly parentId: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The role that Terraform assumes in the account; undefined: the caller's own credentials. */
  readonly deployRole: DeployRole | undefined;
  /** Regions in which the account has Regional resources, in the fleet's order. The home Region may be missing. */
  readonly regions: readonly string[];
  /** Whether runbooks act in this account. If so, it has the execution role. */
  readonly isTarget: boolean;
  /** The stacks that the account keeps without resources, so that the next deployment destroys what they had. */
  readonly emptyStacks: readonly Concern[];
  readonly roles: RoleSettings;
  /** Whether what exists already under a name that a stack needs becomes part of the stack. */
  readonly adopt: boolean;
  /** Name of the execution role that the account has already and keeps as it is; undefined: Fleetbook makes AWS's. */
  readonly existingExecutionRole: string | undefined;
  /** Whether the execution role has AWS's managed policy AmazonSSMAutomationRole. */
  readonly amazonSSMAutomationRole: boolean;
  /** The runbooks that are deployed into this account itself, in each Region. */
  readonly runbooks: readonly AccountRunbook[];
  /** Associations of these runbooks. */
  readonly associations: readonly Association[];
  /** The target of `ec2Target` first. */
  readonly ec2Targets: readonly Ec2Target[];
  readonly amiSharing: AmiSharing | undefined;
  /** Undefined: the account's own setting stays as it is. */
  readonly blockPublicSharing: BlockPublicSharing | undefined;
  /** Settings of Automation, as the fleet file has them; `automationSettings` gives those of a Region. */
  readonly automation: AutomationSettings;
}

/** A runbook that is started in the administrator account for the whole fleet. */
export interface CentralRunbook {
  readonly name: string;
  /** Whether the document is shared with the accounts where it acts. */
  readonly shared: boolean;
  /** Ids of the units and of the units below them in whose accounts it acts; undefined: in all. */
  readonly organizationalUnitIds: readonly string[] | undefined;
  /** The role that it acts with in each account: the one of all central runbooks, or one of its own. */
  readonly executionRole: "standard" | "own";
  readonly permissions: RunbookPermissions;
}

interface StateSettings extends Omit<StateFile, "bucketPrefix"> {
  /** Name of every account's bucket, with `{accountId}` and `{region}` (the home Region) in place of the values. */
  readonly bucketName: string;
  readonly encryption: "aws:kms" | "AES256";
  /** Days after which versions of a state that are no longer current expire. */
  readonly noncurrentVersionDays: number;
}

/** What a start runs on, and within which limits, if it does not say otherwise. */
export interface Operations {
  /** The tag of the instances; undefined: a start has to name its targets. */
  readonly targetTag: { readonly key: string; readonly value: string } | undefined;
  /** Those that are given. */
  readonly limits: LimitsSettings;
}

/** The buckets that keep whole outputs of commands, one in each Region. */
export interface OutputsSettings {
  /** Names are `<prefix>-<id of the administrator account>-<Region>`. */
  readonly bucketPrefix: string;
  /** Days after which S3 deletes an output. */
  readonly expirationDays: number;
}

/** A repository on GitHub whose workflows plan and apply the fleet. */
export interface GithubPipeline {
  /** As the subject of its tokens has it: `owner/name`. */
  readonly repository: string;
  /** The branch whose workflows may plan, besides pull requests. */
  readonly branch: string;
  /** The environment whose jobs may apply. */
  readonly environment: string;
  /** Whether the account has GitHub's OIDC provider already. */
  readonly existingProvider: boolean;
}

/** Who plans and applies the fleet, besides those who may assume the deploy roles. */
export interface Pipeline {
  /** The account with the roles that workflows assume. */
  readonly account: Account;
  readonly github: GithubPipeline | undefined;
  /** ARNs of further users and roles of the account that may plan with the read-only roles. */
  readonly plannerArns: readonly string[];
}

/** An account outside the organization with which something is shared. */
interface ExternalAccount {
  readonly id: string;
  readonly name: string;
}

/** The accounts of a fleet and what each of them gets: `fleet.yaml`, with every default filled in. */
export interface Fleet {
  /** Absolute path of the file that the fleet was read from. */
  readonly file: string;
  /** Undefined: the fleet file lists its accounts. */
  readonly lock?: FleetLock | undefined;
  readonly partition: Partition;
  readonly organization: Organization;
  readonly homeRegion: string;
  /** All Regions with resources, the home Region first. */
  readonly regions: readonly string[];
  /** Regions that the fleet leaves: stacks have their providers, so that Terraform can destroy what is there. */
  readonly retiredRegions: readonly string[];
  readonly managementAccount: Account;
  /** Where executions start; the management account or one of the member accounts. */
  readonly administratorAccount: Account;
  /**
   * Whether the stack `organization` registers the administrator account as delegated administrator. False: the stack is empty, so
   * that the next deployment deregisters it. Undefined: it is registered by other means, or is the management account.
   */
  readonly registerDelegatedAdministrator?: boolean | undefined;
  readonly memberAccounts: readonly Account[];
  readonly externalAccounts: readonly ExternalAccount[];
  readonly centralRunbooks: readonly CentralRunbook[];
  readonly state: StateSettings;
  readonly operations: Operations;
  /** Undefined: whole outputs are not kept. */
  readonly outputs: OutputsSettings | undefined;
  /** Undefined: there are no roles for workflows. */
  readonly pipeline: Pipeline | undefined;
  /** ARNs of the principals that may assume the reader roles, at least one. */
  readonly readerPrincipalArns: readonly string[];
  /** ARNs of the principals that may assume the approver roles; empty: there are no such roles. */
  readonly approverPrincipalArns: readonly string[];
}

/** Every account of the organization, the management account first. */
export function allAccounts(fleet: Fleet): readonly Account[] {
  return [fleet.managementAccount, ...fleet.memberAccounts];
}

/** Every account of the organization that is known: those of the lock file, or those of the fleet. */
export function organizationAccounts(fleet: Fleet): readonly OrganizationAccount[] {
  return (
    fleet.lock?.accounts ??
    allAccounts(fleet).map(({ id, name, parentId, tags }) => ({
      ...{ id, name, stack: name, parentId, tags },
      state: "active",
      isSelected: true,
    }))
  );
}

/** The account of that name or id; undefined if the organization has none. */
export function findAccount(fleet: Fleet, nameOrId: string): Account | undefined {
  return allAccounts(fleet).find(({ name, id }) => name === nameOrId || id === nameOrId);
}

/** The accounts where a central runbook acts. One that is not shared acts in the administrator account alone. */
export function centralTargets(fleet: Fleet, { shared, organizationalUnitIds }: CentralRunbook): readonly Account[] {
  return allAccounts(fleet).filter(
    ({ id, isTarget, parentId }) =>
      isTarget &&
      (shared || id === fleet.administratorAccount.id) &&
      (organizationalUnitIds?.includes(parentId) ?? true),
  );
}
