/**
 * What a service does with the rights of its caller besides the call itself: it uses the KMS key that the call names, and makes its
 * service-linked role if the account has none yet.
 */
import { arn, arnOr, iamArn } from "../arn";
import type { Location } from "../location";
import type { PolicyStatement } from "../statements/statement";
import { textOf } from "./api-call";

/** The key of an EBS volume, snapshot or image. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
const OF_EBS = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** The parameters that name a key, and what the caller must be allowed to do with it. */
const KEY_USES: readonly {
  readonly calls: RegExp;
  readonly parameter: string;
  readonly actions: readonly string[];
}[] = [
  { calls: /^ec2:(CreateVolume|CopyImage|CopySnapshot|RunInstances)$/, parameter: "KmsKeyId", actions: OF_EBS },
  {
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
    calls: /^rds:(Copy|Create|Restore)DB/,
    parameter: "KmsKeyId",
    actions: ["kms:CreateGrant", "kms:DescribeKey"],
  },
  {
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
    calls: /^dynamodb:(CreateTable|UpdateTable|RestoreTable\w+)$/,
    parameter: "KMSMasterKeyId",
    actions: [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
  },
  {
    // https://docs.aws.amazon.com/efs/latest/ug/EFSKMS.html
    calls: /^elasticfilesystem:CreateFileSystem$/,
    parameter: "KmsKeyId",
    actions: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"],
  },
  {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    calls: /^s3:PutObject$/,
    parameter: "SSEKMSKeyId",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  },
  {
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    calls: /^secretsmanager:(Create|Update)Secret$/,
    parameter: "KmsKeyId",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
    calls: /^ssm:PutParameter$/,
    parameter: "KeyId",
    actions: ["kms:Encrypt", "kms:GenerateDataKey"],
  },
];

/** A key that a call names, by its id, its ARN or an alias, and the actions with which the service uses it. */
export interface KeyUse {
  readonly key: string;
  readonly actions: readonly string[];
}

/** @param action one of the call's IAM actions @param parameters the call's, by the names of the API */
export function keyUses(action: string, parameters: Readonly<Record<string, unknown>>): readonly KeyUse[] {
  return KEY_USES.filter(({ calls }) => calls.test(action)).flatMap(({ parameter, actions }) =>
    [...new Set(valuesOf(parameters, parameter))].map((key) => ({ key, actions })),
  );
}

/** The values of the members of that name, however deep they are. */
function valuesOf(value: unknown, member: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === member && inner !== "" && inner !== undefined ? [textOf(inner)] : valuesOf(inner, member),
  );
}

/** `kms:ViaService` of what a service does with a key. */
export function viaService(service: string, { partition, region }: Omit<Location, "accountId">): string {
  return `${service}.${region}.${partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"}`;
}

/** A service's role in an account, which the service makes at the first of these calls. */
export interface LinkedRole {
  /** The service principal. */
  readonly service: string;
  readonly name: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
const LINKED_ROLES: readonly (readonly [calls: RegExp, service: string, name: string])[] = [
  [/^access-analyzer:CreateAnalyzer$/, "access-analyzer", "AWSServiceRoleForAccessAnalyzer"],
  [/^autoscaling:CreateAutoScalingGroup$/, "autoscaling", "AWSServiceRoleForAutoScaling"],
  [/^ec2:RequestSpotFleet$/, "spotfleet", "AWSServiceRoleForEC2SpotFleet"],
  [/^ec2:RequestSpotInstances$/, "spot", "AWSServiceRoleForEC2Spot"],
  [/^ecs:Create(Cluster|Service)$/, "ecs", "AWSServiceRoleForECS"],
  [/^eks:CreateCluster$/, "eks", "AWSServiceRoleForAmazonEKS"],
  [/^eks:CreateNodegroup$/, "eks-nodegroup", "AWSServiceRoleForAmazonEKSNodegroup"],
  [/^elasticache:Create(CacheCluster|ReplicationGroup)$/, "elasticache", "AWSServiceRoleForElastiCache"],
  [/^elasticfilesystem:CreateFileSystem$/, "elasticfilesystem", "AWSServiceRoleForAmazonElasticFileSystem"],
  [/^elasticloadbalancing:CreateLoadBalancer$/, "elasticloadbalancing", "AWSServiceRoleForElasticLoadBalancing"],
  [/^guardduty:CreateDetector$/, "guardduty", "AWSServiceRoleForAmazonGuardDuty"],
  [/^inspector2:Enable$/, "inspector2", "AWSServiceRoleForAmazonInspector2"],
  [/^macie2:EnableMacie$/, "macie", "AWSServiceRoleForAmazonMacie"],
  [/^rds:(Create|Restore)DB(Cluster|Instance)/, "rds", "AWSServiceRoleForRDS"],
  [/^securityhub:EnableSecurityHub$/, "securityhub", "AWSServiceRoleForSecurityHub"],
];

/** The service-linked role that a call needs in its account. */
export function linkedRole(action: string): LinkedRole | undefined {
  const found = LINKED_ROLES.find(([calls]) => calls.test(action));
  return found === undefined ? undefined : { service: `${found[1]}.amazonaws.com`, name: found[2] };
}

/** The ARN of a service-linked role. */
export function linkedRoleArn({ service, name }: LinkedRole, location: Omit<Location, "region">): string {
  return iamArn(location, `role/aws-service-role/${service}/${name}`);
}

/** What a role needs for what a call implies. */
export function impliedStatements(
  action: string,
  parameters: Readonly<Record<string, unknown>>,
  location: Location,
): readonly PolicyStatement[] {
  const via = viaService(action.split(":")[0] ?? "", { ...location, region: "*" });
  const role = linkedRole(action);
  return [
    ...keyUses(action, parameters).map(({ key, actions }) => ({
      actions,
      resources: [keyArn(key, location)],
      conditions: { StringLike: { "kms:ViaService": [via] } },
    })),
    ...(role === undefined
      ? []
      : [
          {
            actions: ["iam:CreateServiceLinkedRole"],
            resources: [linkedRoleArn(role, location)],
            conditions: { StringEquals: { "iam:AWSServiceName": [role.service] } },
          },
        ]),
  ];
}

/** Policies name keys, not aliases. */
function keyArn(key: string, location: Location): string {
  return aliasOf(key) === undefined
    ? arnOr(key, (id) => arn(location, "kms", `key/${id}`))
    : arn(location, "kms", "key/*");
}

/** `alias/mine`, if a key is named by its alias or by the ARN of it. */
export function aliasOf(key: string): string | undefined {
  return /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?(alias\/.*)$/.exec(key)?.[1];
}
