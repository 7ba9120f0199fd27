/**
 * Amazon's public images in the sandbox: the newest Amazon Linux and Windows Server of each kind, the same in every Region. moto's own lists
 * take a second to load for each account, lack some Regions, and name images that moto does not have.
 */
import type { PlatformValues } from "@aws-sdk/client-ec2";
import type { Image } from "./images/image";

interface PublicImage {
  /** Name of the public parameter, without the prefix. */
  readonly parameter: string;
  readonly id: string;
  readonly name: string;
  readonly architecture: "arm64" | "x86_64";
  readonly system: System;
}

/** What the images of an operating system have in common. */
interface System {
  readonly prefix: string;
  /** Amazon's account that owns the images. */
  readonly owner: string;
  readonly platform: string | undefined;
  readonly rootDevice: string;
  /** GiB */
  readonly rootSize: number;
  readonly description: string;
}

const LINUX: System = {
  prefix: "/aws/service/ami-amazon-linux-latest/",
  owner: "137112412989",
  platform: undefined,
  rootDevice: "/dev/xvda",
  rootSize: 8,
  description: "Amazon Linux, as Fleetbook's sandbox has it",
};

const WINDOWS: System = {
  prefix: "/aws/service/ami-windows-latest/",
  owner: "801119661308",
  platform: "windows",
  rootDevice: "/dev/sda1",
  rootSize: 30,
  description: "Microsoft Windows Server, as Fleetbook's sandbox has it",
};

const IMAGES: readonly PublicImage[] = [
  {
    parameter: "amzn2-ami-hvm-arm64-gp2",
    id: "ami-0f1ee7b00c0000001",
    name: "amzn2-ami-hvm-2.0.20260101.0-arm64-gp2",
    architecture: "arm64",
    system: LINUX,
  },
  {
    parameter: "amzn2-ami-hvm-x86_64-gp2",
    id: "ami-0f1ee7b00c0000002",
    name: "amzn2-ami-hvm-2.0.20260101.0-x86_64-gp2",
    architecture: "x86_64",
    system: LINUX,
  },
  {
    parameter: "al2023-ami-kernel-default-arm64",
    id: "ami-0f1ee7b00c0000003",
    name: "al2023-ami-2023.9.20260101.0-kernel-6.1-arm64",
    architecture: "arm64",
    system: LINUX,
  },
  {
    parameter: "al2023-ami-kernel-default-x86_64",
    id: "ami-0f1ee7b00c0000004",
    name: "al2023-ami-2023.9.20260101.0-kernel-6.1-x86_64",
    architecture: "x86_64",
    system: LINUX,
  },
  {
    parameter: "Windows_Server-2022-English-Full-Base",
    id: "ami-0f1ee7b00c0000005",
    name: "Windows_Server-2022-English-Full-Base-2026.01.01",
    architecture: "x86_64",
    system: WINDOWS,
  },
  {
    parameter: "Windows_Server-2025-English-Full-Base",
    id: "ami-0f1ee7b00c0000006",
    name: "Windows_Server-2025-English-Full-Base-2026.01.01",
    architecture: "x86_64",
    system: WINDOWS,
  },
];

export const PUBLISHED = new Date("2026-01-01T00:00:00Z");

/** The images in the format that moto loads (`MOTO_AMIS_PATH`). */
export function publicImagesForMoto(): string {
  return JSON.stringify(
    IMAGES.map(({ id, name, architecture, system }) => ({
      ami_id: id,
      name,
      architecture,
      description: system.description,
      owner_id: system.owner,
      public: true,
      state: "available",
      image_type: "machine",
      root_device_type: "ebs",
      root_device_name: system.rootDevice,
      virtualization_type: "hvm",
      hypervisor: "xen",
      sriov: "simple",
      platform: system.platform ?? null,
    })),
  );
}

/** The images as accounts see them in a Region. Their snapshots belong to Amazon, and nobody else can describe them. */
export function publicImages(region: string): readonly Image[] {
  return IMAGES.map(({ id, name, architecture, parameter, system }) => ({
    id,
    region,
    ownerId: system.owner,
    ownerAlias: "amazon",
    name,
    description: system.description,
    architecture,
    // EC2 says `windows`, and the SDK's type `Windows`.
    ...(system.platform && { platform: system.platform as PlatformValues }),
    rootDeviceName: system.rootDevice,
    devices: [
      {
        deviceName: system.rootDevice,
        snapshotId: id.replace("ami-", "snap-"),
        size: system.rootSize,
        volumeType: parameter.endsWith("gp2") ? "gp2" : "gp3",
        deleteOnTermination: true,
        encrypted: false,
        kmsKeyId: undefined,
      },
    ],
    createdAt: PUBLISHED,
    launchPermissions: [{ Group: "all" }],
  }));
}

/** The name of the public parameter of each image, and the image's id. */
export const IMAGE_PARAMETERS: ReadonlyMap<string, string> = new Map(
  IMAGES.map(({ parameter, id, system }) => [system.prefix + parameter, id]),
);

/** The paths below which the public parameters of images are, each with a slash at its end. */
export const IMAGE_PATHS: readonly string[] = [LINUX.prefix, WINDOWS.prefix];
