/** What of a fleet an account has: counted through the AWS API, and not by Terraform's states. */
import {
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListDocumentsCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { LocalFleet } from "../../../src/demo/local-fleet";

/** The default tag of the fixture's accounts. */
const TAGGED = { Filters: [{ Name: "tag:owner", Values: ["platform"] }] };

/** `eu-west-1 vpc`, `role FleetbookReaderRole`, `eu-west-1 document patch-instances`, sorted. */
export async function belongings(
  local: LocalFleet,
  account: string,
  regions: readonly string[],
): Promise<readonly string[]> {
  const access = await local.accessTo(account);
  const { Roles: roles = [] } = await new IAMClient(access).send(new ListRolesCommand({}));
  const inRegions = await Promise.all(
    regions.map(async (region) => {
      const there = { ...access, region };
      const { DocumentIdentifiers: documents = [] } = await new SSMClient(there).send(
        new ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }] }),
      );
      return [
        ...(await tagged(new EC2Client(there))).map((type) => `${region} ${type}`),
        ...documents.map(({ Name: name = "" }) => `${region} document ${name}`),
      ];
    }),
  );
  return [
    ...roles
      .map(({ RoleName: name = "" }) => name)
      .filter((name) => /^(AWS-SystemsManager-|Fleetbook)/.test(name))
      .map((name) => `role ${name}`),
    ...inRegions.flat(),
  ].sort();
}

/** `vpc`, `subnet`, … once for each tagged resource. (moto still describes the tags of resources that are gone, so they are not asked for.) */
async function tagged(ec2: EC2Client): Promise<readonly string[]> {
  const { Vpcs: vpcs = [] } = await ec2.send(new DescribeVpcsCommand(TAGGED));
  const { Subnets: subnets = [] } = await ec2.send(new DescribeSubnetsCommand(TAGGED));
  const { SecurityGroups: groups = [] } = await ec2.send(new DescribeSecurityGroupsCommand(TAGGED));
  const { VpcEndpoints: endpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand(TAGGED));
  const { Volumes: volumes = [] } = await ec2.send(new DescribeVolumesCommand(TAGGED));
  const { Reservations: reservations = [] } = await ec2.send(new DescribeInstancesCommand(TAGGED));
  const instances = reservations
    .flatMap(({ Instances: list = [] }) => list)
    .filter(({ State: state }) => state?.Name !== "terminated");
  return [
    ...vpcs.map(() => "vpc"),
    ...subnets.map(() => "subnet"),
    ...groups.map(() => "security-group"),
    ...endpoints.filter(({ State: state }) => String(state) !== "deleted").map(() => "vpc-endpoint"),
    ...volumes.map(() => "volume"),
    ...instances.map(() => "instance"),
  ];
}
