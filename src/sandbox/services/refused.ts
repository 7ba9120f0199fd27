/** Refuses what the sandbox could store but not keep its promise of (coverage.ts). */
import { AwsError } from "../protocol/aws-error";
import type { ServiceLayer } from "../protocol/message";
import { REFUSED } from "./coverage";

const REASONS: ReadonlyMap<string, string> = new Map(
  REFUSED.flatMap(({ service, operations, why }) => operations.map((operation) => [`${service}:${operation}`, why])),
);

/** Comes before the layers of every service. */
export function refusedOperations(): ServiceLayer {
  return async (request, next) => {
    const why = REASONS.get(`${request.service}:${request.operation}`);
    if (why !== undefined) throw refused(request.service, request.operation, why);
    return next(request);
  };
}

export function refused(service: string, operation: string, why: string): AwsError {
  return new AwsError("NotImplemented", `Fleetbook's sandbox does not serve ${service}:${operation}: ${why}.`, 501);
}
