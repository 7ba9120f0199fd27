/** Makes the plan of a run: every call of every wave, before the first of them. */
import type { Fleet } from "../../fleet/model";
import { partsOf } from "../request/parts";
import type { ResolvedRequest } from "../request/request";
import { newRunId, PLAN_VERSION, type RunPlan } from "./plan";

export interface PlanOptions {
  readonly fleet: Fleet;
  readonly request: ResolvedRequest;
  /** ARN of the principal that starts it. */
  readonly createdBy: string;
  readonly now: Date;
  readonly predecessor?: string | undefined;
}

export function planRun({ fleet, request, createdBy, now, predecessor }: PlanOptions): RunPlan {
  const all = request.waves ?? [{ name: "all", gate: { maxErrors: "100%" }, places: request.places }];
  return {
    version: PLAN_VERSION,
    runId: newRunId(now),
    organizationId: fleet.organization.id,
    accountId: fleet.administratorAccount.id,
    region: fleet.homeRegion,
    document: request.documentName,
    createdAt: now.toISOString(),
    createdBy,
    ...(predecessor !== undefined && { predecessor }),
    waves: all.map(({ name, gate }) => ({ name, gate })),
    parts: all.flatMap(({ places }, wave) =>
      partsOf({ ...request, places }).map((part) => ({
        wave,
        input: part.input,
        places: part.places.map(({ account, region, instances }) => ({
          accountId: account.id,
          region,
          ...(instances !== undefined && { instances: [...instances] }),
        })),
      })),
    ),
  };
}
