/** Systems Manager's DescribeInstanceInformation in a simulation: its managed nodes. */
import type { JsonObject } from "../document/json";
import type { Clock } from "../engine/ports";
import { ApiCallError } from "../engine/errors";
import type { Location } from "../iam/location";
import type { UserPrincipal } from "../sandbox/identities/principals";
import { requestFor } from "../sandbox/protocol/ask";
import { AwsError } from "../sandbox/protocol/aws-error";
import { serveJson } from "../sandbox/protocol/json";
import { describeInstanceInformation } from "../sandbox/systems-manager/managed-nodes/describe-instance-information";
import type { ManagedNodes } from "../sandbox/systems-manager/managed-nodes/managed-nodes";

const OPERATION = "DescribeInstanceInformation";

export interface InformationOptions {
  readonly nodes: Pick<ManagedNodes, "of">;
  readonly clock: Clock;
  readonly location: Location;
  readonly caller: UserPrincipal;
}

/** Answers a call with its parameters, as boto3 does. */
export function instanceInformation({ nodes, clock, location, caller }: InformationOptions) {
  const operation = describeInstanceInformation({ nodes, clock, associationsIn: () => new Map() });
  return async (input: JsonObject): Promise<JsonObject> => {
    const asked = { service: "ssm", region: location.region, operation: OPERATION, input } as const;
    try {
      const { body } = await serveJson(new Map([[OPERATION, operation]]), { ...requestFor(asked), caller });
      return JSON.parse(body.toString(), withTimes) as JsonObject;
    } catch (error) {
      if (error instanceof AwsError) throw new ApiCallError(error.code, error.message, OPERATION);
      throw error;
    }
  };
}

/** The wire has times as seconds since 1970, a step has them as text. */
function withTimes(key: string, value: unknown): unknown {
  return typeof value === "number" && /Date(Time)?$/.test(key) ? new Date(value * 1000).toISOString() : value;
}
