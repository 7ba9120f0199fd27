/** Where a request is made. */
import type { Location } from "../../engine/ports";
import type { CallerRequest } from "./message";

export function locationOf({ caller, region }: CallerRequest): Location {
  return { partition: caller.arn.split(":")[1] ?? "aws", accountId: caller.accountId, region };
}
