/** The roles with which central runbooks act in one account: the one of them all, and those of a single runbook. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, CentralRunbook, Fleet } from "../../src/fleet/model";
import {
  EXECUTION_ROLE_NAME,
  administrationRoleArn,
  awsManagedPolicyArn,
  executionArnPattern,
  executionRoleName,
  roleArn,
  runbookPolicyName,
} from "../../src/fleet/names";
import { centralGrant, centralRunbooksIn, withoutGaps, type Grant } from "../grants";
import { literal } from "./literal";
import { policyJson, trustStatement, type PolicyStatement } from "./policy";
import type { DeployableRunbook } from "./runbook-document";
import { AttachedPolicies, rolePolicies, type RolePolicies } from "./role-policies";
import { roleSettings } from "./role-settings";

interface AnyExecutionRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  /** All runbooks by name. */
  readonly runbooks: ReadonlyMap<string, DeployableRunbook>;
  readonly provider: AwsProvider;
}

/**
 * `AWS-SystemsManager-AutomationExecutionRole`, with what the central runbooks need that act with it in this account, see
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
export class ExecutionRole extends Construct {
  readonly arn: string;

  /**
   * @throws ConfigurationError if a runbook's permissions cannot be derived completely, or if the role would need more
   *   policies than IAM allows
   */
  constructor(scope: Construct, id: string, props: AnyExecutionRoleProps) {
    super(scope, id);
    const { fleet, account, runbooks, provider } = props;

    const role = new IamRole(this, "Default", {
      ...roleConfig(props, EXECUTION_ROLE_NAME),
      description: "What Automation runbooks act with in this account",
    });
    this.arn = role.arn;
    const policies = executionRolePolicies(fleet, account, runbooks);
    if (account.amazonSSMAutomationRole) {
      new IamRolePolicyAttachment(this, "automation-policy", {
        provider,
        role: role.name,
        policyArn: automationPolicyArn(fleet),
      });
    }
    new IamRolePolicy(this, "policy", {
      provider,
      name: "ExecutionPolicy",
      role: role.name,
      policy: ownPolicy(fleet, account, EXECUTION_ROLE_NAME),
    });
    addPolicies(this, props, role, policies);
  }
}

export interface OwnExecutionRoleProps extends AnyExecutionRoleProps {
  /** A central runbook with an execution role of its own. */
  readonly central: CentralRunbook;
}

/** The execution role of one central runbook: trusted as the standard one, with the rights of this runbook alone. */
export class OwnExecutionRole extends Construct {
  readonly arn: string;

  /** @throws ConfigurationError as for the standard role */
  constructor(scope: Construct, id: string, props: OwnExecutionRoleProps) {
    super(scope, id);
    const { fleet, account, central, runbooks, provider } = props;
    const name = executionRoleName(account, central);

    // "Resource" for the same reason as in RunbookDocument: names may differ only by a dot.
    const role = new IamRole(this, "Resource", {
      ...roleConfig(props, name),
      description: `What the central runbook ${central.name} acts with in this account`,
    });
    this.arn = role.arn;
    new IamRolePolicy(this, "policy", {
      provider,
      name: "ExecutionPolicy",
      role: role.name,
      policy: ownPolicy(fleet, account, name),
    });
    addPolicies(this, props, role, ownExecutionRolePolicies(fleet, account, central, runbooks));
  }
}

/** The policies of the standard execution role for its runbooks. @throws ConfigurationError as for the role */
export function executionRolePolicies(
  fleet: Fleet,
  account: Account,
  runbooks: ReadonlyMap<string, DeployableRunbook>,
): RolePolicies {
  const grants = centralRunbooksIn(fleet, account, "standard").map((central) =>
    centralGrant(fleet, account, central, runbooks),
  );
  const attached = account.amazonSSMAutomationRole ? [automationPolicyArn(fleet)] : [];
  return policiesFor(fleet, account, EXECUTION_ROLE_NAME, grants, attached);
}

/** The policies of a runbook's own execution role. @throws ConfigurationError as for the role */
export function ownExecutionRolePolicies(
  fleet: Fleet,
  account: Account,
  central: CentralRunbook,
  runbooks: ReadonlyMap<string, DeployableRunbook>,
): RolePolicies {
  return policiesFor(fleet, account, executionRoleName(account, central), [
    centralGrant(fleet, account, central, runbooks),
  ]);
}

function policiesFor(
  fleet: Fleet,
  account: Account,
  roleName: string,
  grants: readonly Grant[],
  attached: readonly string[] = [],
): RolePolicies {
  return rolePolicies(roleName, withoutGaps(grants), { inline: [ownPolicy(fleet, account, roleName)], attached });
}

function roleConfig({ fleet, account, provider }: AnyExecutionRoleProps, name: string) {
  return {
    provider,
    name,
    path: "/",
    ...roleSettings(fleet, account),
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
  };
}

function automationPolicyArn(fleet: Fleet): string {
  return awsManagedPolicyArn(fleet, "service-role/AmazonSSMAutomationRole");
}

function ownPolicy(fleet: Fleet, account: Account, roleName: string): string {
  return policyJson(...executionRoleStatements(fleet, account, roleName));
}

/** What every execution role may do, whatever its runbooks do. */
export function executionRoleStatements(fleet: Fleet, account: Account, roleName: string): readonly PolicyStatement[] {
  return [
    // Automation finds targets by resource group, by tag or by id.
    {
      Effect: "Allow",
      Action: ["resource-groups:ListGroupResources", "tag:GetResources", "ec2:DescribeInstances"],
      Resource: "*",
    },
    // The child execution passes this role to the execution for each target.
    {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roleArn(fleet, account.id, roleName),
      Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
    },
  ];
}

function addPolicies(
  scope: Construct,
  { account, provider }: AnyExecutionRoleProps,
  role: IamRole,
  policies: RolePolicies,
): void {
  for (const { runbook, policy } of policies.inline) {
    new IamRolePolicy(new Construct(scope, `runbook-${runbook}`), "Resource", {
      provider,
      name: runbookPolicyName(runbook),
      role: role.name,
      policy: literal(policy),
    });
  }
  new AttachedPolicies(scope, "policies", { account, provider, role: role.name, policies });
}
