/** The operating systems of EC2 targets, with AWS's newest image of each. */

export type Architecture = "arm64" | "x86_64";

interface System {
  readonly architectures: readonly Architecture[];
  /**
   * The public parameter that contains the id of the newest image, see
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
   */
  readonly parameter: (architecture: Architecture) => string;
}

const AMAZON_LINUX = "/aws/service/ami-amazon-linux-latest";
const WINDOWS = "/aws/service/ami-windows-latest";
const BOTH: readonly Architecture[] = ["arm64", "x86_64"];

export const OPERATING_SYSTEMS = {
  "amazon-linux-2": { architectures: BOTH, parameter: (name) => `${AMAZON_LINUX}/amzn2-ami-hvm-${name}-gp2` },
  "amazon-linux-2023": {
    architectures: BOTH,
    parameter: (name) => `${AMAZON_LINUX}/al2023-ami-kernel-default-${name}`,
  },
  "windows-server-2022": {
    architectures: ["x86_64"],
    parameter: () => `${WINDOWS}/Windows_Server-2022-English-Full-Base`,
  },
  "windows-server-2025": {
    architectures: ["x86_64"],
    parameter: () => `${WINDOWS}/Windows_Server-2025-English-Full-Base`,
  },
} as const satisfies Readonly<Record<string, System>>;

export type OperatingSystem = keyof typeof OPERATING_SYSTEMS;

/** Whether AWS has an image of the system for the architecture. */
export function runsOn(system: OperatingSystem, architecture: Architecture): boolean {
  return OPERATING_SYSTEMS[system].architectures.some((known) => known === architecture);
}

export function isWindows(system: OperatingSystem): boolean {
  return system.startsWith("windows-");
}
