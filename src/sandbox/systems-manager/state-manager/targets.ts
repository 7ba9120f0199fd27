/** The targets of associations: their keys, and the placeholder that AWS stores for an automation without targets. */
import type * as sdk from "@aws-sdk/client-ssm";
import { AwsError } from "../../protocol/aws-error";
import { NO_TARGET_KEY } from "../managed-nodes/target-selection";

/** The placeholder's value, and the target of an automation without targets. */
export const NO_TARGET_VALUE = "AWS-NoOpAutomationTarget-Value";

/** The targets that AWS shows for an automation without targets; Terraform ignores them. */
export const NO_TARGETS: sdk.Target[] = [{ Key: NO_TARGET_KEY, Values: [NO_TARGET_VALUE] }];

/**
 * The accepted keys, in lower case: AWS returns InstanceIds in lower case. AWS's message lists fewer keys than its guide
 * does for automations; both sets are accepted here.
 */
const KEYS = new Set([
  "instanceids",
  "parametervalues",
  "resourcegroup",
  "resource-groups:name",
  "tag-key",
  "aws::ec2::instance",
]);
/** The spelling that the engine and Run Command use, by the key in lower case. */
const SPELLINGS = new Map([["instanceids", "InstanceIds"]]);

/** The targets as the engine and Run Command spell them, AWS's placeholder included; undefined if there are none. */
export function givenTargets(targets: readonly sdk.Target[] = []): RealTarget[] | undefined {
  if (targets.length === 0) return undefined;
  return targets.map(({ Key = "", Values = [] }) => ({ Key: SPELLINGS.get(Key.toLowerCase()) ?? Key, Values }));
}

/** The targets without AWS's placeholder; undefined if none are left. */
export function realTargets(targets: readonly sdk.Target[] | undefined): RealTarget[] | undefined {
  return givenTargets(targets?.filter(({ Key }) => Key !== NO_TARGET_KEY));
}

export interface RealTarget {
  readonly Key: string;
  readonly Values: string[];
}

/** @throws AwsError InvalidTarget with AWS's message */
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
