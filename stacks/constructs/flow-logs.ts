/** The record of a VPC's traffic in CloudWatch Logs, and the role with which the VPC service writes it. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Account, Fleet } from "../../src/fleet/model";
import { FLOW_LOGS_ROLE_NAME, flowLogsGroupName } from "../../src/fleet/names";
import { policyJson, trustStatement } from "./policy";
import { roleSettings } from "./role-settings";

export interface FlowLogsRoleProps {
  readonly fleet: Fleet;
  readonly account: Account;
  readonly provider: AwsProvider;
}

/** One role for every Region. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
export class FlowLogsRole extends Construct {
  readonly arn: string;
  readonly permissions: ITerraformDependable;

  constructor(scope: Construct, id: string, props: FlowLogsRoleProps) {
    super(scope, id);
    const { fleet, account, provider } = props;
    const logs = `arn:${fleet.partition}:logs:*:${account.id}:log-group:`;

    const role = new IamRole(this, "Default", {
      provider,
      name: FLOW_LOGS_ROLE_NAME,
      path: account.roles.path,
      ...roleSettings(fleet, account),
      description: "Writes the flow logs of the EC2 targets' VPCs",
      assumeRolePolicy: policyJson(
        trustStatement(
          { Service: "vpc-flow-logs.amazonaws.com" },
          {
            StringEquals: { "aws:SourceAccount": account.id },
            ArnLike: { "aws:SourceArn": `arn:${fleet.partition}:ec2:*:${account.id}:vpc-flow-log/*` },
          },
        ),
      ),
    });
    this.arn = role.arn;

    this.permissions = new IamRolePolicy(this, "policy", {
      provider,
      name: "WriteFlowLogs",
      role: role.name,
      policy: policyJson(
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `${logs}${flowLogsGroupName(undefined)}*`,
        },
        { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: `${logs}*` },
      ),
    });
  }
}

export interface FlowLogsProps {
  readonly provider: AwsProvider;
  readonly vpcId: string;
  /** The name of the network, if it is not the one that targets share. */
  readonly networkName: string | undefined;
  readonly role: FlowLogsRole;
  readonly retentionDays: number;
  /** The `Name` tag. */
  readonly name: string;
}

export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { provider, vpcId, role } = props;
    const tags = { Name: props.name };

    const group = new CloudwatchLogGroup(this, "group", {
      provider,
      name: flowLogsGroupName(props.networkName),
      retentionInDays: props.retentionDays,
      tags,
    });
    new FlowLog(this, "Default", {
      ...{ provider, vpcId, tags },
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      dependsOn: [role.permissions],
    });
  }
}
