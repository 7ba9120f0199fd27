/**
 * What a healthy Amazon Linux node is: its memory, disks, addresses, services, packages and journal, as files from which the
 * node's programs answer. Each program reads the same files, so all of them say the same.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NodeDescription } from "../description";
import { shellWord } from "../programs";
import { packageTables, type Release } from "./packages";
import { MODEL, OWN_PROC_FILES } from "./places";
import { RESTARTED, services, unitsOfPackagesTable, unitsTable } from "./services";

/** A t3.medium with the root volume of Amazon's images, whatever the instance's type is. */
const CPUS = 2;
const MEMORY_KIB = 3_977_736;
const DISK_GIB = 8;

/** The nodes have been up for a while when the sandbox starts: 3 days, 4 hours, 5 minutes, in seconds. */
const UP = (3 * 24 + 4) * 3600 + 5 * 60;
const BOOTED = Math.floor(Date.now() / 1000) - UP;

const LIBRARY = readFileSync(join(__dirname, "library.sh"), "utf8");

/** Contents of the node's files by absolute path. */
export function modelFiles(node: NodeDescription): Readonly<Record<string, string>> {
  const release = releaseOf(node);
  const { packages, available, updates } = packageTables(release, node.patches.missing ?? []);
  const contents = {
    "library.sh": LIBRARY,
    facts: factsFile(node, release),
    filesystems: filesystems(release),
    units: unitsTable(release),
    "units-of-packages": unitsOfPackagesTable(release),
    packages,
    available,
    updates,
    journal: bootJournal(node, release),
    "proc/meminfo": meminfo(),
    "proc/cpuinfo": cpuinfo(),
  };
  return Object.fromEntries(Object.entries(contents).map(([name, content]) => [`${MODEL}/${name}`, content]));
}

/** The files in /proc that are the node's own, by absolute path. */
export function procFiles(node: NodeDescription): Readonly<Record<string, string>> {
  const files = modelFiles(node);
  return Object.fromEntries(OWN_PROC_FILES.map((name) => [`/proc/${name}`, files[`${MODEL}/proc/${name}`] ?? ""]));
}

function releaseOf({ platform }: NodeDescription): Release {
  return platform.version === "2" ? "amzn2" : "amzn2023";
}

function kernelOf(release: Release): string {
  return release === "amzn2" ? "5.10.245-241.976.amzn2.x86_64" : "6.1.158-178.288.amzn2023.x86_64";
}

/** Shell variables that every program reads. */
function factsFile(node: NodeDescription, release: Release): string {
  const address = node.privateIpAddress;
  const bytes = address.split(".");
  const network = bytes.slice(0, 3).join(".");
  const hash = createHash("sha256").update(node.instanceId).digest("hex");
  const hexadecimal = bytes.map((byte) => Number(byte).toString(16).padStart(2, "0"));
  const facts = {
    RELEASE: release,
    KERNEL: kernelOf(release),
    HOST: node.hostname,
    EC2_HOST: node.ec2Hostname,
    INSTANCE_ID: node.instanceId,
    ACCOUNT_ID: node.accountId,
    INSTANCE_TYPE: node.metadata.instanceType,
    IMAGE: node.metadata.imageId,
    PROFILE: node.metadata.role?.profileArn ?? "",
    ROLE: node.metadata.role?.name ?? "",
    REGION: node.region,
    ZONE: node.metadata.availabilityZone,
    INTERFACE: release === "amzn2" ? "eth0" : "ens5",
    ADDRESS: address,
    ADDRESS6: `fe80::0:${hexadecimal.slice(0, 2).join("")}:${hexadecimal.slice(2).join("")}`.replace("::0:", "::"),
    MAC: `06:${hash.slice(0, 2)}:${hexadecimal.join(":")}`,
    PREFIX: "24",
    SUBNET: `${network}.0`,
    GATEWAY: `${network}.1`,
    BROADCAST: `${network}.255`,
    CPUS: String(CPUS),
    DISK_GIB: String(DISK_GIB),
    BOOTED: String(BOOTED),
    RESTARTED: RESTARTED.join(" "),
  };
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${shellWord(value)}\n`)
    .join("");
}

/** Lines of device, type, KiB, used KiB, inodes, used inodes, where mounted, options. */
function filesystems(release: Release): string {
  const half = MEMORY_KIB / 2;
  const rows: readonly (readonly (string | number)[])[] = [
    ["devtmpfs", "devtmpfs", 4096, 0, 494_217, 310, "/dev", "rw,nosuid,size=4096k,nr_inodes=494217,mode=755"],
    ["tmpfs", "tmpfs", half, 0, 497_217, 1, "/dev/shm", "rw,nosuid,nodev"],
    ["tmpfs", "tmpfs", 795_548, 484, 819_200, 620, "/run", "rw,nosuid,nodev,size=795548k,nr_inodes=819200,mode=755"],
    ["/dev/nvme0n1p1", "xfs", 8_310_764, 1_712_312, 4_181_952, 40_511, "/", "rw,noatime,attr2,inode64,noquota"],
    ...(release === "amzn2"
      ? []
      : [
          ["tmpfs", "tmpfs", half, 0, 1_048_576, 12, "/tmp", "rw,nosuid,nodev,nr_inodes=1048576"],
          ["/dev/nvme0n1p128", "vfat", 10_202, 1_318, 0, 0, "/boot/efi", "rw,noatime,fmask=0077,dmask=0077"],
        ]),
  ];
  return rows.map((row) => `${row.join("\t")}\n`).join("");
}

function meminfo(): string {
  const sizes = {
    MemTotal: MEMORY_KIB,
    MemFree: 2_903_112,
    MemAvailable: 3_478_904,
    Buffers: 2_088,
    Cached: 693_860,
    SwapCached: 0,
    Active: 402_316,
    Inactive: 441_088,
    Shmem: 484,
    Slab: 98_912,
    SReclaimable: 59_112,
    SUnreclaim: 39_800,
    SwapTotal: 0,
    SwapFree: 0,
  };
  return Object.entries(sizes)
    .map(([name, kib]) => `${`${name}:`.padEnd(15)} ${String(kib).padStart(8)} kB\n`)
    .join("");
}

function cpuinfo(): string {
  return Array.from({ length: CPUS }, (_, index) =>
    [
      `processor\t: ${index}`,
      "vendor_id\t: GenuineIntel",
      "model name\t: Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz",
      "cpu MHz\t\t: 2499.998",
      `siblings\t: ${CPUS}`,
      "cpu cores\t: 1",
      "",
      "",
    ].join("\n"),
  ).join("");
}

/** Lines of second, time as the journal prints it, identifier, process id, message. */
function bootJournal(node: NodeDescription, release: Release): string {
  const entries: readonly (readonly [string, string, string])[] = [
    ["kernel", "0", `Linux version ${kernelOf(release)} #1 SMP PREEMPT_DYNAMIC`],
    ["kernel", "0", "Command line: BOOT_IMAGE=/boot/vmlinuz root=LABEL=/ ro console=tty0 console=ttyS0,115200n8"],
    ["kernel", "0", `DMI: Amazon EC2 ${node.metadata.instanceType}/, BIOS 1.0 10/16/2017`],
    ["kernel", "0", `Memory: ${MEMORY_KIB}K/4112384K available`],
    ["kernel", "0", "nvme nvme0: 2/0/0 default/read/poll queues"],
    ["kernel", "0", "XFS (nvme0n1p1): Ending clean mount"],
    ...services(release).map(
      ({ name, description }) => ["systemd", "1", `Started ${name}.service - ${description}.`] as const,
    ),
    ["amazon-ssm-agent", "1786", `Agent started, version ${node.agent.version}, instance ${node.instanceId}`],
    ["systemd", "1", "Reached target multi-user.target - Multi-User System."],
  ];
  const when = new Date(BOOTED * 1000).toUTCString();
  const [, day = "", month = ""] = when.split(" ");
  const time = `${month} ${day} ${when.slice(17, 25)}`;
  return entries.map((entry) => `${[BOOTED, time, ...entry].join("\t")}\n`).join("");
}
