/**
 * The AWS Regions of each partition in which Automation is available. This is a list and not a pattern, because a misspelt
 * Region would otherwise be noticed only when Terraform fails to reach it.
 */

/** The AWS partitions that a fleet can belong to. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

/** From the table of Regions in the AWS General Reference. */
const REGIONS: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
};

const PARTITIONS = Object.keys(REGIONS) as Partition[];

/** Every Region that a fleet may name, of all partitions. */
export const ALL_REGIONS: readonly string[] = PARTITIONS.flatMap((partition) => REGIONS[partition]);

/** The partition that a Region belongs to; undefined for a Region that does not exist. */
export function partitionOf(region: string): Partition | undefined {
  return PARTITIONS.find((partition) => REGIONS[partition].includes(region));
}
