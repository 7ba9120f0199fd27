/**
 * Which Regions an account has enabled: those that every account has, and those of the fleet. moto knows some of the others as enabled.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
import * as sdk from "@aws-sdk/client-ec2";
import type { Fleet } from "../../../fleet/model";
import { correctedAnswers } from "../../protocol/ec2";
import type { ServiceLayer } from "../../protocol/message";

/** The Regions of the partition `aws` that cannot be disabled. The other partitions have no others. */
const ALWAYS_ENABLED: ReadonlySet<string> = new Set([
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"],
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
]);

/** @param fleet which a reload may change */
export function optInRegions(fleet: Fleet): ServiceLayer {
  const statusOf = (name: string): string => {
    if (fleet.partition !== "aws" || ALWAYS_ENABLED.has(name)) return "opt-in-not-required";
    return [...fleet.regions, ...fleet.retiredRegions].includes(name) ? "opted-in" : "not-opted-in";
  };
  return correctedAnswers<sdk.DescribeRegionsResult>(sdk.DescribeRegions$, ({ Regions = [], ...rest }) => ({
    ...rest,
    Regions: Regions.map((region) => ({ ...region, OptInStatus: statusOf(region.RegionName ?? "") })),
  }));
}
