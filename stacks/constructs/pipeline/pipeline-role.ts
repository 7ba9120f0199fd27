/** A role that workflows of GitHub Actions assume with the token of their run. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Fleet, Pipeline } from "../../../src/fleet/model";
import { GITHUB_ISSUER, githubProviderArn, pipelineRoleArn } from "../../../src/fleet/names";
import { policyJson } from "../policy";
import { roleSettings } from "../role-settings";

export interface PipelineRoleProps {
  readonly fleet: Fleet;
  readonly pipeline: Pipeline;
  readonly provider: AwsProvider;
  readonly name: string;
  readonly description: string;
  /** The whole subjects of the tokens with which it may be assumed. */
  readonly subjects: readonly string[];
  /** ARNs of the roles that it may assume, with `*` for the account. */
  readonly mayAssume: readonly string[];
  /** Whether it assumes them with session tags. @default false */
  readonly tagsSessions?: boolean;
  /** Seconds that a session may last. @default an hour, as on AWS */
  readonly maxSessionDuration?: number;
}

export class PipelineRole extends Construct {
  /** The role, with everything that it needs. */
  readonly role: IamRole;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const { fleet, pipeline, provider, name, description, subjects, mayAssume, maxSessionDuration } = props;
    this.arn = pipelineRoleArn(fleet, pipeline, name);
    this.role = new IamRole(this, "Default", {
      ...{ provider, name, description, path: pipeline.account.roles.path },
      ...roleSettings(fleet, pipeline.account),
      ...(maxSessionDuration === undefined ? {} : { maxSessionDuration }),
      // Each condition names whole values. A pattern such as repo:owner/* would trust repositories that do not exist yet.
      assumeRolePolicy: policyJson({
        Effect: "Allow",
        Principal: { Federated: githubProviderArn(fleet, pipeline.account) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${GITHUB_ISSUER}:aud`]: "sts.amazonaws.com", [`${GITHUB_ISSUER}:sub`]: subjects },
        },
      }),
    });
    new IamRolePolicy(this, "policy", {
      provider,
      name: "AssumeRoles",
      role: this.role.name,
      policy: policyJson({
        Effect: "Allow",
        Action: props.tagsSessions === true ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole",
        Resource: mayAssume,
      }),
    });
  }
}
