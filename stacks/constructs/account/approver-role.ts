/** The role that approves, rejects and resumes the executions that wait in one account. It starts and stops none. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, Fleet } from "../../../src/fleet/model";
import { APPROVER_ROLE_NAME, executionArnPattern } from "../../../src/fleet/names";
import { policyJson, trustStatement } from "../policy";
import { roleSettings } from "../role-settings";

export interface ApproverRoleProps {
  /** A fleet with principals that may assume it. */
  readonly fleet: Fleet;
  readonly account: Account;
  readonly provider: AwsProvider;
}

export class ApproverRole extends Construct {
  constructor(scope: Construct, id: string, props: ApproverRoleProps) {
    super(scope, id);
    const { fleet, account, provider } = props;

    const role = new IamRole(this, "Default", {
      provider,
      name: APPROVER_ROLE_NAME,
      path: account.roles.path,
      ...roleSettings(fleet, account),
      description: "Approves, rejects and resumes Automation executions in this account",
      assumeRolePolicy: policyJson(
        trustStatement(
          { AWS: fleet.approverPrincipalArns },
          { StringEquals: { "aws:PrincipalOrgID": fleet.organization.id } },
        ),
      ),
    });
    new IamRolePolicy(this, "policy", {
      provider,
      name: "SendSignals",
      role: role.name,
      policy: policyJson({
        Effect: "Allow",
        Action: "ssm:SendAutomationSignal",
        Resource: executionArnPattern(fleet, account.id),
      }),
    });
  }
}
