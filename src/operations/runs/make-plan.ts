/** Makes the plan of a run: every call of every wave, before the first of them. */
import type { Fleet } from "../../fleet/model";
import { partsOf } from "../request/parts";
import type { ResolvedRequest } from "../request/request";
import { newRunId, PLAN_VERSION, type Gate, type RunPlan } from "./plan";

/** A wave: the places of the request in which it acts, and what has to hold before the next one starts. */
interface PlannedWave {
  readonly name: string;
  readonly gate: Gate;
  /** Undefined: all of the request's. */
  readonly places?: ResolvedRequest["places"];
}

export interface PlanOptions {
  readonly fleet: Fleet;
  readonly request: ResolvedRequest;
  /** ARN of the principal that starts it. */
  readonly createdBy: string;
  readonly now: Date;
  /** In their order, at least one. Default: one wave with everything. */
  readonly waves?: readonly PlannedWave[] | undefined;
  readonly predecessor?: string | undefined;
}

export function planRun({ fleet, request, createdBy, now, waves, predecessor }: PlanOptions): RunPlan {
  const all: readonly PlannedWave[] = waves ?? [{ name: "all", gate: { maxErrors: "100%" } }];
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
    parts: all.flatMap(({ places = request.places }, wave) =>
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
