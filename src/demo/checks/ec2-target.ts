/** The EC2 targets: running instances that are not reachable from outside and can reach Systems Manager through private endpoints. */
import {
  DescribeInstancesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Instance,
} from "@aws-sdk/client-ec2";
import type { Ec2Target } from "../../fleet/model";
import { targetName } from "../../fleet/names";
import { equals, type CheckContext, type Fact } from "./check";

/** In each Region of the account: the instances, their networks and the endpoints. */
export async function ec2Target(context: CheckContext): Promise<readonly Fact[]> {
  const { account } = context;
  const facts = await Promise.all(
    account.regions.flatMap((region) => account.ec2Targets.map((target) => targetInRegion(context, target, region))),
  );
  return facts.flat();
}

async function targetInRegion(
  { account, access }: CheckContext,
  target: Ec2Target,
  region: string,
): Promise<readonly Fact[]> {
  const ec2 = new EC2Client(access(region));
  const what = `EC2 target${target.name === undefined ? "" : ` ${target.name}`}`;
  const where = account.regions.length > 1 ? ` in ${region}` : "";
  const name = targetName(account, target.name);
  const tags = { Name: name, ...target.tags, [target.targetTag.key]: target.targetTag.value };
  const instance = (await liveInstances(ec2)).find(({ Tags = [] }) =>
    Tags.some(({ Key, Value }) => Key === "Name" && Value === tags.Name),
  );
  const present = new Map(instance?.Tags?.map(({ Key, Value }) => [Key, Value]));
  const vpcs = { Name: "vpc-id", Values: [instance?.VpcId ?? ""] };
  const groups = instance?.SecurityGroups?.map(({ GroupId }) => GroupId ?? "") ?? [];
  const [endpoints, rules] = await Promise.all([
    ec2.send(new DescribeVpcEndpointsCommand({ Filters: [vpcs] })),
    ec2.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: groups }] })),
  ]);
  return [
    equals(
      account,
      `${what} runs${where}, with its tags`,
      [instance?.State?.Name, Object.keys(tags).map((key) => present.get(key))],
      ["running", Object.values(tags)],
    ),
    equals(
      account,
      `${what} has no public address and requires IMDSv2${where}`,
      [instance?.PublicIpAddress ?? "none", instance?.MetadataOptions?.HttpTokens],
      ["none", "required"],
    ),
    equals(
      account,
      `${what} has no ingress${where}`,
      rules.SecurityGroupRules?.filter(({ IsEgress }) => IsEgress === false).length,
      0,
    ),
    ...("vpc" in target.network && !target.network.endpoints
      ? []
      : [
          equals(
            account,
            `${what} has private endpoints ssm, ssmmessages and ec2messages${where}`,
            endpoints.VpcEndpoints?.map(({ ServiceName, PrivateDnsEnabled }) => [
              ServiceName?.split(".").at(-1),
              PrivateDnsEnabled,
            ]).sort(),
            [
              ["ec2messages", true],
              ["ssm", true],
              ["ssmmessages", true],
            ],
          ),
        ]),
  ];
}

/** Neither an instance nor a VPC of the deployment is left in any Region. */
export async function noEc2Target({ fleet, account, access }: CheckContext): Promise<readonly Fact[]> {
  const left = await Promise.all(
    fleet.regions.map(async (region) => {
      const ec2 = new EC2Client(access(region));
      const { Vpcs } = await ec2.send(
        new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["false"] }] }),
      );
      return [
        ...(await liveInstances(ec2)).map(({ InstanceId }) => InstanceId),
        ...(Vpcs ?? []).map(({ VpcId }) => VpcId),
      ];
    }),
  );
  return [equals(account, "no instance and no VPC is left", left.flat(), [])];
}

async function liveInstances(ec2: EC2Client): Promise<readonly Instance[]> {
  const { Reservations } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [{ Name: "instance-state-name", Values: ["pending", "running", "stopping", "stopped"] }],
    }),
  );
  return (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
}
