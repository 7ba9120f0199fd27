/**
 * Every name and ARN that two parts of the project must agree on. Stacks create resources under these names, and policies
 * refer to them. No other file spells them out.
 */
import { createHash } from "node:crypto";
import { allAccounts } from "./model";
import type { Account, AmiSharing, CentralRunbook, Concern, Fleet, OutputsSettings, Pipeline } from "./model";

/** AWS's own name for the role that starts executions in other accounts. */
export const ADMINISTRATION_ROLE_NAME = "AWS-SystemsManager-AutomationAdministrationRole";
/** AWS's own name for the role with which runbooks act in each account. `standardExecutionRoleName` has that of an account. */
export const EXECUTION_ROLE_NAME = "AWS-SystemsManager-AutomationExecutionRole";
/** The role that AWS Organizations creates in each account that it creates. */
export const ORGANIZATIONS_ROLE_NAME = "OrganizationAccountAccessRole";
/** The read-only role with which results are collected. */
export const READER_ROLE_NAME = "FleetbookReaderRole";
/** The role that approves, rejects and resumes executions. */
export const APPROVER_ROLE_NAME = "FleetbookApproverRole";
/** The read-only role with which stacks are planned. */
export const PLAN_ROLE_NAME = "FleetbookPlanRole";
/** The role that workflows plan with: it may assume the plan roles, and nothing else. */
export const PIPELINE_PLAN_ROLE_NAME = "FleetbookPipelinePlanRole";
/** The role that workflows apply with: it may assume the deploy roles. */
export const PIPELINE_APPLY_ROLE_NAME = "FleetbookPipelineApplyRole";
/** The issuer of the tokens of GitHub Actions, without `https://`: the name of its OIDC provider. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";
/** The role of the EC2 targets, and its instance profile. */
export const INSTANCE_ROLE_NAME = "FleetbookInstanceRole";
/** The role with which the VPC service writes the flow logs of the EC2 targets' VPCs. */
export const FLOW_LOGS_ROLE_NAME = "FleetbookFlowLogsRole";

/** The log group of a VPC's flow logs in its account and Region. @param network undefined: the network that targets share */
export function flowLogsGroupName(network: string | undefined): string {
  const shared = "/fleetbook/vpc-flow-logs";
  return network === undefined ? shared : `${shared}/${network}`;
}

/** ARN of an IAM role with path `/`. @param roleName with its path if it has another one: `team/name` */
export function roleArn(fleet: Fleet, accountId: string, roleName: string): string {
  return `arn:${fleet.partition}:iam::${accountId}:role/${roleName}`;
}

/** The service for which an administrator account is delegated. Multi-account executions are Systems Manager's. */
export const SYSTEMS_MANAGER = "ssm.amazonaws.com";

/** An account as a principal: the account's own policies decide who in it may act. */
export function accountPrincipal(fleet: Fleet, accountId: string): string {
  return `arn:${fleet.partition}:iam::${accountId}:root`;
}

/** ARN of the organization. It names the management account, and EC2 shares images with it. */
export function organizationArn({ partition, organization, managementAccount }: Fleet): string {
  return `arn:${partition}:organizations::${managementAccount.id}:organization/${organization.id}`;
}

/** @param id `ou-…` */
export function organizationalUnitArn({ partition, organization, managementAccount }: Fleet, id: string): string {
  return `arn:${partition}:organizations::${managementAccount.id}:ou/${organization.id}/${id}`;
}

/**
 * `o-…/r-…/ou-…/ou-…/`, as the value of `aws:PrincipalOrgPaths` for the accounts that are directly in a unit or the root.
 * @param parentId `ou-…` or `r-…`
 */
export function organizationPath(fleet: Fleet, parentId: string): string {
  const { id, rootId, organizationalUnits } = fleet.organization;
  const unit = organizationalUnits.find((candidate) => candidate.id === parentId);
  return unit === undefined ? `${id}/${rootId}/` : `${organizationPath(fleet, unit.parentId)}${unit.id}/`;
}

export function administrationRoleArn(fleet: Fleet): string {
  return roleArn(fleet, fleet.administratorAccount.id, ADMINISTRATION_ROLE_NAME);
}

/** The role of all central runbooks that have none of their own: AWS's name, or that of a role which the account keeps. */
export function standardExecutionRoleName({ existingExecutionRole }: Pick<Account, "existingExecutionRole">): string {
  return existingExecutionRole ?? EXECUTION_ROLE_NAME;
}

export function executionRoleArn(fleet: Fleet, account: Account): string {
  return roleArn(fleet, account.id, standardExecutionRoleName(account));
}

/** The role that the results of the account's executions are read with. */
export function readerRoleArn(fleet: Fleet, account: Account): string {
  return roleArn(fleet, account.id, `${account.roles.path.slice(1)}${READER_ROLE_NAME}`);
}

/** The role that approves, rejects and resumes the account's executions. */
export function approverRoleArn(fleet: Fleet, account: Account): string {
  return roleArn(fleet, account.id, `${account.roles.path.slice(1)}${APPROVER_ROLE_NAME}`);
}

/** The role that the account's stacks are planned with. */
export function planRoleArn(fleet: Fleet, account: Account): string {
  return roleArn(fleet, account.id, `${account.roles.path.slice(1)}${PLAN_ROLE_NAME}`);
}

/** A role that workflows assume. */
export function pipelineRoleArn(fleet: Fleet, { account }: Pipeline, name: string): string {
  return roleArn(fleet, account.id, `${account.roles.path.slice(1)}${name}`);
}

/** ARN of GitHub's OIDC provider in the account. */
export function githubProviderArn(fleet: Fleet, account: Account): string {
  return `arn:${fleet.partition}:iam::${account.id}:oidc-provider/${GITHUB_ISSUER}`;
}

/** IAM's limits, in characters. */
const ROLE_NAME_LENGTH = 64;
const POLICY_NAME_LENGTH = 128;

/** The name; if it is too long, its beginning and a hash of what it is made from. */
function fitting(name: string, length: number, madeFrom = name): string {
  if (name.length <= length) return name;
  const hash = createHash("sha256").update(madeFrom).digest("hex").slice(0, 8);
  return `${name.slice(0, length - hash.length - 1)}-${hash}`;
}

/** The role with which one runbook acts in an account. A name that would be too long is cut and ends in a hash of the runbook's name. */
export function runbookRoleName(runbook: string): string {
  return fitting(`FleetbookRunbook-${runbook}`, ROLE_NAME_LENGTH, runbook);
}

export function runbookRoleArn(fleet: Fleet, account: Account, runbook: string): string {
  return roleArn(fleet, account.id, `${account.roles.path.slice(1)}${runbookRoleName(runbook)}`);
}

/**
 * The execution role of one central runbook alone. It has the path `/`: ExecutionRoleName may have slashes, but AWS does
 * not document that it may have a path.
 */
function ownExecutionRoleName(runbook: string): string {
  return fitting(`FleetbookExecution-${runbook}`, ROLE_NAME_LENGTH);
}

/** The name to start a central runbook with in an account, as ExecutionRoleName. */
export function executionRoleName(account: Account, { name, executionRole }: CentralRunbook): string {
  return executionRole === "own" ? ownExecutionRoleName(name) : standardExecutionRoleName(account);
}

/** The names of all execution roles of the fleet's accounts, each once. */
export function executionRoleNames(fleet: Fleet): readonly string[] {
  const own = fleet.centralRunbooks.filter(({ executionRole }) => executionRole === "own");
  return [
    ...new Set([
      EXECUTION_ROLE_NAME,
      ...own.map(({ name }) => ownExecutionRoleName(name)),
      ...allAccounts(fleet).flatMap(({ existingExecutionRole: existing }) => existing ?? []),
    ]),
  ];
}

/** The inline policy of an execution role for one runbook. */
export function runbookPolicyName(runbook: string): string {
  return fitting(`Runbook-${runbook}`, POLICY_NAME_LENGTH);
}

/** A managed policy for one runbook, with a number: one policy may be too small for it. @param roleName the role that has it */
export function runbookManagedPolicyName(roleName: string, runbook: string, number: number): string {
  const prefix = roleName === runbookRoleName(runbook) ? "FleetbookRunbook" : "FleetbookExecution";
  return fitting(`${prefix}-${runbook}-${number}`, POLICY_NAME_LENGTH);
}

/** A part of the policy of a deploy role that bootstrap creates. @param number one policy may be too small */
export function deployPolicyName(roleName: string, number: number): string {
  return fitting(`${roleName}-${number}`, POLICY_NAME_LENGTH);
}

/** The names of roles and policies that come and go with runbooks, as one pattern; another name as it is. */
export function patternOfNames(name: string): string {
  return name.replace(/^(Fleetbook(?:Runbook|Execution)-).*$/, "$1*");
}

/** ARN of a managed policy. @param nameOrArn its name in the account, or its ARN */
export function managedPolicyArn(fleet: Fleet, account: Account, nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn : `arn:${fleet.partition}:iam::${account.id}:policy/${nameOrArn}`;
}

/** The runbook in the catalogue that AMI sharing deploys under another name. */
export const AMI_SHARING_RUNBOOK = "create-and-share-ami";

export function amiSharingRunbookName({ prefix }: AmiSharing): string {
  return `${prefix}-CreateAndShareAmiRunbook`;
}

export function amiSharingAssociationName({ prefix }: Pick<AmiSharing, "prefix">): string {
  return `${prefix}-CreateAndShareAmiRunbookAssociation`;
}

/** Alias of the KMS key that encrypts the volumes whose images are shared. */
export function imageKeyAlias({ prefix }: AmiSharing): string {
  return `alias/${prefix}-shared-images`;
}

/** ARN pattern of the account's Automation executions in every Region. */
export function executionArnPattern(fleet: Fleet, accountId: string): string {
  return `arn:${fleet.partition}:ssm:*:${accountId}:automation-execution/*`;
}

/** ARN of an AWS managed policy. @param path with the name: `service-role/AmazonSSMAutomationRole` */
export function awsManagedPolicyArn(fleet: Fleet, path: string): string {
  return `arn:${fleet.partition}:iam::aws:policy/${path}`;
}

/** The bucket that holds the account's Terraform state. */
export function stateBucketName(fleet: Fleet, account: Account): string {
  return bucketName(fleet.state.bucketName, account.id, fleet.homeRegion);
}

/**
 * The bucket of the administrator account that keeps outputs of a Region. Agents in a private network reach S3 in their own Region
 * only. @param region `{{ global:REGION }}` in runbooks
 */
export function outputsBucketName(
  { administratorAccount }: Pick<Fleet, "administratorAccount">,
  { bucketPrefix }: OutputsSettings,
  region: string,
): string {
  return `${bucketPrefix}-${administratorAccount.id}-${region}`;
}

/** Where commands of runbooks write their whole outputs, in the terms of aws:runCommand; undefined if the fleet keeps none. */
export function outputPlace(fleet: Fleet): { OutputS3BucketName: string; OutputS3KeyPrefix: string } | undefined {
  const { outputs } = fleet;
  return (
    outputs && {
      OutputS3BucketName: outputsBucketName(fleet, outputs, "{{ global:REGION }}"),
      OutputS3KeyPrefix: "{{ global:ACCOUNT_ID }}",
    }
  );
}

/** ARNs of an account's outputs in the buckets of these Regions; none if the fleet keeps no outputs. */
export function outputArns(fleet: Fleet, accountId: string, regions: readonly string[]): readonly string[] {
  const { outputs, partition } = fleet;
  if (outputs === undefined) return [];
  return regions.map((region) => `arn:${partition}:s3:::${outputsBucketName(fleet, outputs, region)}/${accountId}/*`);
}

/** The name of one account's bucket. @param pattern with `{accountId}` and `{region}` */
export function bucketName(pattern: string, accountId: string, region: string): string {
  return pattern.replaceAll("{accountId}", accountId).replaceAll("{region}", region);
}

/** Terraform address of the bucket in each account's state stack. The bootstrap imports an existing bucket to it. */
export const STATE_BUCKET_ADDRESS = "aws_s3_bucket.state-bucket";

/**
 * Key of the state of an account's stack in the account's bucket. It has no name in it, so that an account can be renamed.
 * @param concern what the stack is for: `member`
 */
export function stateKey(concern: string): string {
  return `${concern}.tfstate`;
}

/** The stacks of which a fleet has one. */
const SINGLE: readonly string[] = ["organization", "administrator", "pipeline"] satisfies readonly Concern[];

/** Name of an account's stack. The names of stacks of which a fleet has several end in the account's: `member-app-dev`. */
export function stackName(account: Account, concern: string): string {
  return SINGLE.includes(concern) ? concern : `${concern}-${account.name}`;
}

/** The `Name` tag of an EC2 target and its network, or its start. @param target undefined: what is of `ec2Target` */
export function targetName(account: Account, target: string | undefined): string {
  const shared = `fleetbook-${account.name}`;
  return target === undefined ? shared : `${shared}-${target}`;
}

/**
 * Alias of the AWS provider for one account and Region. Terraform keeps it in the state of every resource, and needs it to destroy
 * the resource; so it follows the account's id, which never changes. (Terraform's identifiers do not begin with a digit.)
 */
export function providerAlias(account: Account, region: string): string {
  return `account-${account.id}_${region}`;
}
