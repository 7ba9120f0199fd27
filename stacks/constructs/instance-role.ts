/** The role of an EC2 target, which lets its SSM agent register and write outputs where the fleet keeps them, and its instance profile. */
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Account, Fleet } from "../../src/fleet/model";
import type { Partition } from "../../src/fleet/regions";
import { INSTANCE_ROLE_NAME, awsManagedPolicyArn, outputArns } from "../../src/fleet/names";
import { outputStatements, policyJson } from "./policy";
import { roleSettings, roleTags } from "./role-settings";

export interface InstanceRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly provider: AwsProvider;
}

/** IAM in China accepts only the second name. */
const EC2_SERVICE: Readonly<Record<Partition, string>> = {
  aws: "ec2.amazonaws.com",
  "aws-us-gov": "ec2.amazonaws.com",
  "aws-cn": "ec2.amazonaws.com.cn",
};

export class InstanceRole extends Construct {
  readonly arn: string;
  readonly profileName: string;
  /** The agent can register only once the role has its permissions. */
  readonly permissions: ITerraformDependable;

  constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    const { fleet, account, provider } = props;

    const role = new IamRole(this, "Default", {
      provider,
      name: INSTANCE_ROLE_NAME,
      path: account.roles.path,
      ...roleSettings(fleet, account),
      description: "Lets the SSM agent of the EC2 target register",
      // This is the only trust statement without a condition. EC2 sends neither aws:SourceAccount nor aws:SourceArn when it
      // fetches credentials for an instance, and it gives a role only to instances of the role's own account.
      assumeRolePolicy: policyJson({
        Effect: "Allow",
        Principal: { Service: EC2_SERVICE[fleet.partition] },
        Action: "sts:AssumeRole",
      }),
    });

    this.arn = role.arn;
    this.permissions = new IamRolePolicyAttachment(this, "managed-instance-policy", {
      provider,
      role: role.name,
      policyArn: awsManagedPolicyArn(fleet, "AmazonSSMManagedInstanceCore"),
    });

    const outputs = outputStatements("s3:PutObject", outputArns(fleet, account.id, account.regions));
    if (outputs.length > 0) {
      new IamRolePolicy(this, "outputs", {
        provider,
        name: "WriteOutputs",
        role: role.name,
        policy: policyJson(...outputs),
      });
    }

    this.profileName = new IamInstanceProfile(this, "profile", {
      provider,
      name: INSTANCE_ROLE_NAME,
      path: account.roles.path,
      ...roleTags(account),
      role: role.name,
    }).name;
  }
}
