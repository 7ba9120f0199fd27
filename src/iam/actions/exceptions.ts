/**
 * The IAM permissions of a step that calls an API by name: boto3's service and operation names turned into IAM's, which
 * differ in places. https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
import { apiResources } from "../resources/call-resources";
import { text, type PolicyStatement, type StepFacts } from "../../document/permissions/step-facts";

/** boto3's service names whose IAM prefix is another. */
const PREFIXES: Readonly<Record<string, string>> = {
  accessanalyzer: "access-analyzer",
  amp: "aps",
  apigatewayv2: "apigateway",
  "bedrock-runtime": "bedrock",
  cloudcontrol: "cloudformation",
  cloudhsmv2: "cloudhsm",
  docdb: "rds",
  efs: "elasticfilesystem",
  elb: "elasticloadbalancing",
  elbv2: "elasticloadbalancing",
  emr: "elasticmapreduce",
  "iot-data": "iot",
  neptune: "rds",
  opensearch: "es",
  opensearchserverless: "aoss",
  resourcegroupstaggingapi: "tag",
  s3control: "s3",
  "sagemaker-runtime": "sagemaker",
  "service-quotas": "servicequotas",
  sesv2: "ses",
  "sso-admin": "sso",
  stepfunctions: "states",
};

/** Operations whose IAM actions have other names. An empty list: nothing needs to be allowed. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:BatchExecuteStatement": [
    "dynamodb:PartiQLDelete",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLSelect",
    "dynamodb:PartiQLUpdate",
  ],
  "dynamodb:ExecuteStatement": [
    "dynamodb:PartiQLDelete",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLSelect",
    "dynamodb:PartiQLUpdate",
  ],
  "dynamodb:TransactGetItems": ["dynamodb:GetItem"],
  "dynamodb:TransactWriteItems": [
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
  ],
  "kms:ReEncrypt": ["kms:ReEncryptFrom", "kms:ReEncryptTo"],
  "lambda:Invoke": ["lambda:InvokeFunction"],
  "lambda:InvokeWithResponseStream": ["lambda:InvokeFunction"],
  "s3:CompleteMultipartUpload": ["s3:PutObject"],
  "s3:CopyObject": ["s3:GetObject", "s3:PutObject"],
  "s3:CreateMultipartUpload": ["s3:PutObject"],
  "s3:DeleteBucketAnalyticsConfiguration": ["s3:PutAnalyticsConfiguration"],
  "s3:DeleteBucketCors": ["s3:PutBucketCORS"],
  "s3:DeleteBucketEncryption": ["s3:PutEncryptionConfiguration"],
  "s3:DeleteBucketIntelligentTieringConfiguration": ["s3:PutIntelligentTieringConfiguration"],
  "s3:DeleteBucketInventoryConfiguration": ["s3:PutInventoryConfiguration"],
  "s3:DeleteBucketLifecycle": ["s3:PutLifecycleConfiguration"],
  "s3:DeleteBucketMetricsConfiguration": ["s3:PutMetricsConfiguration"],
  "s3:DeleteBucketOwnershipControls": ["s3:PutBucketOwnershipControls"],
  "s3:DeleteBucketReplication": ["s3:PutReplicationConfiguration"],
  "s3:DeleteBucketTagging": ["s3:PutBucketTagging"],
  "s3:DeleteObjects": ["s3:DeleteObject"],
  "s3:DeletePublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
  "s3:GetBucketAccelerateConfiguration": ["s3:GetAccelerateConfiguration"],
  "s3:GetBucketAnalyticsConfiguration": ["s3:GetAnalyticsConfiguration"],
  "s3:GetBucketCors": ["s3:GetBucketCORS"],
  "s3:GetBucketEncryption": ["s3:GetEncryptionConfiguration"],
  "s3:GetBucketIntelligentTieringConfiguration": ["s3:GetIntelligentTieringConfiguration"],
  "s3:GetBucketInventoryConfiguration": ["s3:GetInventoryConfiguration"],
  "s3:GetBucketLifecycleConfiguration": ["s3:GetLifecycleConfiguration"],
  "s3:GetBucketMetricsConfiguration": ["s3:GetMetricsConfiguration"],
  "s3:GetBucketNotificationConfiguration": ["s3:GetBucketNotification"],
  "s3:GetBucketReplication": ["s3:GetReplicationConfiguration"],
  "s3:GetObjectAttributes": ["s3:GetObject", "s3:GetObjectAttributes"],
  "s3:GetObjectLockConfiguration": ["s3:GetBucketObjectLockConfiguration"],
  "s3:GetPublicAccessBlock": ["s3:GetBucketPublicAccessBlock"],
  "s3:HeadBucket": ["s3:ListBucket"],
  "s3:HeadObject": ["s3:GetObject"],
  "s3:ListBucketAnalyticsConfigurations": ["s3:GetAnalyticsConfiguration"],
  "s3:ListBucketIntelligentTieringConfigurations": ["s3:GetIntelligentTieringConfiguration"],
  "s3:ListBucketInventoryConfigurations": ["s3:GetInventoryConfiguration"],
  "s3:ListBucketMetricsConfigurations": ["s3:GetMetricsConfiguration"],
  "s3:ListBuckets": ["s3:ListAllMyBuckets"],
  "s3:ListMultipartUploads": ["s3:ListBucketMultipartUploads"],
  "s3:ListObjectVersions": ["s3:ListBucketVersions"],
  "s3:ListObjects": ["s3:ListBucket"],
  "s3:ListObjectsV2": ["s3:ListBucket"],
  "s3:ListParts": ["s3:ListMultipartUploadParts"],
  "s3:PutBucketAccelerateConfiguration": ["s3:PutAccelerateConfiguration"],
  "s3:PutBucketAnalyticsConfiguration": ["s3:PutAnalyticsConfiguration"],
  "s3:PutBucketCors": ["s3:PutBucketCORS"],
  "s3:PutBucketEncryption": ["s3:PutEncryptionConfiguration"],
  "s3:PutBucketIntelligentTieringConfiguration": ["s3:PutIntelligentTieringConfiguration"],
  "s3:PutBucketInventoryConfiguration": ["s3:PutInventoryConfiguration"],
  "s3:PutBucketLifecycleConfiguration": ["s3:PutLifecycleConfiguration"],
  "s3:PutBucketMetricsConfiguration": ["s3:PutMetricsConfiguration"],
  "s3:PutBucketNotificationConfiguration": ["s3:PutBucketNotification"],
  "s3:PutBucketReplication": ["s3:PutReplicationConfiguration"],
  "s3:PutObjectLockConfiguration": ["s3:PutBucketObjectLockConfiguration"],
  "s3:PutPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
  "s3:SelectObjectContent": ["s3:GetObject"],
  "s3:UploadPart": ["s3:PutObject"],
  "s3:UploadPartCopy": ["s3:GetObject", "s3:PutObject"],
  "s3control:DeletePublicAccessBlock": ["s3:PutAccountPublicAccessBlock"],
  "s3control:GetPublicAccessBlock": ["s3:GetAccountPublicAccessBlock"],
  "s3control:PutPublicAccessBlock": ["s3:PutAccountPublicAccessBlock"],
  "sns:PublishBatch": ["sns:Publish"],
  "sqs:ChangeMessageVisibilityBatch": ["sqs:ChangeMessageVisibility"],
  "sqs:DeleteMessageBatch": ["sqs:DeleteMessage"],
  "sqs:SendMessageBatch": ["sqs:SendMessage"],
  "sts:GetCallerIdentity": [],
};

const API_GATEWAY_VERBS: Readonly<Record<string, string>> = {
  Create: "POST",
  Delete: "DELETE",
  Get: "GET",
  Import: "POST",
  Put: "PUT",
  Tag: "PUT",
  Untag: "DELETE",
  Update: "PATCH",
};

/** The name of an operation as the API has it: `describe_instances` and `describeInstances` are DescribeInstances. */
function operationName(api: string): string {
  return api
    .split(/[_-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The IAM actions that one call of an API needs. */
export function iamActions(service: string, api: string, inputs: StepFacts["inputs"]): readonly string[] {
  const prefix = PREFIXES[service] ?? service;
  const operation = operationName(api);
  if (prefix === "apigateway") {
    const verb = Object.entries(API_GATEWAY_VERBS).find(([start]) => operation.startsWith(start))?.[1];
    return [`apigateway:${verb ?? "*"}`];
  }
  const tags = prefix === "ec2" && inputs["TagSpecifications"] !== undefined ? ["ec2:CreateTags"] : [];
  const exception = EXCEPTIONS[`${service}:${operation}`] ?? EXCEPTIONS[`${prefix}:${operation}`];
  return [...(exception ?? [`${prefix}:${operation}`]), ...tags];
}

/** The policy of a step with the inputs Service and Api. */
export function apiPermissions(step: StepFacts): readonly PolicyStatement[] {
  const { Service: service, Api: api } = step.inputs;
  if (typeof service !== "string" || typeof api !== "string") return [];
  const name = service.toLowerCase();
  return [
    ...iamActions(name, api, step.inputs).flatMap((action) =>
      apiResources(action, step).map((scope) => ({ ...scope, actions: [action] })),
    ),
    ...(name === "sts" ? [] : passedRoles(step)),
  ];
}

/** Parameters by which calls hand a role over to a service. */
export const PASSED_ROLE = /^(roleArn|role|[a-z]+RoleArn|IamInstanceProfile)$/i;

function passedRoles(step: StepFacts): readonly PolicyStatement[] {
  const { partition, accountId } = step.context;
  return Object.entries(step.inputs)
    .filter(([name]) => PASSED_ROLE.test(name))
    .map(([, value]) => {
      const role = text(step, value);
      // An instance profile's role has a name that only IAM knows.
      const isRole = role.startsWith("arn:") && role.includes(":role/");
      return { actions: ["iam:PassRole"], resources: [isRole ? role : `arn:${partition}:iam::${accountId}:role/*`] };
    });
}
