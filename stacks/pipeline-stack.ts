/** What workflows need so that they can plan and apply the fleet: GitHub's OIDC provider, and a role for each of the two. */
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { allAccounts } from "../src/fleet/model";
import type { Fleet, GithubPipeline, Pipeline } from "../src/fleet/model";
import {
  GITHUB_ISSUER,
  PIPELINE_APPLY_ROLE_NAME,
  PIPELINE_PLAN_ROLE_NAME,
  PLAN_ROLE_NAME,
  awsManagedPolicyArn,
  roleArn,
} from "../src/fleet/names";
import { pathAndName } from "../src/fleet/role-session";
import { AccountStack } from "./account-stack";
import { PipelineRole } from "./constructs/pipeline/pipeline-role";
import { PlanRole } from "./constructs/pipeline/plan-role";

export interface PipelineStackProps {
  readonly fleet: Fleet;
  readonly pipeline: Pipeline;
}

/** Seconds that an apply of a large fleet may take. */
const APPLY_SECONDS = 2 * 60 * 60;

export class PipelineStack extends AccountStack {
  constructor(scope: Construct, props: PipelineStackProps) {
    const { fleet, pipeline } = props;
    const { account, github } = pipeline;
    super(scope, "pipeline", { fleet, account });

    // A target has it in its member stack.
    if (!account.isTarget) {
      new PlanRole(this, "account-plan-role", { fleet, account, pipeline, provider: this.home });
    }
    if (github !== undefined) this.#addWorkflowRoles(fleet, { ...pipeline, github });
  }

  #addWorkflowRoles(fleet: Fleet, pipeline: Pipeline & { readonly github: GithubPipeline }): void {
    const { account, github } = pipeline;
    const common = { fleet, pipeline, provider: this.home };
    const subject = (of: string) => `repo:${github.repository}:${of}`;
    const accounts = allAccounts(fleet);
    const plan = new PipelineRole(this, "plan-role", {
      ...common,
      name: PIPELINE_PLAN_ROLE_NAME,
      description: `Plans the fleet for pull requests and the branch ${github.branch} of ${github.repository}`,
      subjects: [subject("pull_request"), subject(`ref:refs/heads/${github.branch}`)],
      mayAssume: unique(accounts.map(({ roles }) => roleArn(fleet, "*", `${roles.path.slice(1)}${PLAN_ROLE_NAME}`))),
    });
    const deployRoles = accounts.flatMap(({ deployRole }) => deployRole ?? []);
    const apply = new PipelineRole(this, "apply-role", {
      ...common,
      name: PIPELINE_APPLY_ROLE_NAME,
      description: `Applies the fleet for the environment ${github.environment} of ${github.repository}`,
      subjects: [subject(`environment:${github.environment}`)],
      mayAssume: unique(deployRoles.map((role) => roleArn(fleet, "*", pathAndName(role)))),
      tagsSessions: deployRoles.some(({ tags }) => Object.keys(tags).length > 0),
      maxSessionDuration: APPLY_SECONDS,
    });
    if (account.deployRole === undefined) {
      // Without a deploy role in this account, the role that applies makes the roles and policies here itself.
      new IamRolePolicyAttachment(this, "apply-role-administrator", {
        provider: this.home,
        role: apply.role.name,
        policyArn: awsManagedPolicyArn(fleet, "AdministratorAccess"),
      });
    }
    if (!github.existingProvider) {
      const provider = new IamOpenidConnectProvider(this, "github", {
        provider: this.home,
        url: `https://${GITHUB_ISSUER}`,
        clientIdList: ["sts.amazonaws.com"],
      });
      for (const { role } of [plan, apply]) role.node.addDependency(provider);
    }
    new TerraformOutput(this, "plan_role_arn", { value: plan.arn });
    new TerraformOutput(this, "apply_role_arn", { value: apply.arn });
  }
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
