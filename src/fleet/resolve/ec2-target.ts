/** Resolves `ec2Target`. */
import type { Ec2Target } from "../model";
import type { Ec2TargetSettings } from "../schema/ec2-target";

export const DEFAULT_EC2_TARGET: Ec2Target = {
  vpcCidr: "10.0.0.0/16",
  subnetCidr: "10.0.1.0/24",
  instanceType: "t4g.nano",
  architecture: "arm64",
  image: "amazon-linux-2",
  encryptedRootVolume: true,
  targetTag: { key: "MyDocument", value: "Group1" },
  tags: {},
};

/** Later settings override earlier ones key by key, and `false` removes the target. */
export function ec2Target(...settings: readonly (Ec2TargetSettings | boolean | undefined)[]): Ec2Target | undefined {
  return settings.reduce<Ec2Target | undefined>((target, setting) => {
    if (setting === undefined) return target;
    if (setting === false) return undefined;
    const base = target ?? DEFAULT_EC2_TARGET;
    if (setting === true) return base;
    const given = Object.fromEntries(Object.entries(setting).filter(([, value]) => value !== undefined));
    return { ...base, ...given, tags: { ...base.tags, ...setting.tags } };
  }, undefined);
}
