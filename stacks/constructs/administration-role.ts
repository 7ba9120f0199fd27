/**
 * The role in the administrator account with which executions are started in other accounts. It can only find the accounts
 * of an organizational unit and assume their execution roles.
 */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Fleet } from "../../src/fleet/model";
import { ADMINISTRATION_ROLE_NAME, executionArnPattern, executionRoleNames, roleArn } from "../../src/fleet/names";
import { policyJson, trustStatement } from "./policy";
import { roleSettings } from "./role-settings";

export interface AdministrationRoleProps {
  readonly fleet: Fleet;
  readonly provider: AwsProvider;
}

/**
 * `AWS-SystemsManager-AutomationAdministrationRole`, see
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
export class AdministrationRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AdministrationRoleProps) {
    super(scope, id);
    const { fleet, provider } = props;

    const role = new IamRole(this, "Default", {
      provider,
      name: ADMINISTRATION_ROLE_NAME,
      path: "/",
      ...roleSettings(fleet, fleet.administratorAccount),
      description: "Starts Automation executions in the accounts of the organization",
      // AWS's template allows executions of any account. Only executions of the administrator account itself use this role.
      assumeRolePolicy: policyJson(
        trustStatement(
          { Service: "ssm.amazonaws.com" },
          { ArnLike: { "aws:SourceArn": executionArnPattern(fleet, fleet.administratorAccount.id) } },
        ),
      ),
    });

    this.arn = role.arn;

    const executionRoles = executionRoleNames(fleet).map((name) => roleArn(fleet, "*", name));
    new IamRolePolicy(this, "policy", {
      provider,
      name: "AssumeRole-AWSSystemsManagerAutomationExecutionRole",
      role: role.name,
      policy: policyJson(
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Resource: executionRoles.length === 1 ? String(executionRoles[0]) : executionRoles,
        },
        {
          Effect: "Allow",
          Action: ["organizations:ListAccountsForParent", "organizations:ListChildren"],
          Resource: "*",
        },
      ),
    });
  }
}
