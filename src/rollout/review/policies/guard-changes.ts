/** Settings of an account or a bucket that keep anybody from sharing publicly, and what happens when they are loosened. */
import { isObject } from "../../../diagnostics/json";
import { valueOf } from "../attributes";
import type { PlannedValues } from "../plan-json";
import type { PolicyChange } from "./policy-change";

type Guard = Pick<PolicyChange, "aspect" | "attribute" | "sentences">;

interface Setting {
  readonly attribute: string;
  /** Whether the value forbids public sharing. */
  readonly guards: (value: unknown) => boolean;
  /** What can be shared with everybody without it; plural. */
  readonly what: string;
}

const ACCESS_BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html and its like for documents and buckets */
const SETTINGS: Readonly<Record<string, readonly Setting[]>> = {
  aws_ec2_image_block_public_access: [
    { attribute: "state", guards: (value) => value === "block-new-sharing", what: "AMIs of the account" },
  ],
  aws_ssm_service_setting: [
    { attribute: "setting_value", guards: (value) => value === "Disable", what: "SSM documents of the account" },
  ],
  aws_s3_bucket_public_access_block: ACCESS_BLOCKS.map((attribute) => ({
    attribute,
    guards: (value: unknown) => value === true,
    what: `objects of the bucket (${attribute})`,
  })),
};

export function guardChanges(type: string, change: PlannedValues): readonly Guard[] {
  const settings = Object.hasOwn(SETTINGS, type) ? (SETTINGS[type] ?? []) : [];
  const setting = isObject(change.before) ? change.before["setting_id"] : undefined;
  if (type === "aws_ssm_service_setting" && !String(setting).endsWith("/public-sharing-permission")) return [];
  return settings.flatMap(({ attribute, guards, what }) => {
    const guarded = (side: "before" | "after") => {
      const value = valueOf(change, attribute, side);
      return value.kind === "known" && guards(value.value);
    };
    if (!guarded("before") || guarded("after")) return [];
    const text = `Public sharing is no longer blocked: ${what}.`;
    return [{ aspect: "sharing", attribute, sentences: [{ effect: "wider", text, wildcard: true }] }];
  });
}
