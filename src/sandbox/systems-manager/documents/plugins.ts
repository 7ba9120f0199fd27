/**
 * The plugins of Command and Policy documents, and the platforms on which the agent has them.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import type { PlatformType } from "@aws-sdk/client-ssm";

/** In the order in which AWS lists them. */
export const PLATFORMS: readonly PlatformType[] = ["Windows", "Linux", "MacOS"];

const ALL = PLATFORMS;
const WINDOWS_AND_LINUX: readonly PlatformType[] = ["Windows", "Linux"];
const WINDOWS: readonly PlatformType[] = ["Windows"];

const PLUGINS: ReadonlyMap<string, readonly PlatformType[]> = new Map([
  ["aws:applications", WINDOWS],
  ["aws:cloudWatch", WINDOWS],
  ["aws:configureDocker", WINDOWS_AND_LINUX],
  ["aws:configurePackage", WINDOWS_AND_LINUX],
  ["aws:domainJoin", WINDOWS_AND_LINUX],
  ["aws:downloadContent", WINDOWS_AND_LINUX],
  ["aws:psModule", WINDOWS],
  ["aws:refreshAssociation", ALL],
  ["aws:runDockerAction", WINDOWS_AND_LINUX],
  ["aws:runDocument", WINDOWS_AND_LINUX],
  ["aws:runPowerShellScript", ALL],
  ["aws:runShellScript", ["Linux", "MacOS"]],
  ["aws:softwareInventory", ALL],
  ["aws:updateAgent", WINDOWS],
  ["aws:updateSsmAgent", ALL],
]);

export function isPlugin(name: string): boolean {
  return PLUGINS.has(name);
}

/** @returns none for an unknown plugin */
export function platformsOfPlugin(name: string): readonly PlatformType[] {
  return PLUGINS.get(name) ?? [];
}
