/** The role with which starts are previewed and results collected in one account. It reads, and changes nothing. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, Fleet } from "../../src/fleet/model";
import {
  READER_ROLE_NAME,
  administrationRoleArn,
  executionArnPattern,
  executionRoleName,
  outputArns,
  roleArn,
  standardExecutionRoleName,
} from "../../src/fleet/names";
import { centralRunbooksIn } from "../grants";
import { outputStatements, policyJson, trustStatement } from "./policy";
import { roleSettings } from "./role-settings";

export interface ReaderRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly provider: AwsProvider;
}

export class ReaderRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ReaderRoleProps) {
    super(scope, id);
    const { fleet, account, provider } = props;

    const role = new IamRole(this, "Default", {
      provider,
      name: READER_ROLE_NAME,
      path: account.roles.path,
      ...roleSettings(fleet, account),
      description: "Reads the results of Automation executions in this account",
      assumeRolePolicy: policyJson(
        trustStatement(
          { AWS: fleet.readerPrincipalArns },
          { StringEquals: { "aws:PrincipalOrgID": fleet.organization.id } },
        ),
      ),
    });

    this.arn = role.arn;
    new IamRolePolicy(this, "policy", {
      provider,
      name: "ReadResults",
      role: role.name,
      policy: policyJson(
        {
          Effect: "Allow",
          Action: ["ssm:GetAutomationExecution", "ssm:DescribeAutomationStepExecutions"],
          Resource: executionArnPattern(fleet, account.id),
        },
        // These actions do not support resource-level permissions, see
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
        {
          Effect: "Allow",
          Action: [
            "ssm:DescribeAutomationExecutions",
            "ssm:ListCommands",
            "ssm:ListCommandInvocations",
            "ssm:GetCommandInvocation",
            "ssm:DescribeInstanceInformation",
            "ec2:DescribeInstances",
            // The alarm of a wave. AWS shows composite alarms only to those who may read every alarm.
            "cloudwatch:DescribeAlarms",
          ],
          Resource: "*",
        },
        // A preview looks whether the roles of Automation are there and whom they trust, and at the settings of Automation.
        { Effect: "Allow", Action: "iam:GetRole", Resource: rolesOfAutomation(fleet, account) },
        {
          Effect: "Allow",
          Action: "ssm:GetServiceSetting",
          Resource: `arn:${fleet.partition}:ssm:*:${account.id}:servicesetting/ssm/automation/*`,
        },
        ...outputStatements("s3:GetObject", outputArns(fleet, account.id, fleet.regions)),
      ),
    });
  }
}

/** The execution roles of the account, and the administration role if it is the account's. */
function rolesOfAutomation(fleet: Fleet, account: Account): readonly string[] {
  const own = centralRunbooksIn(fleet, account, "own").map((central) => executionRoleName(account, central));
  return [
    ...[standardExecutionRoleName(account), ...own].map((name) => roleArn(fleet, account.id, name)),
    ...(account.id === fleet.administratorAccount.id ? [administrationRoleArn(fleet)] : []),
  ];
}
