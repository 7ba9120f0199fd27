/** The role with which runbooks act in one account. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, Fleet } from "../../src/fleet/model";
import {
  EXECUTION_ROLE_NAME,
  administrationRoleArn,
  awsManagedPolicyArn,
  executionArnPattern,
  executionRoleArn,
} from "../../src/fleet/names";
import { policyJson, trustStatement } from "./policy";

export interface ExecutionRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly provider: AwsProvider;
}

/**
 * `AWS-SystemsManager-AutomationExecutionRole`, see
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
export class ExecutionRole extends Construct {
  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const { fleet, account, provider } = props;

    const role = new IamRole(this, "Default", {
      provider,
      name: EXECUTION_ROLE_NAME,
      path: "/",
      description: "What Automation runbooks act with in this account",
      assumeRolePolicy: policyJson(
        // An account that leaves the organization no longer trusts it, even if nobody removes this role.
        trustStatement(
          { AWS: administrationRoleArn(fleet) },
          { StringEquals: { "aws:PrincipalOrgID": fleet.organization.id } },
        ),
        // The child execution runs as this role, and so does an execution that is started in this account.
        trustStatement(
          { Service: "ssm.amazonaws.com" },
          {
            StringEquals: { "aws:SourceAccount": account.id },
            ArnLike: { "aws:SourceArn": executionArnPattern(fleet, account.id) },
          },
        ),
      ),
    });

    new IamRolePolicyAttachment(this, "automation-policy", {
      provider,
      role: role.name,
      policyArn: awsManagedPolicyArn(fleet, "service-role/AmazonSSMAutomationRole"),
    });

    new IamRolePolicy(this, "policy", {
      provider,
      name: "ExecutionPolicy",
      role: role.name,
      policy: policyJson(
        // Automation finds targets by resource group, by tag or by id.
        {
          Effect: "Allow",
          Action: ["resource-groups:ListGroupResources", "tag:GetResources", "ec2:DescribeInstances"],
          Resource: "*",
        },
        // The child execution passes this role to the execution for each target.
        { Effect: "Allow", Action: "iam:PassRole", Resource: executionRoleArn(fleet, account) },
      ),
    });
  }
}
