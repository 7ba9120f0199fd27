/**
 * The IAM actions with which CloudFormation deletes a resource. Most are called `Delete` and the resource's noun; these are the others,
 * and those that what its properties made needs. A test holds them against the Service Authorization Reference.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html
 */
import { byNoun, neededBy } from "./by-noun";

/** By type: the actions, all of them; none for what is nothing outside of CloudFormation. */
export const DELETED_BY: Readonly<Record<string, readonly string[]>> = {
  "AWS::Batch::JobDefinition": ["batch:DeregisterJobDefinition"],
  "AWS::CloudFormation::WaitCondition": [],
  "AWS::CloudFormation::WaitConditionHandle": [],
  "AWS::CloudWatch::Alarm": ["cloudwatch:DeleteAlarms"],
  "AWS::CloudWatch::Dashboard": ["cloudwatch:DeleteDashboards"],
  "AWS::EC2::EIP": ["ec2:ReleaseAddress"],
  "AWS::EC2::Instance": ["ec2:TerminateInstances", "ec2:DescribeInstances"],
  "AWS::EC2::SecurityGroupEgress": ["ec2:RevokeSecurityGroupEgress"],
  "AWS::EC2::SecurityGroupIngress": ["ec2:RevokeSecurityGroupIngress"],
  "AWS::EC2::SubnetRouteTableAssociation": ["ec2:DisassociateRouteTable"],
  "AWS::EC2::VolumeAttachment": ["ec2:DetachVolume"],
  "AWS::EC2::VPCGatewayAttachment": ["ec2:DetachInternetGateway"],
  "AWS::ECS::TaskDefinition": ["ecs:DeregisterTaskDefinition"],
  "AWS::IAM::InstanceProfile": ["iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"],
  "AWS::IAM::ManagedPolicy": ["iam:DeletePolicy"],
  "AWS::IAM::Policy": [],
  "AWS::KMS::Key": ["kms:ScheduleKeyDeletion"],
  "AWS::Lambda::Permission": ["lambda:RemovePermission"],
  "AWS::Lambda::Version": ["lambda:DeleteFunction"],
  "AWS::Route53::RecordSet": ["route53:ChangeResourceRecordSets"],
  "AWS::Route53::RecordSetGroup": ["route53:ChangeResourceRecordSets"],
  "AWS::SNS::Subscription": ["sns:Unsubscribe"],
  "AWS::SNS::TopicPolicy": ["sns:SetTopicAttributes"],
  "AWS::SQS::QueuePolicy": ["sqs:SetQueueAttributes"],
};

/** By type and property: the action that undoes what the property made. */
export const UNDONE_BY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AWS::Events::Rule": { Targets: "events:RemoveTargets" },
  "AWS::IAM::ManagedPolicy": {
    Groups: "iam:DetachGroupPolicy",
    Roles: "iam:DetachRolePolicy",
    Users: "iam:DetachUserPolicy",
  },
  "AWS::IAM::Policy": { Groups: "iam:DeleteGroupPolicy", Roles: "iam:DeleteRolePolicy", Users: "iam:DeleteUserPolicy" },
  "AWS::IAM::Role": { ManagedPolicyArns: "iam:DetachRolePolicy", Policies: "iam:DeleteRolePolicy" },
  "AWS::IAM::User": {
    Groups: "iam:RemoveUserFromGroup",
    LoginProfile: "iam:DeleteLoginProfile",
    ManagedPolicyArns: "iam:DetachUserPolicy",
    Policies: "iam:DeleteUserPolicy",
  },
};

/** The actions to delete a resource of the type with these properties; undefined if they are not known. */
export function deletedBy(type: string, properties: readonly string[]): readonly string[] | undefined {
  const own = Object.hasOwn(DELETED_BY, type) ? DELETED_BY[type] : byNoun("Delete", type);
  return own && [...new Set([...own, ...neededBy(UNDONE_BY, type, properties)])];
}
