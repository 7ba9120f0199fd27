/** Queries of AWS Resource Groups. moto stores the groups and their queries, but does not find their members. */
import { z } from "zod";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import { ask } from "../../protocol/ask";
import type { SendAs } from "../../protocol/message";

/** The query of a group: resources of these types that have all of these tags. */
export interface GroupQuery {
  /** `AWS::EC2::Instance`; all types if empty. */
  readonly resourceTypes: readonly string[];
  /** Each tag matches with any of its values, or with any value at all if there are none. */
  readonly tags: readonly { readonly key: string; readonly values: readonly string[] }[];
}

const answerSchema = z.object({
  GroupQuery: z.object({ ResourceQuery: z.object({ Type: z.string(), Query: z.string() }).nullish() }),
});
const tagQuerySchema = z.object({
  ResourceTypeFilters: z.array(z.string()).default([]),
  TagFilters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()).default([]) })).default([]),
});

/** @throws AwsError InvalidTarget if the group does not exist or its members are not defined by tags */
export async function readGroupQuery(
  send: SendAs,
  { accountId, region }: Location,
  groupName: string,
): Promise<GroupQuery> {
  const question = {
    service: "resource-groups",
    region,
    operation: "GetGroupQuery",
    input: { GroupName: groupName },
  } as const;
  const answer = await ask((request) => send(accountId, request), question);
  if (answer === undefined) throw new AwsError("InvalidTarget", `The resource group ${groupName} does not exist.`);
  const { ResourceQuery: query } = answerSchema.parse(answer).GroupQuery;
  if (query?.Type !== "TAG_FILTERS_1_0") {
    throw new AwsError(
      "InvalidTarget",
      `Fleetbook's sandbox supports only resource groups that are defined by tags (TAG_FILTERS_1_0); ${groupName} is ${query?.Type ?? "defined by a configuration"}.`,
    );
  }
  const { ResourceTypeFilters, TagFilters } = tagQuerySchema.parse(JSON.parse(query.Query));
  return {
    resourceTypes: ResourceTypeFilters.filter((type) => type !== "AWS::AllSupported"),
    tags: TagFilters.map(({ Key, Values }) => ({ key: Key, values: Values })),
  };
}
