/** Finds resources other than instances by their tags. */
import { z } from "zod";
import type { Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import { ask } from "../../protocol/ask";
import type { SendAs } from "../../protocol/message";

export interface TagFilter {
  readonly key: string;
  /** The tag has one of these values; any value if there are none. */
  readonly values: readonly string[];
}

/** The resource types that moto finds by tag, with their names in the Resource Groups Tagging API. */
const TAGGING_NAMES: Readonly<Record<string, string>> = {
  "AWS::EC2::Image": "ec2:image",
  "AWS::EC2::NetworkInterface": "ec2:network-interface",
  "AWS::EC2::RouteTable": "ec2:route-table",
  "AWS::EC2::SecurityGroup": "ec2:security-group",
  "AWS::EC2::Snapshot": "ec2:snapshot",
  "AWS::EC2::Subnet": "ec2:subnet",
  "AWS::EC2::VPC": "ec2:vpc",
  "AWS::EC2::Volume": "ec2:volume",
  "AWS::S3::Bucket": "s3:bucket",
};

const answerSchema = z.object({
  ResourceTagMappingList: z.array(z.object({ ResourceARN: z.string() })),
  PaginationToken: z.string().nullish(),
});

/**
 * The ids or names of the resources of a type that have all of these tags.
 * @throws AwsError InvalidTarget for a type that the sandbox cannot find by tags
 */
export async function taggedResources(
  send: SendAs,
  { accountId, region }: Location,
  type: string,
  tags: readonly TagFilter[],
): Promise<readonly string[]> {
  const name = TAGGING_NAMES[type];
  if (name === undefined) {
    const known = ["AWS::EC2::Instance", ...Object.keys(TAGGING_NAMES)].join(", ");
    throw new AwsError(
      "InvalidTarget",
      `Fleetbook's sandbox cannot find resources of type ${type} by their tags; it finds ${known}. Name the resources with ParameterValues.`,
    );
  }
  const found: string[] = [];
  let token: string | undefined;
  do {
    const input = {
      ResourceTypeFilters: [name],
      TagFilters: tags.map(({ key, values }) => ({ Key: key, Values: values })),
      ...(token === undefined ? {} : { PaginationToken: token }),
    };
    const question = { service: "tagging", region, operation: "GetResources", input } as const;
    const answer = answerSchema.parse(await ask((request) => send(accountId, request), question));
    found.push(...answer.ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN.split(/[:/]/).at(-1) ?? ""));
    token = answer.PaginationToken || undefined;
  } while (token !== undefined);
  return found;
}
