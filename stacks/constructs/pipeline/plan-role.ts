/** The role that an account's stacks are planned with. It reads what the stacks' resources are like and their states, and changes nothing. */
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Account, Fleet, Pipeline } from "../../../src/fleet/model";
import {
  PIPELINE_PLAN_ROLE_NAME,
  PLAN_ROLE_NAME,
  accountPrincipal,
  pipelineRoleArn,
  stateBucketName,
} from "../../../src/fleet/names";
import { viaService } from "../../../src/iam/resources/implied-calls";
import { policyJson, trustStatement, type PolicyStatement } from "../policy";
import { readStatements } from "./read-statements";
import { roleSettings } from "../role-settings";

export interface PlanRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly pipeline: Pipeline;
  readonly provider: AwsProvider;
}

export class PlanRole extends Construct {
  constructor(scope: Construct, id: string, props: PlanRoleProps) {
    super(scope, id);
    const { fleet, account, pipeline, provider } = props;

    const role = new IamRole(this, "Default", {
      provider,
      name: PLAN_ROLE_NAME,
      path: account.roles.path,
      ...roleSettings(fleet, account),
      description: "Plans the stacks of this account, and changes nothing",
      // The condition names the role, and not the principal: IAM refuses a principal that does not exist yet.
      assumeRolePolicy: policyJson(
        trustStatement(
          { AWS: accountPrincipal(fleet, pipeline.account.id) },
          {
            StringEquals: { "aws:PrincipalOrgID": fleet.organization.id },
            ArnEquals: { "aws:PrincipalArn": plannerArns(fleet, pipeline) },
          },
        ),
      ),
    });

    new IamRolePolicy(this, "policy", {
      provider,
      name: "ReadResources",
      role: role.name,
      policy: policyJson(
        ...readStatements(fleet, account),
        ...stateStatements(fleet, account),
        ...parameterStatements(fleet, account),
      ),
    });
  }
}

function plannerArns(fleet: Fleet, pipeline: Pipeline): readonly string[] {
  const ofWorkflows = pipeline.github && pipelineRoleArn(fleet, pipeline, PIPELINE_PLAN_ROLE_NAME);
  return [...(ofWorkflows === undefined ? [] : [ofWorkflows]), ...pipeline.plannerArns];
}

/** The states, but no other objects: a lock is neither read nor taken. */
function stateStatements(fleet: Fleet, account: Account): readonly PolicyStatement[] {
  const bucket = `arn:${fleet.partition}:s3:::${stateBucketName(fleet, account)}`;
  const service = viaService("s3", { partition: fleet.partition, region: fleet.homeRegion });
  return [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
    { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*.tfstate` },
    // Nobody needs a permission for the AWS managed key; a key of one's own may be named by an alias.
    ...(fleet.state.kmsKey === undefined
      ? []
      : [
          {
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: `arn:${fleet.partition}:kms:${fleet.homeRegion}:*:key/*`,
            Condition: {
              StringEquals: { "kms:ViaService": service },
              StringLike: { "kms:EncryptionContext:aws:s3:arn": `${bucket}*` },
            },
          } as const,
        ]),
  ];
}

/** The parameters that name images: AWS's public ones, and those of the fleet file. */
function parameterStatements({ partition }: Fleet, { id, ec2Targets }: Account): readonly PolicyStatement[] {
  if (ec2Targets.length === 0) return [];
  const own = ec2Targets.flatMap(({ image }) =>
    typeof image === "object" && "parameter" in image ? [image.parameter] : [],
  );
  const names = [...new Set(own)].filter((name) => !name.startsWith("/aws/service/"));
  return [
    {
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: [
        `arn:${partition}:ssm:*::parameter/aws/service/*`,
        ...names.map((name) => `arn:${partition}:ssm:*:${id}:parameter/${name.replace(/^\//, "")}`),
      ],
    },
  ];
}
