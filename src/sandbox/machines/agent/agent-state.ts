/** What the plugins of an agent read and change, and what they print. */

/** The installed version of each package, by name. */
export type InstalledPackages = Map<string, string>;

/** What has been installed on a node. */
export interface AgentState {
  agentVersion: string;
  readonly packages: InstalledPackages;
  /** When each patch was installed, by name. */
  readonly patches: Map<string, Date>;
  /** The result of the last AWS-RunPatchBaseline; undefined if there was none. */
  patchState: PatchState | undefined;
  /** What the last AWS-RunPatchBaseline says of each patch. */
  foundPatches: readonly FoundPatch[];
}

/** A patch that the node's description names. */
export interface FoundPatch {
  readonly name: string;
  readonly state: "Installed" | "InstalledPendingReboot" | "Missing" | "Failed";
  /** Undefined if it is not installed. */
  readonly installed: Date | undefined;
}

/** What AWS-RunPatchBaseline reports to Systems Manager. */
export interface PatchState {
  readonly BaselineId: string;
  readonly SnapshotId: string;
  readonly OwnerInformation: string;
  readonly RebootOption: "RebootIfNeeded" | "NoReboot";
  readonly Operation: "Install" | "Scan";
  readonly OperationStartTime: Date;
  readonly OperationEndTime: Date;
  readonly InstalledCount: number;
  readonly InstalledOtherCount: number;
  readonly InstalledPendingRebootCount: number;
  readonly InstalledRejectedCount: number;
  readonly MissingCount: number;
  readonly FailedCount: number;
  readonly NotApplicableCount: number;
}

/** What a plugin prints. */
export interface Printed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr?: string;
}
