/** What of a fleet an account has: counted through the AWS API, and not by Terraform's states. */
import { DescribeTagsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListDocumentsCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { LocalFleet } from "../../../src/demo/local-fleet";

/** The default tag of the fixture's accounts. */
const TAG = { key: "owner", value: "platform" };

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
      const { Tags: tags = [] } = await new EC2Client(there).send(
        new DescribeTagsCommand({
          Filters: [
            { Name: "key", Values: [TAG.key] },
            { Name: "value", Values: [TAG.value] },
          ],
        }),
      );
      const { DocumentIdentifiers: documents = [] } = await new SSMClient(there).send(
        new ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }] }),
      );
      return [
        ...tags.map(({ ResourceType: type = "" }) => `${region} ${type}`),
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
