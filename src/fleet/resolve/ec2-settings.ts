/** The defaults of an EC2 target's settings, and how settings override others. The consistency checks read them as well. */
import { isWindows, type Architecture, type OperatingSystem } from "../operating-systems";

export const DEFAULTS = {
  vpcCidr: "10.0.0.0/16",
  subnetCidr: "10.0.1.0/24",
  /** A year, as the CIS benchmark and most scanners ask for. */
  flowLogRetentionDays: 365,
  image: "amazon-linux-2",
  encryptedRootVolume: true,
  targetTag: { key: "MyDocument", value: "Group1" },
} as const;

export function defaultArchitecture(image: unknown): Architecture {
  return isWindowsImage(image) ? "x86_64" : "arm64";
}

/** Windows does not fit into the memory of a nano. */
export function defaultInstanceType(image: unknown, architecture: Architecture): string {
  if (isWindowsImage(image)) return "t3.small";
  return architecture === "arm64" ? "t4g.nano" : "t3.nano";
}

function isWindowsImage(image: unknown): boolean {
  return typeof image === "string" && isWindows(image as OperatingSystem);
}

/** Settings of a network that Fleetbook builds, and of one that exists. A target has the one or the other. */
export const OF_BUILT_NETWORK = ["vpcCidr", "subnetCidr", "flowLogs"] as const;
export const OF_EXISTING_NETWORK = ["vpc", "subnet", "endpoints", "egressCidrs"] as const;

/** The settings of a VPC: a target of `ec2Targets` that sets one of them has a network of its own. */
const OF_VPC: readonly string[] = ["vpc", "endpoints", "egressCidrs", "vpcCidr", "flowLogs"];

/** @param own the settings that a target does not have from `ec2Target` */
export function hasOwnNetwork(own: object): boolean {
  return Object.entries(own).some(([key, value]) => value !== undefined && OF_VPC.includes(key));
}

/**
 * Later settings override earlier ones, key by key. A later `vpc` also takes back what was said of a network to be built,
 * and a later `vpcCidr` what was said of an existing one.
 */
export function overlaid<T extends object>(layers: readonly T[]): T {
  return layers.reduce<T>((base, layer) => {
    const given = Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));
    const takenBack: readonly string[] = [
      ...("vpc" in given ? OF_BUILT_NETWORK : []),
      ...("vpcCidr" in given ? OF_EXISTING_NETWORK : []),
    ];
    const kept = Object.entries(base).filter(([key]) => !takenBack.includes(key));
    return { ...Object.fromEntries(kept), ...given } as T;
  }, {} as T);
}
