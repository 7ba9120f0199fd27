/** Checks the settings of an EC2 target against each other, so that AWS does not refuse them in the middle of a deployment. */
import type { Draft } from "../draft";
import { child, children, stringAt } from "../draft";
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { DEFAULT_EC2_TARGET } from "../resolve/ec2-target";

/** The faults in the EC2 targets of a fleet file's draft. */
export function ec2TargetProblems(file: Draft): readonly ValueProblem[] {
  const defaults = child(file, "defaults");
  const accounts = [child(file, "managementAccount"), ...children(file, "memberAccounts")];
  return [
    ...[defaults, ...accounts]
      .map((holder) => child(holder, "ec2Target"))
      .flatMap((target) => [...subnetOutsideVpc(target), ...wrongArchitecture(target)]),
    ...accounts
      .filter((account, index) => !hasTarget(account, index === 0 ? undefined : defaults))
      .flatMap(sharingWithoutTarget),
  ];
}

function hasTarget(account: Draft, defaults: Draft | undefined): boolean {
  const setting = account.value.ec2Target ?? defaults?.value.ec2Target;
  return setting !== undefined && setting !== false;
}

function sharingWithoutTarget(account: Draft): readonly ValueProblem[] {
  if (account.value.amiSharing === undefined) return [];
  const path = [...account.path, "amiSharing"];
  return [
    {
      path,
      atKey: true,
      message: `${pathString(path)} shares images of the account's EC2 target, but the account has none.`,
      remedy: "Give the account an ec2Target (`ec2Target: true`), or remove amiSharing.",
    },
  ];
}

function subnetOutsideVpc(target: Draft): readonly ValueProblem[] {
  const vpc = range(stringAt(target, "vpcCidr")?.value ?? DEFAULT_EC2_TARGET.vpcCidr);
  const cidr = stringAt(target, "subnetCidr") ?? {
    value: DEFAULT_EC2_TARGET.subnetCidr,
    path: [...target.path, "vpcCidr"],
  };
  const subnet = range(cidr.value);
  if (
    vpc === undefined ||
    subnet === undefined ||
    (target.value.vpcCidr === undefined && target.value.subnetCidr === undefined)
  )
    return [];
  const tooSmallOrLarge = [vpc, subnet].some(({ prefix }) => prefix < 16 || prefix > 28);
  if (!tooSmallOrLarge && subnet.first >= vpc.first && subnet.last <= vpc.last) return [];
  return [
    {
      path: cidr.path,
      message: tooSmallOrLarge
        ? `${pathString(target.path)} has a VPC or subnet range that AWS refuses; expected a prefix length between /16 and /28.`
        : `${pathString(target.path)} has the subnet range ${cidr.value}, which is not inside the VPC's range.`,
      remedy: "Choose a subnetCidr inside vpcCidr (defaults: 10.0.1.0/24 in 10.0.0.0/16).",
    },
  ];
}

/** First and last address of an IPv4 range, as numbers; undefined if the string is not an IPv4 range. */
function range(cidr: string): { first: number; last: number; prefix: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (match === null) return undefined;
  const [prefix, ...bytes] = [Number(match[5]), ...match.slice(1, 5).map(Number)];
  if (prefix === undefined || prefix > 32 || bytes.some((byte) => byte > 255)) return undefined;
  const size = 2 ** (32 - prefix);
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefix };
}

/** Graviton families have a `g` after the generation (t4g, m7gd), or are a1; the others are x86_64. */
function wrongArchitecture(target: Draft): readonly ValueProblem[] {
  const instanceType = stringAt(target, "instanceType");
  const architecture = stringAt(target, "architecture")?.value ?? DEFAULT_EC2_TARGET.architecture;
  if (instanceType === undefined) return [];
  const family = instanceType.value.split(".")[0] ?? "";
  const actual = /^(a1|[a-z]+\d+g[a-z]*)$/.test(family) ? "arm64" : "x86_64";
  if (actual === architecture) return [];
  return [
    {
      path: instanceType.path,
      message: `${pathString(instanceType.path)} is ${quoted(instanceType.value)}, whose processors are ${actual}; the image's architecture is ${architecture}.`,
      remedy: `Set architecture to ${actual}, or choose an instance type of ${architecture}.`,
    },
  ];
}
