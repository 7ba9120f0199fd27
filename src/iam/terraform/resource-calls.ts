/**
 * The calls with which Terraform's AWS provider manages a resource, as IAM actions, by type of resource. A test holds it against the
 * Service Authorization Reference, and another one against the calls of a whole deployment.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import type { Subject } from "./subjects";

/** Actions, separated by spaces, by what they are about. */
export type Calls = Readonly<Partial<Record<Subject, string>>>;

export interface TypeCalls {
  /** With every plan. */
  readonly read?: Calls;
  readonly create?: Calls;
  readonly update?: Calls;
  readonly delete?: Calls;
}

const TAGS = "ec2:CreateTags ec2:DeleteTags";
const RULES =
  "ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupEgress ec2:RevokeSecurityGroupIngress";
const DESCRIPTIONS = "ec2:UpdateSecurityGroupRuleDescriptionsEgress ec2:UpdateSecurityGroupRuleDescriptionsIngress";
const INTERFACES = "ec2:DescribeNetworkInterfaces";
const SSM_TAGS = "ssm:AddTagsToResource ssm:RemoveTagsFromResource";
const KMS_USE =
  "kms:CreateGrant kms:Decrypt kms:DescribeKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo";

/** By type of resource. */
export const RESOURCE_CALLS: Readonly<Record<string, TypeCalls>> = {
  aws_cloudwatch_log_group: {
    read: { everything: "logs:DescribeLogGroups", "log-group": "logs:ListTagsForResource" },
    create: { "log-group": "logs:CreateLogGroup logs:PutRetentionPolicy logs:TagResource" },
    update: { "log-group": "logs:PutRetentionPolicy logs:TagResource logs:UntagResource" },
    delete: { "log-group": "logs:DeleteLogGroup" },
  },
  aws_default_security_group: {
    read: { everything: "ec2:DescribeSecurityGroups" },
    // The group is AWS's, and has no tags before.
    create: { "security-group": `ec2:CreateTags ${RULES}` },
    update: { "our security-group": `${TAGS} ${RULES}` },
  },
  aws_ec2_image_block_public_access: {
    read: { everything: "ec2:GetImageBlockPublicAccessState" },
    create: { everything: "ec2:EnableImageBlockPublicAccess" },
    update: { everything: "ec2:EnableImageBlockPublicAccess" },
    delete: { everything: "ec2:DisableImageBlockPublicAccess" },
  },
  aws_flow_log: {
    read: { everything: "ec2:DescribeFlowLogs" },
    create: {
      "our vpc": "ec2:CreateFlowLogs",
      "vpc-flow-log": "ec2:CreateFlowLogs",
      "new vpc-flow-log": "ec2:CreateTags",
    },
    update: { "our vpc-flow-log": TAGS },
    delete: { "our vpc-flow-log": "ec2:DeleteFlowLogs" },
  },
  aws_iam_instance_profile: {
    read: { "instance-profile": "iam:GetInstanceProfile" },
    create: { "instance-profile": "iam:AddRoleToInstanceProfile iam:CreateInstanceProfile iam:TagInstanceProfile" },
    update: { "instance-profile": "iam:RemoveRoleFromInstanceProfile iam:TagInstanceProfile iam:UntagInstanceProfile" },
    delete: { "instance-profile": "iam:DeleteInstanceProfile iam:RemoveRoleFromInstanceProfile" },
  },
  aws_iam_openid_connect_provider: {
    read: { "oidc-provider": "iam:GetOpenIDConnectProvider" },
    create: { "oidc-provider": "iam:CreateOpenIDConnectProvider iam:TagOpenIDConnectProvider" },
    update: {
      "oidc-provider":
        "iam:AddClientIDToOpenIDConnectProvider iam:RemoveClientIDFromOpenIDConnectProvider iam:TagOpenIDConnectProvider iam:UntagOpenIDConnectProvider iam:UpdateOpenIDConnectProviderThumbprint",
    },
    delete: { "oidc-provider": "iam:DeleteOpenIDConnectProvider" },
  },
  aws_iam_policy: {
    read: { policy: "iam:GetPolicy iam:GetPolicyVersion iam:ListPolicyVersions" },
    create: { policy: "iam:CreatePolicy iam:TagPolicy" },
    update: { policy: "iam:CreatePolicyVersion iam:DeletePolicyVersion iam:TagPolicy iam:UntagPolicy" },
    delete: { policy: "iam:DeletePolicy iam:DeletePolicyVersion" },
  },
  aws_iam_role: {
    read: { role: "iam:GetRole iam:ListAttachedRolePolicies iam:ListRolePolicies" },
    create: { "bounded role": "iam:CreateRole", role: "iam:TagRole" },
    update: {
      "bounded role": "iam:PutRolePermissionsBoundary",
      "unbounded role": "iam:DeleteRolePermissionsBoundary",
      role: "iam:TagRole iam:UntagRole iam:UpdateAssumeRolePolicy iam:UpdateRole iam:UpdateRoleDescription",
    },
    delete: { role: "iam:DeleteRole iam:ListInstanceProfilesForRole" },
  },
  aws_iam_role_policy: {
    read: { role: "iam:GetRolePolicy" },
    create: { role: "iam:PutRolePolicy" },
    update: { role: "iam:PutRolePolicy" },
    delete: { role: "iam:DeleteRolePolicy" },
  },
  aws_iam_role_policy_attachment: {
    read: { role: "iam:ListAttachedRolePolicies" },
    create: { "role with our policies": "iam:AttachRolePolicy" },
    delete: { "role with our policies": "iam:DetachRolePolicy" },
  },
  aws_instance: {
    read: {
      everything:
        "ec2:DescribeImages ec2:DescribeInstanceCreditSpecifications ec2:DescribeInstanceTypes ec2:DescribeInstances ec2:DescribeTags ec2:DescribeVolumes",
      instance: "ec2:DescribeInstanceAttribute",
    },
    create: {
      image: "ec2:RunInstances",
      instance: "ec2:RunInstances",
      "new instance": "ec2:CreateTags",
      "network-interface": "ec2:RunInstances",
      "security-group": "ec2:RunInstances",
      subnet: "ec2:RunInstances",
      volume: "ec2:RunInstances",
      "new volume": "ec2:CreateTags",
      "key for instances": KMS_USE,
    },
    update: {
      "our instance": `${TAGS} ec2:ModifyInstanceAttribute ec2:ModifyInstanceCreditSpecification ec2:ModifyInstanceMetadataOptions ec2:StartInstances ec2:StopInstances`,
      "security-group": "ec2:ModifyInstanceAttribute",
      // They have the account's tags, and no name.
      volume: TAGS,
    },
    delete: { "our instance": "ec2:ModifyInstanceAttribute ec2:TerminateInstances" },
  },
  aws_kms_alias: {
    read: { everything: "kms:ListAliases" },
    create: { alias: "kms:CreateAlias", key: "kms:CreateAlias" },
    update: { alias: "kms:UpdateAlias", key: "kms:UpdateAlias" },
    delete: { alias: "kms:DeleteAlias", key: "kms:DeleteAlias" },
  },
  aws_kms_key: {
    read: { key: "kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags" },
    create: { everything: "kms:CreateKey", key: "kms:EnableKeyRotation kms:TagResource" },
    update: {
      key: "kms:PutKeyPolicy kms:TagResource kms:UntagResource kms:UpdateKeyDescription",
    },
    delete: { key: "kms:ScheduleKeyDeletion" },
  },
  aws_organizations_delegated_administrator: {
    read: { everything: "organizations:ListDelegatedAdministrators" },
    create: { "registered account": "organizations:RegisterDelegatedAdministrator" },
    delete: { "registered account": "organizations:DeregisterDelegatedAdministrator" },
  },
  aws_s3_bucket: {
    read: {
      bucket:
        "s3:GetAccelerateConfiguration s3:GetBucketAcl s3:GetBucketCORS s3:GetBucketLogging s3:GetBucketObjectLockConfiguration s3:GetBucketPolicy s3:GetBucketRequestPayment s3:GetBucketTagging s3:GetBucketVersioning s3:GetBucketWebsite s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration s3:GetReplicationConfiguration s3:ListBucket",
    },
    create: { bucket: "s3:CreateBucket s3:PutBucketTagging" },
    update: { bucket: "s3:PutBucketTagging" },
    delete: {
      bucket: "s3:DeleteBucket s3:ListBucket s3:ListBucketVersions",
      object: "s3:DeleteObject s3:DeleteObjectVersion",
    },
  },
  aws_s3_bucket_lifecycle_configuration: {
    read: { bucket: "s3:GetLifecycleConfiguration" },
    create: { bucket: "s3:PutLifecycleConfiguration" },
    update: { bucket: "s3:PutLifecycleConfiguration" },
    delete: { bucket: "s3:PutLifecycleConfiguration" },
  },
  aws_s3_bucket_logging: {
    read: { bucket: "s3:GetBucketLogging" },
    create: { bucket: "s3:PutBucketLogging" },
    update: { bucket: "s3:PutBucketLogging" },
    delete: { bucket: "s3:PutBucketLogging" },
  },
  aws_s3_bucket_ownership_controls: {
    read: { bucket: "s3:GetBucketOwnershipControls" },
    create: { bucket: "s3:PutBucketOwnershipControls" },
    update: { bucket: "s3:PutBucketOwnershipControls" },
    delete: { bucket: "s3:PutBucketOwnershipControls" },
  },
  aws_s3_bucket_policy: {
    read: { bucket: "s3:GetBucketPolicy" },
    create: { bucket: "s3:PutBucketPolicy" },
    update: { bucket: "s3:PutBucketPolicy" },
    delete: { bucket: "s3:DeleteBucketPolicy" },
  },
  aws_s3_bucket_public_access_block: {
    read: { bucket: "s3:GetBucketPublicAccessBlock" },
    create: { bucket: "s3:PutBucketPublicAccessBlock" },
    update: { bucket: "s3:PutBucketPublicAccessBlock" },
    delete: { bucket: "s3:PutBucketPublicAccessBlock" },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    read: { bucket: "s3:GetEncryptionConfiguration" },
    create: { bucket: "s3:PutEncryptionConfiguration" },
    update: { bucket: "s3:PutEncryptionConfiguration" },
    delete: { bucket: "s3:PutEncryptionConfiguration" },
  },
  aws_s3_bucket_versioning: {
    read: { bucket: "s3:GetBucketVersioning" },
    create: { bucket: "s3:PutBucketVersioning" },
    update: { bucket: "s3:PutBucketVersioning" },
  },
  aws_security_group: {
    read: { everything: `ec2:DescribeSecurityGroups ${INTERFACES}` },
    create: {
      vpc: "ec2:CreateSecurityGroup",
      "security-group": "ec2:CreateSecurityGroup",
      "new security-group": "ec2:CreateTags",
      "our security-group": RULES,
    },
    update: { "our security-group": `${TAGS} ${RULES} ${DESCRIPTIONS}` },
    delete: { "our security-group": "ec2:DeleteSecurityGroup" },
  },
  aws_ssm_association: {
    read: {
      ...aboutAssociations("ssm:DescribeAssociation"),
      association: "ssm:ListTagsForResource ssm:DescribeAssociation",
    },
    create: {
      ...aboutAssociations("ssm:CreateAssociation"),
      association: "ssm:AddTagsToResource ssm:CreateAssociation",
    },
    update: { ...aboutAssociations("ssm:UpdateAssociation"), association: `${SSM_TAGS} ssm:UpdateAssociation` },
    delete: aboutAssociations("ssm:DeleteAssociation"),
  },
  aws_ssm_document: {
    read: { document: "ssm:DescribeDocument ssm:DescribeDocumentPermission ssm:GetDocument" },
    create: { document: "ssm:AddTagsToResource ssm:CreateDocument ssm:ModifyDocumentPermission" },
    update: {
      document: `${SSM_TAGS} ssm:ModifyDocumentPermission ssm:UpdateDocument ssm:UpdateDocumentDefaultVersion`,
    },
    delete: { document: "ssm:DeleteDocument ssm:ModifyDocumentPermission" },
  },
  aws_ssm_service_setting: {
    read: { "service-setting": "ssm:GetServiceSetting" },
    create: { "service-setting": "ssm:UpdateServiceSetting" },
    update: { "service-setting": "ssm:UpdateServiceSetting" },
    delete: { "service-setting": "ssm:ResetServiceSetting" },
  },
  aws_subnet: {
    read: { everything: "ec2:DescribeSubnets" },
    create: { vpc: "ec2:CreateSubnet", subnet: "ec2:CreateSubnet", "new subnet": "ec2:CreateTags" },
    update: { "our subnet": `${TAGS} ec2:ModifySubnetAttribute` },
    delete: { "our subnet": "ec2:DeleteSubnet", everything: INTERFACES },
  },
  aws_vpc: {
    read: {
      everything: "ec2:DescribeNetworkAcls ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeVpcs",
      vpc: "ec2:DescribeVpcAttribute",
    },
    create: { vpc: "ec2:CreateVpc", "new vpc": "ec2:CreateTags", "our vpc": "ec2:ModifyVpcAttribute" },
    update: { "our vpc": `${TAGS} ec2:ModifyVpcAttribute` },
    delete: { "our vpc": "ec2:DeleteVpc" },
  },
  aws_vpc_endpoint: {
    read: { everything: `ec2:DescribePrefixLists ec2:DescribeVpcEndpoints ${INTERFACES}` },
    create: {
      ...{ vpc: "ec2:CreateVpcEndpoint", subnet: "ec2:CreateVpcEndpoint", "route-table": "ec2:CreateVpcEndpoint" },
      ...{ "security-group": "ec2:CreateVpcEndpoint", "vpc-endpoint": "ec2:CreateVpcEndpoint" },
      "new vpc-endpoint": "ec2:CreateTags",
    },
    update: {
      "our vpc-endpoint": `${TAGS} ec2:ModifyVpcEndpoint`,
      ...{ subnet: "ec2:ModifyVpcEndpoint", "route-table": "ec2:ModifyVpcEndpoint" },
      "security-group": "ec2:ModifyVpcEndpoint",
    },
    delete: { "our vpc-endpoint": "ec2:DeleteVpcEndpoints" },
  },
  aws_vpc_security_group_egress_rule: {
    read: { everything: "ec2:DescribeSecurityGroupRules" },
    create: {
      "our security-group": "ec2:AuthorizeSecurityGroupEgress",
      "security-group-rule": "ec2:AuthorizeSecurityGroupEgress",
      "new security-group-rule": "ec2:CreateTags",
    },
    update: {
      "our security-group": "ec2:ModifySecurityGroupRules",
      "our security-group-rule": `${TAGS} ec2:ModifySecurityGroupRules`,
    },
    delete: { "our security-group": "ec2:RevokeSecurityGroupEgress" },
  },
};

/** By type of data source. */
export const DATA_CALLS: Readonly<Record<string, Calls>> = {
  aws_kms_key: { key: "kms:DescribeKey" },
  aws_s3_objects: { bucket: "s3:ListBucket" },
  aws_ssm_parameter: { parameter: "ssm:GetParameter" },
  aws_subnet: { everything: "ec2:DescribeSubnets" },
  aws_vpc: {
    everything: "ec2:DescribeRouteTables ec2:DescribeVpcs",
    vpc: "ec2:DescribeVpcAttribute",
  },
};

/** IAM asks about the association, its document and its instances. */
function aboutAssociations(action: string): Calls {
  return { association: action, document: action, "managed instance": action };
}
