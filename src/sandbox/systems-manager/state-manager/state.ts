/** The state of an association: its versions and its runs. */
import type * as sdk from "@aws-sdk/client-ssm";
import type { Location } from "../../../iam/location";

/** The settings in one version of an association: the members of CreateAssociation and UpdateAssociation. */
export interface AssociationSettings extends Readonly<Omit<sdk.CreateAssociationRequest, "InstanceId" | "Tags">> {
  readonly Name: string;
}

export interface AssociationVersion {
  /** Counts from 1. */
  readonly number: number;
  readonly created: Date;
  readonly settings: AssociationSettings;
}

/** The statuses in DescribeAssociation's Overview, and of executions and their targets. */
export type RunStatus = "Pending" | "Success" | "Failed";

export interface RunTarget {
  /** The value of the target parameter, the id of a managed node, or account and Region; a fixed value without a target. */
  readonly resourceId: string;
  readonly resourceType: string;
  readonly status: RunStatus | "Skipped";
  readonly detailedStatus: string;
  /** Undefined until the work on this target has started. */
  readonly started: Date | undefined;
  /** The execution or command that did the work on this target. */
  readonly output: () => sdk.OutputSource | undefined;
}

export interface RunOutcome {
  readonly status: Exclude<RunStatus, "Pending">;
  readonly detailedStatus: string;
}

/** The work that a run of an association started: an automation or a command. */
export interface StartedWork {
  /** The targets that are known so far, with their current statuses. */
  targets(): readonly RunTarget[];
  /** Settles when all work has ended. */
  readonly ended: Promise<RunOutcome>;
  /** Cancels the work; does nothing if it has ended. */
  cancel(): void;
}

/** One run of an association, in AWS's API an AssociationExecution. */
export interface AssociationRun {
  readonly id: string;
  readonly version: AssociationVersion;
  readonly created: Date;
  /** The ids of the nodes that were added and that the run is for; undefined: it is for all targets. */
  readonly nodes: readonly string[] | undefined;
  /** Undefined until the work has started, and if it was refused. */
  work: StartedWork | undefined;
  /** Undefined while the run is in progress. */
  end: (RunOutcome & { readonly time: Date }) | undefined;
}

export interface AssociationState {
  readonly id: string;
  readonly location: Location;
  /** Oldest first, never empty. */
  readonly versions: AssociationVersion[];
  readonly tags: Map<string, string>;
  /** Newest first. */
  readonly runs: AssociationRun[];
  /** The number of the document version that the last run used. */
  documentVersion: string;
  /** Cancel the timers of the current version's schedule and of the newest run's Duration, and the watch for new nodes. */
  readonly timers: { endSchedule: () => void; endLimit: () => void; endWatch: () => void };
}

export function currentVersion(association: AssociationState): AssociationVersion {
  const version = association.versions.at(-1);
  if (version === undefined) throw new Error(`Association ${association.id} has no version.`);
  return version;
}

/** 30 days, as Automation keeps executions; AWS does not document the time for associations. */
const KEPT_MILLISECONDS = 30 * 24 * 60 * 60_000;

/** Adds a run and deletes the runs that are too old. */
export function addRun(association: AssociationState, run: AssociationRun): void {
  association.runs.unshift(run);
  const oldest = run.created.getTime() - KEPT_MILLISECONDS;
  const forgotten = association.runs.findIndex(({ created, end }) => end !== undefined && created.getTime() < oldest);
  if (forgotten > 0) association.runs.length = forgotten;
}
