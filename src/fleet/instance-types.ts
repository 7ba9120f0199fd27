/** What is known of EC2's instance types. The list comes from botocore: `npm run generate` writes it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Architecture } from "./operating-systems";

export const INSTANCE_TYPES_FILE = join(__dirname, "instance-types.json");

/** The content of the file. */
export interface InstanceTypeTable {
  readonly botocore: string;
  /** Sizes by family, separated by spaces. */
  readonly sizes: Readonly<Record<string, string>>;
}

let read: readonly string[] | undefined;

/** Every instance type that EC2 has: `t4g.nano`. */
export function instanceTypes(): readonly string[] {
  read ??= allTypes(JSON.parse(readFileSync(INSTANCE_TYPES_FILE, "utf8")) as InstanceTypeTable);
  return read;
}

function allTypes({ sizes }: InstanceTypeTable): readonly string[] {
  return Object.entries(sizes).flatMap(([family, names]) => names.split(" ").map((size) => `${family}.${size}`));
}

/** @param types names of instance types, in EC2's order */
export function instanceTypeTable(botocore: string, types: readonly string[]): InstanceTypeTable {
  const sizes: Record<string, string> = {};
  for (const type of types) {
    const family = familyOf(type);
    const size = type.slice(family.length + 1);
    sizes[family] = Object.hasOwn(sizes, family) ? `${sizes[family]} ${size}` : size;
  }
  return { botocore, sizes };
}

/**
 * Graviton families have a `g` after the generation (t4g, m7gd) or are a1; Grace has its own name. The others are x86_64.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture {
  return /^(a1|[a-z]+\d+g[a-z]*|.*-gb\d+|mac(2|-).*)$/.test(familyOf(instanceType)) ? "arm64" : "x86_64";
}

/**
 * Families some or all of whose types are refused with `EbsOptimized`.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-optimized.html
 */
const NOT_EBS_OPTIMIZED = /^([tm][12]|m3|c1|c3|cc[12]|cg1|cr1|g2|hi1|hs1|i2|r3)$/;

/** Whether an instance of the type can be launched as EBS-optimized. */
export function canBeEbsOptimized(instanceType: string): boolean {
  return !NOT_EBS_OPTIMIZED.test(familyOf(instanceType));
}

function familyOf(instanceType: string): string {
  return instanceType.slice(0, instanceType.indexOf("."));
}
