/** What the sandbox knows of an association: what its versions say, and how its runs went. */
import type * as sdk from "@aws-sdk/client-ssm";
import type { Location } from "../../../engine/ports";

/** What one version of an association says: the members of CreateAssociation and UpdateAssociation. */
export interface AssociationSettings extends Readonly<Omit<sdk.CreateAssociationRequest, "InstanceId" | "Tags">> {
  readonly Name: string;
}

export interface AssociationVersion {
  /** Counts from 1. */
  readonly number: number;
  readonly created: Date;
  readonly settings: AssociationSettings;
}

/** The words of DescribeAssociation's Overview, and of executions and their targets. */
export type RunStatus = "Pending" | "Success" | "Failed";

export interface RunTarget {
  /** Value of the target parameter, id of a managed node, account and Region; a fixed word where there is no target. */
  readonly resourceId: string;
  readonly resourceType: string;
  readonly status: RunStatus | "Skipped";
  readonly detailedStatus: string;
  /** Undefined until the work on this target began. */
  readonly began: Date | undefined;
  /** Where the work on this target can be read. */
  readonly output: () => sdk.OutputSource | undefined;
}

export interface RunOutcome {
  readonly status: Exclude<RunStatus, "Pending">;
  readonly detailedStatus: string;
}

/** Work that a run of an association started: an automation or a command. */
export interface StartedWork {
  /** What is known of the targets at this moment. */
  targets(): readonly RunTarget[];
  /** Settles when all of it is over. */
  readonly ended: Promise<RunOutcome>;
  /** Ends the work early; does nothing where it is over. */
  cancel(): void;
}

/** One run of an association: AWS's AssociationExecution. */
export interface AssociationRun {
  readonly id: string;
  readonly version: AssociationVersion;
  readonly created: Date;
  /** Undefined until it has started, and where it was refused. */
  work: StartedWork | undefined;
  /** Undefined while it goes on. */
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
  /** The document's version that the last run was for; a number. */
  documentVersion: string;
  /** End the timers: of the current version's schedule, and of the newest run's Duration. */
  readonly timers: { endSchedule: () => void; endLimit: () => void };
}

export function currentVersion(association: AssociationState): AssociationVersion {
  const version = association.versions.at(-1);
  if (version === undefined) throw new Error(`Association ${association.id} has no version.`);
  return version;
}

/** 30 days, as Automation keeps executions; for associations AWS does not say. */
const KEPT_MILLISECONDS = 30 * 24 * 60 * 60_000;

/** Adds a run, and forgets those that AWS would have forgotten. */
export function addRun(association: AssociationState, run: AssociationRun): void {
  association.runs.unshift(run);
  const oldest = run.created.getTime() - KEPT_MILLISECONDS;
  const forgotten = association.runs.findIndex(({ created, end }) => end !== undefined && created.getTime() < oldest);
  if (forgotten > 0) association.runs.length = forgotten;
}
