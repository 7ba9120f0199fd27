/** Resolves `ec2Target` and `ec2Targets`. */
import type { BuiltNetwork, Ec2Target, Existing, ExistingNetwork } from "../model";
import type { Ec2TargetSettings } from "../schema/ec2-target";
import { DEFAULTS, defaultArchitecture, defaultInstanceType, hasOwnNetwork, overlaid } from "./ec2-settings";

type Setting = Ec2TargetSettings | boolean | undefined;

/** `ec2Target` and `ec2Targets` of the defaults or of an account. */
interface TargetSettings {
  readonly ec2Target?: Setting;
  readonly ec2Targets?: Readonly<Record<string, Setting>> | undefined;
}

/** The targets of an account: that of `ec2Target`, then those of `ec2Targets`. Its settings override the defaults. */
export function ec2Targets(defaults: TargetSettings, account: TargetSettings): readonly Ec2Target[] {
  const common = layered(defaults.ec2Target, account.ec2Target);
  const network = networkOf(undefined, common);
  const names = new Set([...Object.keys(defaults.ec2Targets ?? {}), ...Object.keys(account.ec2Targets ?? {})]);
  const named = [...names].filter((name) => isWanted(defaults.ec2Targets?.[name], account.ec2Targets?.[name]));
  return [
    ...(isWanted(defaults.ec2Target, account.ec2Target) ? [target(undefined, common, network)] : []),
    ...named.map((name) => {
      const own = layered(defaults.ec2Targets?.[name], account.ec2Targets?.[name]);
      const settings = layered(common, own);
      return hasOwnNetwork(own)
        ? target(name, settings, networkOf(name, settings))
        : { ...target(name, settings, network), ownSubnet: subnetOf(own) };
    }),
  ];
}

/** The tag of the targets whose images an account shares. */
export function commonTargetTag(defaults: TargetSettings, account: TargetSettings): Ec2Target["targetTag"] {
  return layered(defaults.ec2Target, account.ec2Target).targetTag ?? DEFAULTS.targetTag;
}

function isWanted(...settings: readonly Setting[]): boolean {
  const last = settings.findLast((setting) => setting !== undefined);
  return last !== undefined && last !== false;
}

function layered(...settings: readonly Setting[]): Ec2TargetSettings {
  const maps = settings.filter((setting) => typeof setting === "object");
  return { ...overlaid(maps), tags: Object.assign({}, ...maps.map(({ tags }) => tags)) as Record<string, string> };
}

function target(name: string | undefined, settings: Ec2TargetSettings, network: Ec2Target["network"]): Ec2Target {
  const architecture = settings.architecture ?? defaultArchitecture(settings.image);
  return {
    name,
    network,
    ownSubnet: undefined,
    instanceType: settings.instanceType ?? defaultInstanceType(settings.image, architecture),
    architecture,
    image: imageOf(settings),
    encryptedRootVolume: settings.encryptedRootVolume ?? DEFAULTS.encryptedRootVolume,
    kmsKey: settings.kmsKey,
    targetTag: settings.targetTag ?? DEFAULTS.targetTag,
    tags: settings.tags ?? {},
  };
}

function imageOf({ image = DEFAULTS.image }: Ec2TargetSettings): Ec2Target["image"] {
  if (typeof image === "string") return image;
  return image.id === undefined ? { parameter: image.parameter ?? "" } : { id: image.id };
}

function networkOf(name: string | undefined, settings: Ec2TargetSettings): BuiltNetwork | ExistingNetwork {
  const { vpc, subnet, flowLogs } = settings;
  if (vpc !== undefined) {
    return {
      name,
      vpc: existing(vpc),
      subnet: existing(subnet),
      endpoints: settings.endpoints ?? false,
      egressCidrs: settings.egressCidrs,
    };
  }
  const { retentionDays = DEFAULTS.flowLogRetentionDays } = typeof flowLogs === "object" ? flowLogs : {};
  return {
    name,
    vpcCidr: settings.vpcCidr ?? DEFAULTS.vpcCidr,
    subnetCidr: settings.subnetCidr ?? DEFAULTS.subnetCidr,
    flowLogs: flowLogs === undefined || flowLogs === false ? undefined : { retentionDays },
  };
}

function subnetOf({ subnet, subnetCidr }: Ec2TargetSettings): Ec2Target["ownSubnet"] {
  if (subnet !== undefined) return existing(subnet);
  return subnetCidr === undefined ? undefined : { cidr: subnetCidr };
}

/** The schema has refused neither and both. */
function existing({ id, tags = {} }: NonNullable<Ec2TargetSettings["vpc"]> = {}): Existing {
  return id === undefined ? { tags } : { id };
}
