/**
 * The associations of a managed node, as DescribeInstanceInformation sums them up. Associations of Automation documents act on
 * resources, and are not among them.
 */
import type { NodeAssociations } from "../managed-nodes/describe-instance-information";
import type { AssociationRun, AssociationState, RunTarget } from "./state";

/** The last runs of associations on one node; no members if no association has run there. */
export function associationsOfNode(associations: readonly AssociationState[], instanceId: string): NodeAssociations {
  const results = associations.flatMap(({ runs }) =>
    runs.flatMap((run) => resultOn(run, instanceId) ?? []).slice(0, 1),
  );
  if (results.length === 0) return {};
  const statuses = results.map(({ target }) => target.status);
  const worst = (["Failed", "Pending", "Success"] as const).find((status) => statuses.includes(status)) ?? "Success";
  const times = results.flatMap(({ run }) => run.end?.time ?? []);
  const successes = associations.flatMap(({ runs }) =>
    runs.flatMap((run) => (resultOn(run, instanceId)?.target.status === "Success" ? (run.end?.time ?? []) : [])),
  );
  return {
    AssociationStatus: worst,
    AssociationOverview: { DetailedStatus: worst, InstanceAssociationStatusAggregatedCount: countOf(statuses) },
    LastAssociationExecutionDate: latest(times),
    LastSuccessfulAssociationExecutionDate: latest(successes),
  };
}

function resultOn(run: AssociationRun, instanceId: string): { run: AssociationRun; target: RunTarget } | undefined {
  const target = run.work
    ?.targets()
    .find(({ resourceType, resourceId }) => resourceType === "ManagedInstance" && resourceId === instanceId);
  return target && { run, target };
}

function countOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function latest(times: readonly Date[]): Date | undefined {
  return times.length === 0 ? undefined : new Date(Math.max(...times.map((time) => time.getTime())));
}
