/**
 * Describes one managed node by the entries of the nodes file that match its instance, and by its profile. An instance that
 * no entry matches is a healthy node of its platform.
 */
import { createHash } from "node:crypto";
import { loadProfile } from "./profiles";
import type { NodeEntry, NodesFile, Profile, ProgramAnswer, WindowsAnswer } from "./schema";

export type PlatformType = "Linux" | "Windows";

/** What the instance metadata service says of an instance, beside the properties that entries match. */
export interface MetadataFacts {
  readonly imageId: string;
  readonly instanceType: string;
  readonly availabilityZone: string;
  /** Undefined if no instance profile is attached, or if it has no role. */
  readonly role: { readonly profileArn: string; readonly name: string } | undefined;
}

/** The properties of an instance that entries match. */
export interface NodeFacts {
  readonly instanceId: string;
  readonly accountId: string;
  /** The fleet file's name of the account. */
  readonly accountName?: string | undefined;
  readonly region: string;
  readonly privateIpAddress: string;
  readonly tags: Readonly<Record<string, string>>;
  /** By EC2's attribute `Platform`: `windows` or absent. */
  readonly platform: PlatformType;
  /** Name of the instance's image: `al2023-ami-arm64`. */
  readonly imageName?: string | undefined;
  /** @default those of an instance that nobody has launched */
  readonly metadata?: MetadataFacts | undefined;
}

/** How a node answers. */
export interface NodeDescription {
  readonly instanceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly privateIpAddress: string;
  readonly metadata: MetadataFacts;
  readonly hostname: string;
  /** The name that EC2 gives the instance, which stays whatever the node calls itself. */
  readonly ec2Hostname: string;
  readonly platform: { readonly type: PlatformType; readonly name: string; readonly version: string };
  readonly agent: {
    readonly version: string;
    readonly latestVersion: string;
    readonly responds: boolean;
    readonly startsAfterSeconds: number;
  };
  /** Linux: the answers of each program. The first that matches is used, then that of a healthy node. */
  readonly programs: Readonly<Record<string, readonly ProgramAnswer[]>>;
  /** Linux: content by absolute path. */
  readonly files: Readonly<Record<string, string>>;
  /** Windows: the answers to scripts. The first that matches is used. */
  readonly scripts: readonly WindowsAnswer[];
  readonly patches: NonNullable<NodeEntry["patches"]>;
  /** Entries by type of inventory. */
  readonly inventory: NonNullable<NodeEntry["inventory"]>;
  /** By name. */
  readonly packages: NonNullable<NodeEntry["packages"]>;
  readonly codePage: 437 | 850 | 932;
}

/** A parsed nodes file. `{}` has no entries. */
export type NodeDescriptions = NodesFile;

/**
 * The description of one node.
 * @param nodes as `readNodes` returns it: every profile that it names exists
 */
export function describe(nodes: NodeDescriptions, facts: NodeFacts): NodeDescription {
  const entries = (nodes.nodes ?? []).filter((entry) => fits(entry.match, facts));
  const named = entries.findLast((entry) => entry.profile !== undefined)?.profile;
  const layers: readonly Parts[] = [...profileLayers(nodes, named ?? profileFor(facts)), ...entries];
  const type = layers.reduce<PlatformType>((found, layer) => layer.platformType ?? found, facts.platform);
  const last = <T>(read: (layer: Parts) => T | undefined): T | undefined =>
    layers.reduce<T | undefined>((found, layer) => read(layer) ?? found, undefined);
  const agentVersion = last((layer) => layer.agent?.version) ?? "";
  return {
    instanceId: facts.instanceId,
    accountId: facts.accountId,
    region: facts.region,
    privateIpAddress: facts.privateIpAddress,
    metadata: facts.metadata ?? unlaunched(facts),
    hostname: last((layer) => layer.hostname) ?? defaultHostname(facts, type),
    ec2Hostname: ec2Hostname(facts),
    platform: {
      type,
      name: last((layer) => layer.platform?.name) ?? type,
      version: last((layer) => layer.platform?.version) ?? "",
    },
    agent: {
      version: agentVersion,
      latestVersion: last((layer) => layer.agent?.latestVersion) ?? agentVersion,
      responds: last((layer) => layer.agent?.responds) ?? true,
      startsAfterSeconds: last((layer) => layer.agent?.startsAfterSeconds) ?? 0,
    },
    programs: mergePrograms(layers),
    files: Object.assign({}, ...layers.map((layer) => layer.files ?? {})) as Record<string, string>,
    patches: merged(layers, "patches"),
    inventory: merged(layers, "inventory"),
    packages: merged(layers, "packages"),
    scripts: layers.toReversed().flatMap((layer) => layer.scripts ?? []),
    codePage: last((layer) => layer.codePage) ?? 437,
  };
}

/** The keys of all layers; of a later layer, if several have the same key. */
function merged<Name extends "patches" | "inventory" | "packages">(
  layers: readonly Parts[],
  name: Name,
): NonNullable<Parts[Name]> {
  return Object.assign({}, ...layers.map((layer) => layer[name] ?? {})) as NonNullable<Parts[Name]>;
}

type Parts = Omit<NodeEntry, "match" | "profile"> & Pick<Profile, "platformType">;

function fits({ instanceId, account, region, tags }: NodeEntry["match"], facts: NodeFacts): boolean {
  return (
    (instanceId === undefined || instanceId === facts.instanceId) &&
    (account === undefined || account === facts.accountId || account === facts.accountName) &&
    (region === undefined || region === facts.region) &&
    Object.entries(tags ?? {}).every(([key, value]) => facts.tags[key] === value)
  );
}

/** The built-in profile of an instance for which no entry names a profile. */
function profileFor({ platform, imageName = "" }: NodeFacts): string {
  if (platform === "Windows") return imageName.startsWith("Windows_Server-2025") ? "windows-2025" : "windows-2022";
  return imageName.startsWith("amzn2-") ? "amazon-linux-2" : "amazon-linux-2023";
}

/** The profile, preceded by those that it extends. */
function profileLayers(nodes: NodeDescriptions, name: string): readonly Profile[] {
  const profile = nodes.profiles?.[name] ?? loadProfile(name);
  return profile.extends === undefined ? [profile] : [...profileLayers(nodes, profile.extends), profile];
}

/** Answers of later layers precede those of earlier ones. `false` removes all answers of earlier layers. */
function mergePrograms(layers: readonly Parts[]): Record<string, readonly ProgramAnswer[]> {
  const merged: Record<string, readonly ProgramAnswer[]> = {};
  for (const { programs = {} } of layers) {
    for (const [name, said] of Object.entries(programs)) {
      if (said === false) delete merged[name];
      else merged[name] = [...(Array.isArray(said) ? said : [said]), ...(merged[name] ?? [])];
    }
  }
  return merged;
}

/** The default host name on EC2. Windows makes up seven characters, which here stay the same for an instance. */
function defaultHostname(facts: NodeFacts, type: PlatformType): string {
  if (type === "Windows") {
    const hash = createHash("sha256").update(facts.instanceId).digest("hex");
    return `EC2AMAZ-${hash.slice(0, 7).toUpperCase()}`;
  }
  return ec2Hostname(facts);
}

function unlaunched({ instanceId, region }: NodeFacts): MetadataFacts {
  const hash = createHash("sha256").update(instanceId).digest("hex");
  return {
    imageId: `ami-${hash.slice(0, 17)}`,
    instanceType: "t3.medium",
    availabilityZone: `${region}a`,
    role: undefined,
  };
}

function ec2Hostname(facts: NodeFacts): string {
  const domain = facts.region === "us-east-1" ? "ec2.internal" : `${facts.region}.compute.internal`;
  return `ip-${facts.privateIpAddress.replaceAll(".", "-")}.${domain}`;
}
