/**
 * What a deploy role of Fleetbook's own may do in its account: what the account's stacks need, use their states, and read its own
 * policies, which are compared with what is to be deployed.
 */
import { ConfigurationError } from "../../diagnostics/errors";
import type { Account, DeployRole, Fleet } from "../../fleet/model";
import { deployPolicyName, managedPolicyArn, patternOfNames, roleArn, stateBucketName } from "../../fleet/names";
import { pathAndName } from "../../fleet/role-session";
import { viaService } from "../../iam/resources/implied-calls";
import { mergeStatements } from "../../iam/statements/merge-statements";
import { managedPolicies, MOST_MANAGED_POLICIES } from "../../iam/statements/policy-document";
import { NO_RESOURCE_LEVEL, type PolicyStatement } from "../../iam/statements/statement";
import { deployPermissions } from "../../iam/terraform/deploy-statements";
import type { StackResource } from "../../iam/terraform/stack-resource";

export interface DeployPolicy {
  readonly statements: readonly PolicyStatement[];
  /** The same as managed policies, each as JSON. */
  readonly policies: readonly string[];
}

/**
 * @param resources of all stacks of the account but that of its state bucket
 * @throws ConfigurationError if the calls of a resource are not known, or if IAM does not attach as many policies to a role
 */
export function deployPolicy(fleet: Fleet, account: Account, resources: readonly StackResource[]): DeployPolicy {
  const boundary = account.roles.permissionsBoundary;
  const { statements: ofStacks, unknownTypes } = deployPermissions(resources, {
    partition: fleet.partition,
    accountId: account.id,
    organizationId: fleet.organization.id,
    regions: [...fleet.regions, ...fleet.retiredRegions],
    permissionsBoundary: boundary && managedPolicyArn(fleet, account, boundary.policy),
    patternOf: patternOfNames,
  });
  if (unknownTypes.length > 0) throw unknownCalls(account, unknownTypes);
  const statements = mergeStatements([
    ...ofStacks,
    ...stateStatements(fleet, account),
    ...adoptionStatements(fleet, account),
    ...registrationStatements(fleet, account),
    ...ownStatements(fleet, account),
    { actions: ["ec2:DescribeRegions"], resources: ["*"], because: NO_RESOURCE_LEVEL },
  ]);
  const policies = managedPolicies(statements);
  if (policies.length > MOST_MANAGED_POLICIES) throw tooMany(account, policies.length);
  return { statements, policies };
}

/** The states, and the locks beside them. */
function stateStatements(fleet: Fleet, account: Account): readonly PolicyStatement[] {
  const bucket = `arn:${fleet.partition}:s3:::${stateBucketName(fleet, account)}`;
  const via = viaService("s3", { partition: fleet.partition, region: fleet.homeRegion });
  return [
    { actions: ["s3:ListBucket"], resources: [bucket] },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: [`${bucket}/*.tfstate`, `${bucket}/*.tfstate.tflock`] },
    { actions: ["s3:DeleteObject"], resources: [`${bucket}/*.tfstate.tflock`] },
    // Nobody needs a permission for the AWS managed key; a key of one's own may be named by an alias.
    ...(fleet.state.kmsKey === undefined
      ? []
      : [
          {
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: [`arn:${fleet.partition}:kms:${fleet.homeRegion}:*:key/*`],
            conditions: {
              StringEquals: { "kms:ViaService": [via] },
              StringLike: { "kms:EncryptionContext:aws:s3:arn": [`${bucket}*`] },
            },
          },
        ]),
  ];
}

/** What adopting needs besides: the copies in the state bucket, and who made what exists. */
function adoptionStatements(fleet: Fleet, account: Account): readonly PolicyStatement[] {
  if (!account.adopt) return [];
  const copies = `arn:${fleet.partition}:s3:::${stateBucketName(fleet, account)}/adopted/*`;
  return [
    { actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], resources: [copies] },
    { actions: ["cloudformation:DescribeStackResources"], resources: ["*"], because: NO_RESOURCE_LEVEL },
  ];
}

/** What is looked at before an account is registered. */
function registrationStatements(fleet: Fleet, { id }: Account): readonly PolicyStatement[] {
  if (fleet.registerDelegatedAdministrator !== true || id !== fleet.managementAccount.id) return [];
  const actions = ["organizations:ListAWSServiceAccessForOrganization"];
  return [{ actions, resources: ["*"], because: NO_RESOURCE_LEVEL }];
}

function ownStatements(fleet: Fleet, account: Account): readonly PolicyStatement[] {
  const { deployRole: role } = account;
  if (role?.created === undefined) return [];
  return [
    { actions: ["iam:ListAttachedRolePolicies"], resources: [roleArn(fleet, account.id, pathAndName(role))] },
    { actions: ["iam:GetPolicy", "iam:GetPolicyVersion"], resources: [ownPolicyArns(fleet, account, role)] },
  ];
}

/** The pattern of the ARNs of the role's own policies. */
function ownPolicyArns(fleet: Fleet, { id }: Account, { path, name }: DeployRole): string {
  const anyNumber = deployPolicyName(name, 0).replace(/0$/, "*");
  return `arn:${fleet.partition}:iam::${id}:policy${path}${anyNumber}`;
}

function unknownCalls({ name, id }: Account, types: readonly string[]): ConfigurationError {
  return new ConfigurationError({
    place: `account ${name} (${id})`,
    message: `Its stacks have resources of which Fleetbook does not know the IAM actions: ${types.join(", ")}.`,
    remedy: "Add them to src/iam/terraform/resource-calls.ts, or name a deploy role that exists (without createdBy).",
  });
}

function tooMany({ name, id }: Account, count: number): ConfigurationError {
  return new ConfigurationError({
    place: `account ${name} (${id})`,
    message: `Its deploy role would need ${count} managed policies; IAM attaches ${MOST_MANAGED_POLICIES} to a role.`,
    remedy: "Limit the account to fewer `regions`, or name a deploy role that exists (without createdBy).",
  });
}
