/** Where a request is made. */
import type { Location } from "../../iam/location";
import type { CallerRequest } from "./message";

export function locationOf({ caller, region }: Pick<CallerRequest, "caller" | "region">): Location {
  return { partition: caller.arn.split(":")[1] ?? "aws", accountId: caller.accountId, region };
}
