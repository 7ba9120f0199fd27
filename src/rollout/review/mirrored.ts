/**
 * What a resource shows of others: a bucket has its policy as an attribute, although the policy is a resource of its own. Such an
 * attribute differs after every apply of the other resource, and is nobody's change outside Terraform.
 */
import { isList, isObject } from "../../diagnostics/json";
import type { PlanJson } from "./plan-json";

type Values = Readonly<Record<string, unknown>>;

/** The resources of a plan, by type: the values before and after it, those that stay as they are included. */
export type PlanResources = ReadonlyMap<string, readonly Values[]>;

export function planResources({ resource_changes: resources }: PlanJson): PlanResources {
  const all = new Map<string, Values[]>();
  for (const { type, change } of resources) {
    all.set(type, [...(all.get(type) ?? []), ...[change.before, change.after].filter(isObject)]);
  }
  return all;
}

interface Mirror {
  readonly attribute: string;
  /** The type of the resources that are shown. */
  readonly of: string;
  /** Their attribute that names the resource which shows them, and its attribute with the same value. */
  readonly by: readonly [theirs: string, its: string];
  /** Whether an item of the attribute is one of them. @default the attribute shows nothing else */
  readonly shows?: (item: unknown, own: readonly Values[]) => boolean;
}

const ofBucket = (attribute: string, of: string): Mirror => ({
  attribute,
  of: `aws_s3_bucket_${of}`,
  by: ["bucket", "bucket"],
});

const rulesOf = (attribute: "ingress" | "egress"): Mirror => ({
  attribute,
  of: `aws_vpc_security_group_${attribute}_rule`,
  by: ["security_group_id", "id"],
  shows: (item, own) => {
    const sources = sourcesOf(item);
    return sources.length > 0 && sources.every((source) => own.some((rule) => ruleText(rule) === source));
  },
});

const MIRRORS: Readonly<Record<string, readonly Mirror[]>> = {
  aws_iam_role: [
    {
      ...{ attribute: "inline_policy", of: "aws_iam_role_policy", by: ["role", "name"] },
      shows: (item, own) => isObject(item) && own.some(({ name }) => name === item["name"]),
    },
    {
      ...{ attribute: "managed_policy_arns", of: "aws_iam_role_policy_attachment", by: ["role", "name"] },
      shows: (item, own) => own.some(({ policy_arn: arn }) => arn === item),
    },
  ],
  aws_s3_bucket: [
    ofBucket("policy", "policy"),
    ofBucket("lifecycle_rule", "lifecycle_configuration"),
    ofBucket("server_side_encryption_configuration", "server_side_encryption_configuration"),
    ofBucket("versioning", "versioning"),
    ofBucket("logging", "logging"),
    ofBucket("cors_rule", "cors_configuration"),
    ofBucket("acl", "acl"),
    ofBucket("grant", "acl"),
  ],
  aws_security_group: [rulesOf("ingress"), rulesOf("egress")],
};

/** The values of a resource, without what they show of the plan's other resources. */
export function withoutMirrored(type: string, values: unknown, resources: PlanResources): unknown {
  if (!isObject(values)) return values;
  const kept = (MIRRORS[type] ?? []).flatMap(({ attribute, of, by: [theirs, its], shows }) => {
    const own = (resources.get(of) ?? []).filter((other) => other[theirs] === values[its]);
    const value = values[attribute];
    if (own.length === 0) return [];
    if (shows === undefined) return [[attribute, undefined]];
    return [[attribute, isList(value) ? value.filter((item) => !shows(item, own)) : value]];
  });
  return { ...values, ...(Object.fromEntries(kept) as Values) };
}

/** A group as the source of its own rule. */
const ITSELF = "self";

/** A rule of a group as its group shows it: several sources with the same ports are one item. */
function sourcesOf(item: unknown): readonly string[] {
  if (!isObject(item)) return [];
  const among = (attribute: string) => (isList(item[attribute]) ? item[attribute] : []);
  const { protocol, from_port: from, to_port: to } = item;
  const sources = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"].flatMap(among);
  const all = item["self"] === true ? [...sources, ITSELF] : sources;
  return all.map((source) => JSON.stringify([protocol, from, to, source]));
}

function ruleText(rule: Values): string {
  const { cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_security_group_id: group } = rule;
  const source = cidr_ipv4 ?? cidr_ipv6 ?? prefix_list_id ?? (group === rule["security_group_id"] ? ITSELF : group);
  return JSON.stringify([rule["ip_protocol"], rule["from_port"] ?? 0, rule["to_port"] ?? 0, source]);
}
