/** What an association can be aimed at: the keys of targets, and the stand-in that AWS stores where there is none. */
import type * as sdk from "@aws-sdk/client-ssm";
import { AwsError } from "../../protocol/aws-error";

const NO_TARGET_KEY = "aws:NoOpAutomationTag";
/** What stands for the target of an automation that has none. */
export const NO_TARGET_VALUE = "AWS-NoOpAutomationTarget-Value";

/** What AWS shows for an automation without targets; Terraform leaves it out of what it reads. */
export const NO_TARGETS: sdk.Target[] = [{ Key: NO_TARGET_KEY, Values: [NO_TARGET_VALUE] }];

/**
 * Keys that are taken, in lower case, which AWS stores and answers with for InstanceIds. AWS's message names fewer than
 * its guide has for automations: both sets are taken here.
 */
const KEYS = new Set([
  "instanceids",
  "parametervalues",
  "resourcegroup",
  "resource-groups:name",
  "tag-key",
  "aws::ec2::instance",
]);
/** Keys of one name and several spellings, as the engine and Run Command know them. */
const SPELLINGS = new Map([["instanceids", "InstanceIds"]]);

/** The targets that work is sent to: without AWS's stand-in, undefined where none is left. */
export function realTargets(targets: readonly sdk.Target[] | undefined): RealTarget[] | undefined {
  const real = (targets ?? []).filter(({ Key }) => Key !== NO_TARGET_KEY);
  if (real.length === 0) return undefined;
  return real.map(({ Key = "", Values = [] }) => ({ Key: SPELLINGS.get(Key.toLowerCase()) ?? Key, Values }));
}

interface RealTarget {
  readonly Key: string;
  readonly Values: string[];
}

/** @throws AwsError InvalidTarget in AWS's words */
export function checkTargets(targets: readonly RealTarget[]): void {
  for (const { Key, Values } of targets) {
    if (!Key.startsWith("tag:") && !KEYS.has(Key.toLowerCase())) {
      throw invalidTarget(
        `Unsupported target key: ${Key}, can either be InstanceIds, ${NO_TARGET_KEY}, resource-groups:name, tag-key or start with tag:`,
      );
    }
    if ((Key.startsWith("tag:") || Key === "InstanceIds") && (Values.length === 0 || Values.some((value) => !value))) {
      throw invalidTarget("Tag or InstanceIds values cannot contain null or empty string.");
    }
    const malformed = Key === "InstanceIds" && Values.find((id) => !/^(\*|m?i-\w{8}|m?i-\w{17})$/.test(id));
    if (typeof malformed === "string") throw invalidTarget(`Invalid InstanceId format: ${malformed}`);
  }
}

export function invalidTarget(message: string): AwsError {
  return new AwsError("InvalidTarget", message);
}
