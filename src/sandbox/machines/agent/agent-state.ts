/** What the plugins of an agent read and change, and what they print. */

/** The installed version of each package, by name. */
export type InstalledPackages = Map<string, string>;

/** What has been installed on a node. */
export interface AgentState {
  agentVersion: string;
  readonly packages: InstalledPackages;
  /** Names of patches. */
  readonly patches: Set<string>;
}

/** What a plugin prints. */
export interface Printed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr?: string;
}
