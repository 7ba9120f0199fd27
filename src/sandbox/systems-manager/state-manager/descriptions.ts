/** Associations, their versions and their runs in the form of AWS's API. */
import type * as sdk from "@aws-sdk/client-ssm";
import { NO_TARGETS } from "./targets";
import {
  currentVersion,
  type AssociationRun,
  type AssociationState,
  type AssociationVersion,
  type RunStatus,
  type RunTarget,
} from "./state";

/** @param version the version whose settings are shown; the status is always that of the association */
export function describeAssociation(
  association: AssociationState,
  version: AssociationVersion,
): sdk.AssociationDescription {
  const { ApplyOnlyAtCronInterval = false, ...settings } = version.settings;
  return {
    ...settings,
    Targets: shownTargets(version),
    // AWS sets the top-level Status only for associations by InstanceId.
    AssociationId: association.id,
    AssociationVersion: String(version.number),
    Date: association.versions[0]?.created,
    LastUpdateAssociationDate: version.created,
    Overview: overview(association),
    DocumentVersion: documentVersion(version),
    ApplyOnlyAtCronInterval,
    LastExecutionDate: association.runs[0]?.created,
    LastSuccessfulExecutionDate: association.runs.find(({ end }) => end?.status === "Success")?.created,
  };
}

/** An item of ListAssociations, which has fewer members; the serializer omits the others. */
export function listedAssociation(association: AssociationState): sdk.Association {
  return describeAssociation(association, currentVersion(association));
}

export function versionInfo({ id }: AssociationState, version: AssociationVersion): sdk.AssociationVersionInfo {
  return {
    ...version.settings,
    Targets: shownTargets(version),
    AssociationId: id,
    AssociationVersion: String(version.number),
    CreatedDate: version.created,
    DocumentVersion: documentVersion(version),
  };
}

/** Only an automation can be without targets; AWS shows a placeholder. */
function shownTargets({ settings: { Targets = [] } }: AssociationVersion): sdk.Target[] {
  return Targets.length > 0 ? Targets : NO_TARGETS;
}

/**
 * The status of the newest run for all targets and of the runs for nodes that were added since: Pending until they have
 * ended, which is what Terraform waits for. The detailed status is `Creating` until a run of the current version has started.
 */
export function overview(association: AssociationState): sdk.AssociationOverview {
  const runs = currentRuns(association);
  const [newest] = runs;
  if (newest === undefined || runs.some(isUnstarted)) return { Status: "Pending", DetailedStatus: "Creating" };
  const run = runs.find(({ end }) => end === undefined) ?? runs.find(({ end }) => end?.status === "Failed") ?? newest;
  const counts = countByStatus(runs);
  const isCounted = counts.size > 0 || run.end?.status === "Success";
  return { ...statusOf(run), ...(isCounted && { AssociationStatusAggregatedCount: Object.fromEntries(counts) }) };
}

/** The newest run of the current version for all targets and those after it, the newest first. */
function currentRuns(association: AssociationState): readonly AssociationRun[] {
  const current = association.runs.filter(({ version }) => version === currentVersion(association));
  const forAll = current.findIndex(({ nodes }) => nodes === undefined);
  return forAll < 0 ? current : current.slice(0, forAll + 1);
}

export function associationExecution({ id }: AssociationState, run: AssociationRun): sdk.AssociationExecution {
  const counts = [...countByStatus([run])].map(([status, count]) => `${status}=${String(count)}`);
  return {
    AssociationId: id,
    AssociationVersion: String(run.version.number),
    ExecutionId: run.id,
    ...statusOf(run),
    CreatedTime: run.created,
    // AWS's model describes it as the date of the last execution; AWS's examples omit it until the run has ended.
    LastExecutionDate: run.end?.time,
    ResourceCountByStatus: `{${counts.join(", ")}}`,
  };
}

export function executionTarget(
  { id }: AssociationState,
  run: AssociationRun,
  target: RunTarget,
): sdk.AssociationExecutionTarget {
  return {
    AssociationId: id,
    AssociationVersion: String(run.version.number),
    ExecutionId: run.id,
    ResourceId: target.resourceId,
    ResourceType: target.resourceType,
    Status: target.status,
    DetailedStatus: target.detailedStatus,
    LastExecutionDate: target.started,
    OutputSource: target.output(),
  };
}

function statusOf({ end }: AssociationRun): { readonly Status: RunStatus; readonly DetailedStatus: string } {
  return end === undefined
    ? { Status: "Pending", DetailedStatus: "InProgress" }
    : { Status: end.status, DetailedStatus: end.detailedStatus };
}

function isUnstarted({ work, end }: AssociationRun): boolean {
  return work === undefined && end === undefined;
}

/** Counts each target once, with its status in the newest of the runs that have it. */
function countByStatus(runs: readonly AssociationRun[]): Map<string, number> {
  const statuses = new Map(
    runs
      .toReversed()
      .flatMap(({ work }) => (work?.targets() ?? []).map((target) => [target.resourceId, target.status])),
  );
  const counts = new Map<string, number>();
  for (const status of statuses.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

function documentVersion({ settings }: AssociationVersion): string {
  return settings.DocumentVersion ?? "$DEFAULT";
}
