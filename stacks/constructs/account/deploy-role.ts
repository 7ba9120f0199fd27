/** The role that deploys the account's stacks, with what they need and no more. The bootstrap creates it beside the state bucket. */
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, DeployRole as Settings, Fleet } from "../../../src/fleet/model";
import { accountPrincipal, deployPolicyName } from "../../../src/fleet/names";
import { literal } from "../literal";
import { policyJson } from "../policy";
import { roleTags } from "../role-settings";

export interface DeployRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly role: Settings;
  /** Its managed policies, as JSON. */
  readonly policies: readonly string[];
  readonly provider: AwsProvider;
}

export class DeployRole extends Construct {
  constructor(scope: Construct, id: string, { fleet, account, role, policies, provider }: DeployRoleProps) {
    super(scope, id);
    const { name, path, externalId, tags } = role;
    const deployers = [fleet.managementAccount, fleet.pipeline?.account ?? fleet.managementAccount];
    const resource = new IamRole(this, "Default", {
      ...{ provider, name, path },
      ...roleTags(account),
      description: "Deploys the stacks of this account",
      assumeRolePolicy: policyJson({
        Effect: "Allow",
        Principal: { AWS: [...new Set(deployers.map((deployer) => accountPrincipal(fleet, deployer.id)))] },
        Action: Object.keys(tags).length === 0 ? "sts:AssumeRole" : ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:PrincipalOrgID": fleet.organization.id,
            ...(externalId !== undefined && { "sts:ExternalId": externalId }),
          },
        },
      }),
    });
    for (const [index, policy] of policies.entries()) {
      const part = new IamPolicy(this, `policy-${index + 1}`, {
        ...{ provider, name: deployPolicyName(name, index + 1), path, policy: literal(policy) },
        ...roleTags(account),
        description: `What the stacks of the account need, part ${index + 1}`,
      });
      new IamRolePolicyAttachment(this, `attachment-${index + 1}`, {
        ...{ provider, role: resource.name, policyArn: part.arn },
      });
    }
  }
}
