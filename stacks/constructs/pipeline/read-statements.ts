/**
 * The calls with which the AWS provider reads the resources of the stacks in a plan. `__tests__/e2e/automation/pipeline.ts` plans every
 * stack with the role that may do nothing else.
 */
import type { Account, Fleet } from "../../../src/fleet/model";
import { outputsBucketName } from "../../../src/fleet/names";
import type { PolicyStatement } from "../policy";

export function readStatements(fleet: Fleet, account: Account): readonly PolicyStatement[] {
  const arn = (service: string, resource: string) =>
    `arn:${fleet.partition}:${service}:${service === "iam" ? "" : "*"}:${account.id}:${resource}`;
  return [
    {
      Effect: "Allow",
      Action: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      Resource: arn("iam", "role/*"),
    },
    { Effect: "Allow", Action: ["iam:GetPolicy", "iam:GetPolicyVersion"], Resource: arn("iam", "policy/*") },
    { Effect: "Allow", Action: "iam:GetInstanceProfile", Resource: arn("iam", "instance-profile/*") },
    { Effect: "Allow", Action: "iam:GetOpenIDConnectProvider", Resource: arn("iam", "oidc-provider/*") },
    {
      Effect: "Allow",
      Action: ["ssm:DescribeDocument", "ssm:DescribeDocumentPermission", "ssm:GetDocument"],
      Resource: arn("ssm", "document/*"),
    },
    {
      Effect: "Allow",
      Action: "ssm:DescribeAssociation",
      Resource: [arn("ssm", "association/*"), arn("ssm", "document/*"), arn("ec2", "instance/*")],
    },
    {
      Effect: "Allow",
      Action: "ssm:ListTagsForResource",
      Resource: [arn("ssm", "association/*"), arn("ssm", "document/*")],
    },
    { Effect: "Allow", Action: "ssm:GetServiceSetting", Resource: arn("ssm", "servicesetting/*") },
    {
      Effect: "Allow",
      Action: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      Resource: arn("kms", "key/*"),
    },
    {
      Effect: "Allow",
      Action: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
      Resource: arn("logs", "log-group:*"),
    },
    // IAM knows no resource for these actions.
    {
      Effect: "Allow",
      Action: [
        "ec2:DescribeFlowLogs",
        "ec2:DescribeInstanceCreditSpecifications",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribePrefixLists",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
        "ec2:GetImageBlockPublicAccessState",
        "kms:ListAliases",
      ],
      Resource: "*",
    },
    { Effect: "Allow", Action: "ec2:DescribeInstanceAttribute", Resource: arn("ec2", "instance/*") },
    { Effect: "Allow", Action: "ec2:DescribeVpcAttribute", Resource: arn("ec2", "vpc/*") },
    ...registrationStatements(fleet, account),
    ...bucketStatements(fleet, account),
  ];
}

/** Whether the administrator account is registered, which the management account knows. */
function registrationStatements(fleet: Fleet, { id }: Account): readonly PolicyStatement[] {
  if (fleet.registerDelegatedAdministrator !== true || id !== fleet.managementAccount.id) return [];
  const Action = ["organizations:ListAWSServiceAccessForOrganization", "organizations:ListDelegatedAdministrators"];
  return [{ Effect: "Allow", Action, Resource: "*" }];
}

/** The settings of the buckets for outputs, which the administrator account has; not the outputs. */
function bucketStatements(fleet: Fleet, { id }: Account): readonly PolicyStatement[] {
  const { outputs, administratorAccount, partition, regions } = fleet;
  if (outputs === undefined || id !== administratorAccount.id) return [];
  return [
    {
      Effect: "Allow",
      Action: [
        "s3:GetAccelerateConfiguration",
        "s3:GetBucketAcl",
        "s3:GetBucketCORS",
        "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketRequestPayment",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
      ],
      Resource: regions.map((region) => `arn:${partition}:s3:::${outputsBucketName(fleet, outputs, region)}`),
    },
  ];
}
