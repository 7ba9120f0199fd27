/**
 * The formats of the ids and names in a fleet file: the pattern, its description, and the remedy for a value that does not
 * match. The schema uses the patterns, and the messages quote the rest.
 */
import type { Format } from "../diagnostics/schema-problems";
import { RESERVED_BEGINNING } from "../iam/resources/documents";

export const ACCOUNT_ID: Format = {
  pattern: /^\d{12}$/,
  expected: "an AWS account id of 12 digits, in quotes",
  remedy:
    'Copy it from `aws organizations list-accounts` and quote it ("012345678901"): YAML reads an unquoted id as a number and drops its leading zero.',
};

export const ORGANIZATION_ID: Format = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  expected: 'an organization id: "o-" and 10 to 32 lower-case letters or digits',
  remedy: "`aws organizations describe-organization --query Organization.Id` prints it.",
};

export const ROOT_ID: Format = {
  pattern: /^r-[0-9a-z]{4,32}$/,
  expected: 'the id of the organization\'s root: "r-" and 4 to 32 lower-case letters or digits',
  remedy: "`aws organizations list-roots` prints it.",
};

export const ORGANIZATIONAL_UNIT_ID: Format = {
  pattern: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
  expected: 'the id of an organizational unit: "ou-", 4 to 32 characters of its root, "-", 8 to 32 characters',
  remedy: "`aws organizations list-organizational-units-for-parent --parent-id <root id>` prints the ids.",
};

export const ACCOUNT_NAME: Format = {
  pattern: /^[a-z][a-z0-9-]{0,39}$/,
  expected: "a short name of lower-case letters, digits and hyphens that begins with a letter (40 at most)",
  remedy: "It becomes part of stack names and provider aliases; it may differ from the account's name on AWS.",
};

export const ORGANIZATIONAL_UNIT_NAME: Format = {
  pattern: /^[^/]{1,128}$/,
  expected: "the unit's name, without a slash",
  remedy: "Accounts refer to a unit by the names from the root down, joined by slashes.",
};

export const BUCKET_PREFIX: Format = {
  pattern: /^[a-z0-9][a-z0-9-]{2,33}$/,
  expected: "3 to 34 lower-case letters, digits or hyphens that begin with a letter or digit",
  remedy: "The account id and the home Region are appended to it, and S3 allows 63 characters in all.",
};

export const BUCKET_PATTERN: Format = {
  pattern: /^(?=.*\{accountId\})([a-z0-9-]|\{accountId\}|\{region\}){3,}$/,
  expected:
    "a bucket name of lower-case letters, digits and hyphens that contains {accountId}, and {region} if you like: tfstate-{accountId}-{region}",
  remedy:
    "Bucket names are unique across all of AWS, so each account's name needs its id. {region} is the home Region.",
};

const KMS_ARN = "arn:aws(-cn|-us-gov)?:kms:[a-z0-9-]+:\\d{12}:";
const KMS_ALIAS = "alias/[a-zA-Z0-9/_-]{1,250}";
const KMS_KEY_ID = "(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})";

/** One that an account looks up, or one for all accounts. */
export const KMS_KEY: Format = {
  pattern: new RegExp(`^(${KMS_ALIAS}|${KMS_ARN}(key/${KMS_KEY_ID}|${KMS_ALIAS}))$`),
  expected: '"alias/<name>" or the ARN of a KMS key (arn:aws:kms:<Region>:<account>:key/<id>)',
  remedy: "An alias is looked up in each account; an ARN names one key for all of them.",
};

export const ROLE_NAME: Format = {
  pattern: /^[\w+=,.@-]{1,64}$/,
  expected: "the name of an IAM role (not its ARN)",
  remedy: "Write only the name; Fleetbook knows the account id and the partition.",
};

export const IAM_PATH: Format = {
  pattern: /^(?=.{1,512}$)\/([\w+=,.@-]{1,128}\/){0,8}$/,
  expected: "a path of IAM: / or /<name>/, with a slash at both ends",
  remedy: "Write for example /fleetbook/.",
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const EXTERNAL_ID: Format = {
  pattern: /^[\w+=,.@:/\\-]{2,1224}$/,
  expected: "an external id: 2 to 1,224 letters, digits or characters of _+=,.@:/\\-",
  remedy: "Copy it from the condition on sts:ExternalId in the role's trust policy, in quotes if it is a number.",
};

export const SESSION_NAME: Format = {
  pattern: /^[\w+=,.@-]{2,64}$/,
  expected: "the name of a role session: 2 to 64 letters, digits or characters of _+=,.@-",
  remedy: "Write for example fleetbook.",
};

export const MANAGED_POLICY: Format = {
  pattern:
    /^(arn:aws(-cn|-us-gov)?:iam::(aws|\d{12}):policy\/[\w+=,.@/-]{1,512}|[\w+=,.@-]{1,128}(\/[\w+=,.@-]{1,128}){0,8})$/,
  expected: "the name of a managed policy in the account (with its path, if it has one), or its ARN",
  remedy:
    "Write `team-boundary` or `arn:aws:iam::aws:policy/ReadOnlyAccess`; AWS's own policies are named by their ARNs.",
};

export const IAM_ACTION: Format = {
  pattern: /^[a-z0-9-]+:[A-Za-z0-9]+$/,
  expected: "an IAM action without wildcards: ec2:RebootInstances",
  remedy: "Name each action; `fleetbook runbook permissions <runbook>` prints those that the runbook's steps need.",
};

export const IAM_RESOURCE: Format = {
  pattern: /^(\*|arn:(\{\{\s*global:[A-Z_]+\s*\}\}|\$\{[^{}]+\}|[^\s{}]){8,2000})$/,
  expected: 'an ARN, which may have wildcards, or "*"',
  remedy:
    "Write for example arn:aws:ec2:*:{{ global:ACCOUNT_ID }}:instance/*, in quotes; Fleetbook puts in the account's id.",
};

export const PRINCIPAL: Format = {
  pattern: /^((user|role)\/[\w+=,.@/-]{1,512}|arn:aws(-cn|-us-gov)?:iam::\d{12}:(user|role)\/[\w+=,.@/-]{1,512})$/,
  expected: '"user/<name>", "role/<name>" (with its path, if it has one) or the ARN of a user or role',
  remedy: "For people who sign in through IAM Identity Center, use the role `role/aws-reserved/sso.amazonaws.com/…`.",
};

export const PIPELINE_PRINCIPAL: Format = {
  pattern: /^(user|role)\/[\w+=,.@/-]{1,512}$/,
  expected: '"user/<name>" or "role/<name>" (with its path, if it has one)',
  remedy: "Name a user or role of the account in pipeline.account.",
};

export const GITHUB_REPOSITORY: Format = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\/[A-Za-z0-9._-]{1,100}|@\d+\/[A-Za-z0-9._-]{1,100}@\d+)$/,
  expected: "a repository as owner/name, or with the ids that GitHub puts into subjects: owner@123456/name@456789",
  remedy: "Write it as the subject of its OIDC tokens has it after `repo:`, in the same case (docs/pipelines.md).",
};

export const GIT_BRANCH: Format = {
  pattern: /^(?!refs\/)[A-Za-z0-9._/-]{1,200}$/,
  expected: "the name of one branch, without refs/heads/ and without wildcards",
  remedy: "Write the name as `git branch` prints it: main.",
};

export const GITHUB_ENVIRONMENT: Format = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,254}$/,
  expected: "the name of one environment: letters, digits, spaces and ._-",
  remedy: "Write the name as the repository's settings have it, in the same case.",
};

export const RUNBOOK_NAME: Format = {
  pattern: /^[a-zA-Z0-9_\-.]{3,128}$/,
  expected: "the name of a runbook: 3 to 128 letters, digits, `_`, `-` or `.`",
  remedy: "Use the name of a file in runbooks/.",
};

export const CIDR: Format = {
  pattern: /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/,
  expected: "an IPv4 range such as 10.0.0.0/16",
  remedy: "Write it as address/prefix length.",
};

export const VPC_ID: Format = {
  pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  expected: 'the id of a VPC: "vpc-" and 8 or 17 hexadecimal digits',
  remedy: "`aws ec2 describe-vpcs --query Vpcs[].VpcId` prints the ids of an account and Region.",
};

export const SUBNET_ID: Format = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  expected: 'the id of a subnet: "subnet-" and 8 or 17 hexadecimal digits',
  remedy: "`aws ec2 describe-subnets --query Subnets[].SubnetId` prints the ids of an account and Region.",
};

export const IMAGE_ID: Format = {
  pattern: /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
  expected: 'the id of an image: "ami-" and 8 or 17 hexadecimal digits',
  remedy: "`aws ec2 describe-images --owners self --query Images[].ImageId` prints your own.",
};

export const PARAMETER_NAME: Format = {
  pattern: /^(\/[a-zA-Z0-9_.-]{1,1011}){1,15}$/,
  expected: "the name of an SSM parameter with its path, which begins with a slash",
  remedy: "`aws ssm describe-parameters` lists your own; AWS's begin with /aws/service/.",
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export const VOLUME_KEY: Format = {
  pattern: new RegExp(`^((${KMS_ARN})?${KMS_ALIAS}|(${KMS_ARN}key/)?${KMS_KEY_ID})$`),
  expected: "a KMS key: its id, `alias/<name>` or an ARN",
  remedy: "`aws kms list-aliases` prints the aliases and ids of an account and Region.",
};

export const TARGET_NAME: Format = {
  pattern: /^[a-z][a-z0-9-]{0,19}$/,
  expected: "a short name of lower-case letters, digits and hyphens that begins with a letter (20 at most)",
  remedy: "It becomes part of Terraform addresses and of the Name tag.",
};

export const INSTANCE_TYPE: Format = {
  pattern: /^[a-z0-9-]+\.[a-z0-9-]+$/,
  expected: "an EC2 instance type such as t4g.nano",
  remedy: "`aws ec2 describe-instance-types` lists them; t4g.* is arm64, t3.* is x86_64.",
};

export const AMI_PREFIX: Format = {
  pattern: new RegExp(`^(?!${RESERVED_BEGINNING})[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$`),
  expected:
    "1 to 64 letters, digits, `_`, `-` or `.` that begin with a letter or digit, and not with aws, amazon or amzn, in capitals or not",
  remedy:
    "The names of the AMI-sharing runbook and association begin with it; AWS reserves names that begin with aws, amazon or amzn, in capitals or not.",
};

export const SCHEDULE: Format = {
  pattern:
    /^(rate\((([3-9]\d|[1-9]\d{2,}) minutes|[1-9]\d* (hours?|days?))\)|cron\([^()]{9,249}\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\))$/,
  expected: "rate(…), cron(…) or at(…), as State Manager accepts them, and no rate below 30 minutes",
  remedy:
    'Write for example "rate(7 days)" or "cron(0 2 ? * SUN *)"; times are UTC, and 30 minutes is the shortest rate.',
};

export const ASSOCIATION_NAME: Format = {
  pattern: new RegExp(`^(?!${RESERVED_BEGINNING})[a-zA-Z0-9_-]{3,128}$`),
  expected: "3 to 128 letters, digits, `_` or `-` that do not begin with aws, amazon or amzn, in capitals or not",
  remedy: "It names the association in State Manager, and its resource in Terraform.",
};

export const INSTANCE_ID: Format = {
  pattern: /^i-([0-9a-f]{8}|[0-9a-f]{17})$/,
  expected: 'the id of an EC2 instance: "i-" and 17 hexadecimal digits',
  remedy: "`aws ec2 describe-instances` prints it; a tag finds instances that are replaced later.",
};

export const MAX_CONCURRENCY: Format = {
  pattern: /^([1-9]\d{0,6}|[1-9]\d?%|100%)$/,
  expected: 'a number from 1 or a percentage from 1% to 100%, in quotes: "1", "10%"',
  remedy: "Quote it: AWS expects a string, and YAML reads an unquoted number as a number.",
};

export const MAX_ERRORS: Format = {
  pattern: /^(0|[1-9]\d{0,6}|\d%|[1-9]\d%|100%)$/,
  expected: 'a number or a percentage up to 100%, in quotes: "0", "10%"',
  remedy: "Quote it: AWS expects a string, and YAML reads an unquoted number as a number. 0 stops at the first error.",
};

export const BUCKET_NAME: Format = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  expected: "the name of an S3 bucket: 3 to 63 lower-case letters, digits, hyphens or dots",
  remedy: "Write only the name, without s3://; another setting gives the prefix of the keys.",
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const LOG_GROUP: Format = {
  pattern: /^[a-zA-Z0-9._/#-]{1,512}$/,
  expected: "the name of a CloudWatch Logs group: letters, digits and characters of ._/#- (512 at most)",
  remedy: "Write only the name, such as /fleetbook/automation, without log-group:.",
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
export const TAG_KEY: Format = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u,
  expected: "1 to 128 letters, digits, spaces or characters of _.:/=+-@",
  remedy: "The account's roles have the same tags, and IAM refuses other characters.",
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
export const TAG_VALUE: Format = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  expected: "up to 256 letters, digits, spaces or characters of _.:/=+-@",
  remedy: "The account's roles have the same tags, and IAM refuses other characters.",
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html */
export const TARGET_TAG_KEY: Format = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=\-@]{1,128}$/u,
  expected: "1 to 128 letters, digits, spaces or characters of _.:/=-@",
  remedy: "Associations find the instance by this tag, and State Manager refuses other characters.",
};

/** Every format, so that a message can find the format of a pattern that did not match. */
export const FORMATS: readonly Format[] = [
  ACCOUNT_ID,
  ORGANIZATION_ID,
  ROOT_ID,
  ORGANIZATIONAL_UNIT_ID,
  ACCOUNT_NAME,
  ORGANIZATIONAL_UNIT_NAME,
  BUCKET_PREFIX,
  BUCKET_PATTERN,
  KMS_KEY,
  ROLE_NAME,
  IAM_PATH,
  EXTERNAL_ID,
  SESSION_NAME,
  MANAGED_POLICY,
  IAM_ACTION,
  IAM_RESOURCE,
  PRINCIPAL,
  PIPELINE_PRINCIPAL,
  GITHUB_REPOSITORY,
  GIT_BRANCH,
  GITHUB_ENVIRONMENT,
  RUNBOOK_NAME,
  CIDR,
  VPC_ID,
  SUBNET_ID,
  IMAGE_ID,
  PARAMETER_NAME,
  VOLUME_KEY,
  TARGET_NAME,
  INSTANCE_TYPE,
  AMI_PREFIX,
  SCHEDULE,
  ASSOCIATION_NAME,
  INSTANCE_ID,
  MAX_CONCURRENCY,
  MAX_ERRORS,
  BUCKET_NAME,
  LOG_GROUP,
  TAG_KEY,
  TAG_VALUE,
  TARGET_TAG_KEY,
];
