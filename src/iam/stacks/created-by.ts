/**
 * The IAM actions with which CloudFormation creates a resource. Most are called `Create` and the resource's noun; these are the
 * others, and those that further properties need. A test holds them against the Service Authorization Reference.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html
 */
import { isPassedRole } from "../resources/passed-roles";
import { byNoun, neededBy, prefixOf } from "./by-noun";

/** By type: the actions, all of them; none for what makes nothing outside of CloudFormation. */
export const CREATED_BY: Readonly<Record<string, readonly string[]>> = {
  "AWS::Batch::JobDefinition": ["batch:RegisterJobDefinition"],
  "AWS::CloudFormation::WaitCondition": [],
  "AWS::CloudFormation::WaitConditionHandle": [],
  "AWS::CloudWatch::Alarm": ["cloudwatch:PutMetricAlarm"],
  "AWS::CloudWatch::Dashboard": ["cloudwatch:PutDashboard"],
  "AWS::EC2::EIP": ["ec2:AllocateAddress"],
  "AWS::EC2::Instance": ["ec2:RunInstances", "ec2:DescribeInstances"],
  "AWS::EC2::SecurityGroupEgress": ["ec2:AuthorizeSecurityGroupEgress"],
  "AWS::EC2::SecurityGroupIngress": ["ec2:AuthorizeSecurityGroupIngress"],
  "AWS::EC2::SubnetRouteTableAssociation": ["ec2:AssociateRouteTable"],
  "AWS::EC2::VolumeAttachment": ["ec2:AttachVolume"],
  "AWS::EC2::VPCGatewayAttachment": ["ec2:AttachInternetGateway"],
  "AWS::ECS::TaskDefinition": ["ecs:RegisterTaskDefinition"],
  "AWS::Events::Rule": ["events:PutRule"],
  "AWS::IAM::InstanceProfile": ["iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile"],
  "AWS::IAM::ManagedPolicy": ["iam:CreatePolicy"],
  "AWS::IAM::Policy": [],
  "AWS::Lambda::LayerVersion": ["lambda:PublishLayerVersion"],
  "AWS::Lambda::Permission": ["lambda:AddPermission"],
  "AWS::Lambda::Version": ["lambda:PublishVersion"],
  "AWS::Logs::MetricFilter": ["logs:PutMetricFilter"],
  "AWS::Logs::ResourcePolicy": ["logs:PutResourcePolicy"],
  "AWS::Route53::RecordSet": ["route53:ChangeResourceRecordSets"],
  "AWS::Route53::RecordSetGroup": ["route53:ChangeResourceRecordSets"],
  "AWS::S3::BucketPolicy": ["s3:PutBucketPolicy"],
  "AWS::SNS::Subscription": ["sns:Subscribe"],
  "AWS::SNS::TopicPolicy": ["sns:SetTopicAttributes"],
  "AWS::SQS::QueuePolicy": ["sqs:SetQueueAttributes"],
  "AWS::SSM::Parameter": ["ssm:PutParameter"],
};

/** By type and property: the action that the property needs besides. */
export const NEEDED_FOR: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AWS::EC2::Instance": { Tags: "ec2:CreateTags" },
  "AWS::EC2::SecurityGroup": {
    SecurityGroupEgress: "ec2:AuthorizeSecurityGroupEgress",
    SecurityGroupIngress: "ec2:AuthorizeSecurityGroupIngress",
    Tags: "ec2:CreateTags",
  },
  "AWS::EC2::VPC": { EnableDnsHostnames: "ec2:ModifyVpcAttribute", EnableDnsSupport: "ec2:ModifyVpcAttribute" },
  "AWS::Events::Rule": { Targets: "events:PutTargets" },
  "AWS::IAM::ManagedPolicy": {
    Groups: "iam:AttachGroupPolicy",
    Roles: "iam:AttachRolePolicy",
    Users: "iam:AttachUserPolicy",
  },
  "AWS::IAM::Policy": { Groups: "iam:PutGroupPolicy", Roles: "iam:PutRolePolicy", Users: "iam:PutUserPolicy" },
  "AWS::IAM::Role": {
    ManagedPolicyArns: "iam:AttachRolePolicy",
    PermissionsBoundary: "iam:PutRolePermissionsBoundary",
    Policies: "iam:PutRolePolicy",
    Tags: "iam:TagRole",
  },
  "AWS::IAM::User": {
    Groups: "iam:AddUserToGroup",
    LoginProfile: "iam:CreateLoginProfile",
    ManagedPolicyArns: "iam:AttachUserPolicy",
    Policies: "iam:PutUserPolicy",
  },
  "AWS::KMS::Key": { EnableKeyRotation: "kms:EnableKeyRotation", Tags: "kms:TagResource" },
  "AWS::Logs::LogGroup": { RetentionInDays: "logs:PutRetentionPolicy" },
  "AWS::S3::Bucket": {
    AccessControl: "s3:PutBucketAcl",
    BucketEncryption: "s3:PutEncryptionConfiguration",
    CorsConfiguration: "s3:PutBucketCORS",
    LifecycleConfiguration: "s3:PutLifecycleConfiguration",
    LoggingConfiguration: "s3:PutBucketLogging",
    NotificationConfiguration: "s3:PutBucketNotification",
    OwnershipControls: "s3:PutBucketOwnershipControls",
    PublicAccessBlockConfiguration: "s3:PutBucketPublicAccessBlock",
    Tags: "s3:PutBucketTagging",
    VersioningConfiguration: "s3:PutBucketVersioning",
    WebsiteConfiguration: "s3:PutBucketWebsite",
  },
  "AWS::SNS::Topic": { Subscription: "sns:Subscribe" },
};

/** The actions to create a resource of the type with these properties; undefined if they are not known. */
export function createdBy(type: string, properties: readonly string[]): readonly string[] | undefined {
  const own = Object.hasOwn(CREATED_BY, type) ? CREATED_BY[type] : byNoun("Create", type);
  return own && [...new Set([...own, ...neededBy(NEEDED_FOR, type, properties)])];
}

/** A role that a resource is given. */
interface GivenRole {
  /** The name, the ARN or what refers to it; undefined if only an instance profile is named. */
  readonly role: unknown;
  /** The service principal that gets it. */
  readonly service: string;
}

/** Services that use roles under another service principal than that of their types. */
const ROLE_USERS: Readonly<Record<string, string>> = { ecs: "ecs-tasks", iam: "ec2" };

export function givenRoles(type: string, properties: Readonly<Record<string, unknown>>): readonly GivenRole[] {
  const owner = (type.split("::")[1] ?? "").toLowerCase();
  const service = `${ROLE_USERS[owner] ?? prefixOf(owner)}.amazonaws.com`;
  if (type === "AWS::IAM::InstanceProfile") return listed(properties["Roles"]).map((role) => ({ role, service }));
  if (owner === "iam") return [];
  return Object.entries(properties).flatMap(([name, value]) =>
    isPassedRole(name) ? [{ role: name === "IamInstanceProfile" ? undefined : value, service }] : [],
  );
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
