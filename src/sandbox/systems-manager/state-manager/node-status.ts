/**
 * The associations of managed nodes, as DescribeInstanceInformation sums them up. Associations of Automation documents act on
 * resources, and are not among them.
 */
import type { NodeAssociations } from "../managed-nodes/describe-instance-information";
import type { AssociationState, RunTarget } from "./state";

/** What associations did on one node. */
interface Summary {
  /** The status of each association's last run there. */
  readonly statuses: RunTarget["status"][];
  /** The ends of these runs. */
  readonly ends: Date[];
  /** The ends of all runs that succeeded there. */
  readonly successes: Date[];
}

/** By the node's id; a node on which no association has run is not among them. */
export function associationsByNode(associations: readonly AssociationState[]): ReadonlyMap<string, NodeAssociations> {
  const summaries = new Map<string, Summary>();
  for (const { runs } of associations) {
    const counted = new Set<string>();
    // The newest run comes first.
    for (const { work, end } of runs) {
      for (const { resourceType, resourceId, status } of work?.targets() ?? []) {
        if (resourceType !== "ManagedInstance") continue;
        const { statuses, ends, successes } = summaryOf(summaries, resourceId);
        if (!counted.has(resourceId)) {
          statuses.push(status);
          if (end !== undefined) ends.push(end.time);
        }
        counted.add(resourceId);
        if (status === "Success" && end !== undefined) successes.push(end.time);
      }
    }
  }
  return new Map([...summaries].map(([node, summary]) => [node, described(summary)]));
}

function summaryOf(summaries: Map<string, Summary>, node: string): Summary {
  const summary = summaries.get(node) ?? { statuses: [], ends: [], successes: [] };
  summaries.set(node, summary);
  return summary;
}

function described({ statuses, ends, successes }: Summary): NodeAssociations {
  const worst = (["Failed", "Pending", "Success"] as const).find((status) => statuses.includes(status)) ?? "Success";
  return {
    AssociationStatus: worst,
    AssociationOverview: { DetailedStatus: worst, InstanceAssociationStatusAggregatedCount: countOf(statuses) },
    LastAssociationExecutionDate: latest(ends),
    LastSuccessfulAssociationExecutionDate: latest(successes),
  };
}

function countOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function latest(times: readonly Date[]): Date | undefined {
  return times.length === 0 ? undefined : new Date(Math.max(...times.map((time) => time.getTime())));
}
