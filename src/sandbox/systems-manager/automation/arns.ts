/** The ARNs of Automation's resources. */
import type { Location } from "../../../iam/location";

export function executionArn({ partition, region, accountId }: Location, executionId: string): string {
  return `arn:${partition}:ssm:${region}:${accountId}:automation-execution/${executionId}`;
}
