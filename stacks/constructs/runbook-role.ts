/** The service role that one runbook assumes in one account. It allows what the runbook's steps need and nothing else. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Runbook } from "../../src/document/model";
import type { Account, Ec2Target, Fleet, RunbookPermissions } from "../../src/fleet/model";
import { executionArnPattern, runbookRoleArn, runbookRoleName } from "../../src/fleet/names";
import { runbookGrant, withoutGaps } from "../grants";
import { literal } from "./literal";
import { policyJson, trustStatement } from "./policy";
import { AttachedPolicies, rolePolicies } from "./role-policies";
import { roleSettings } from "./role-settings";

export interface RunbookRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  /** A runbook whose role is one of its parameters. */
  readonly runbook: Runbook;
  /** All runbooks by name: the role includes the permissions of runbooks that this one calls. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly provider: AwsProvider;
  /**
   * The tag by which the runbook's instances are found. The role then allows acting only on these.
   * @default - every instance of the account
   */
  readonly targetTag?: Ec2Target["targetTag"];
  /**
   * What the role may do.
   * @default - what the runbook's steps need
   */
  readonly permissions?: RunbookPermissions;
}

export class RunbookRole extends Construct {
  readonly arn: string;
  /** What the role acts with: its policies, or the role alone if the runbook needs no permissions. */
  readonly permissions: readonly ITerraformDependable[];

  /**
   * @throws ConfigurationError if the runbook's permissions cannot be derived completely: without one of them, an execution
   *   would fail in the middle; if the role would need more policies than IAM allows
   */
  constructor(scope: Construct, id: string, props: RunbookRoleProps) {
    super(scope, id);
    const { fleet, account, runbook, provider } = props;

    // "Resource" for the same reason as in RunbookDocument: names may differ only by a dot.
    const role = new IamRole(this, "Resource", {
      provider,
      name: runbookRoleName(runbook.name),
      path: account.roles.path,
      ...roleSettings(fleet, account),
      description: `What the runbook ${runbook.name} acts with in this account`,
      assumeRolePolicy: policyJson(
        trustStatement(
          { Service: "ssm.amazonaws.com" },
          {
            StringEquals: { "aws:SourceAccount": account.id },
            ArnLike: { "aws:SourceArn": executionArnPattern(fleet, account.id) },
          },
        ),
      ),
    });

    this.arn = runbookRoleArn(fleet, account, runbook.name);

    const policies = rolePolicies(runbookRoleName(runbook.name), withoutGaps([runbookGrant(props)]));
    const inline = policies.inline.map(
      ({ policy }) =>
        new IamRolePolicy(this, "policy", { provider, name: "RunbookSteps", role: role.name, policy: literal(policy) }),
    );
    const attached = new AttachedPolicies(this, "policies", { account, provider, role: role.name, policies });
    const granted = [...inline, ...attached.attachments];
    this.permissions = granted.length === 0 ? [role] : granted;
  }
}
