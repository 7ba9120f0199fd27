/** Checks instance type, image and key of EC2 targets, so that AWS does not refuse them in the middle of a deployment. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import { pathString } from "../../../diagnostics/path";
import { quoted } from "../../../diagnostics/quoted";
import type { ValueProblem } from "../../../diagnostics/value-problem";
import { INSTANCE_TYPE } from "../../formats";
import { architectureOf, instanceTypes } from "../../instance-types";
import { OPERATING_SYSTEMS, runsOn, type Architecture, type OperatingSystem } from "../../operating-systems";
import { partitionOf } from "../../regions";
import { DEFAULTS, defaultArchitecture } from "../../resolve/ec2-settings";
import { present } from "../parts";
import { stringSetting, valueIn, type TargetSettings } from "./target-settings";

export function instanceProblems(target: TargetSettings): readonly ValueProblem[] {
  return [
    ...unknownInstanceType(target),
    ...wrongArchitecture(target),
    ...systemOfAnotherArchitecture(target),
    ...keyOfUnencryptedVolume(target),
    ...keyElsewhere(target),
  ];
}

function unknownInstanceType(target: TargetSettings): readonly ValueProblem[] {
  const type = stringSetting(target, "instanceType");
  if (type === undefined || !INSTANCE_TYPE.pattern.test(type.value) || instanceTypes().includes(type.value)) return [];
  return [
    {
      path: type.path,
      message: `${pathString(type.path)} is ${quoted(type.value)}, which is not an instance type that EC2 has.`,
      remedy: didYouMean(
        type.value,
        instanceTypes(),
        "`aws ec2 describe-instance-types` lists them. A type that is newer than this version of Fleetbook needs a newer one.",
      ),
    },
  ];
}

function architectureIn(target: TargetSettings): Architecture {
  const given = stringSetting(target, "architecture")?.value;
  return given === "arm64" || given === "x86_64" ? given : defaultArchitecture(target.settings["image"]?.value);
}

function wrongArchitecture(target: TargetSettings): readonly ValueProblem[] {
  const type = stringSetting(target, "instanceType");
  if (type === undefined || !instanceTypes().includes(type.value)) return [];
  const architecture = architectureIn(target);
  const actual = architectureOf(type.value);
  if (actual === architecture) return [];
  const system = systemIn(target);
  const canChange = system === undefined || runsOn(system, actual);
  return [
    {
      path: type.path,
      message: `${pathString(type.path)} is ${quoted(type.value)}, whose processors are ${actual}; the image's architecture is ${architecture}.`,
      remedy: canChange
        ? `Set architecture to ${actual}, or choose an instance type of ${architecture}.`
        : `Choose an instance type of ${architecture}, such as t3.small: AWS has ${system} only for it.`,
    },
  ];
}

function systemOfAnotherArchitecture(target: TargetSettings): readonly ValueProblem[] {
  const architecture = stringSetting(target, "architecture");
  const system = systemIn(target);
  if (architecture === undefined || system === undefined || runsOn(system, architectureIn(target))) return [];
  return [
    {
      path: architecture.path,
      message: `${pathString(architecture.path)} is ${architecture.value}, and AWS has no image of ${system} for it.`,
      remedy: `Set it to ${OPERATING_SYSTEMS[system].architectures.join(" or ")}, or leave it out.`,
    },
  ];
}

function systemIn({ settings }: TargetSettings): OperatingSystem | undefined {
  const image = settings["image"]?.value ?? DEFAULTS.image;
  return typeof image === "string" && Object.hasOwn(OPERATING_SYSTEMS, image) ? (image as OperatingSystem) : undefined;
}

function keyOfUnencryptedVolume({ settings }: TargetSettings): readonly ValueProblem[] {
  const key = settings["kmsKey"];
  if (key === undefined || settings["encryptedRootVolume"]?.value !== false) return [];
  return [
    {
      path: key.path,
      atKey: true,
      message: `${pathString(key.path)} names a key, but the root volume is not encrypted.`,
      remedy: "Remove one of kmsKey and `encryptedRootVolume: false`.",
    },
  ];
}

/** A volume's key is in the volume's Region. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html */
function keyElsewhere({ settings, regions }: TargetSettings): readonly ValueProblem[] {
  const keys = regions.map((region) => {
    const key = valueIn(settings["kmsKey"], region);
    const [, partition, , keyRegion] = key?.value.split(":") ?? [];
    if (key === undefined || !key.value.startsWith("arn:")) return undefined;
    if (keyRegion === region && partition === partitionOf(region)) return undefined;
    return {
      path: key.path,
      message: `${pathString(key.path)} is a key in ${keyRegion} (partition ${partition}); the target's volume is in ${region} (partition ${partitionOf(region)}).`,
      remedy: `Name a key in ${region}. If the target is in several Regions, write a map with a key for each.`,
    };
  });
  return present(keys);
}
