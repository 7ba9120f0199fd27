/** What the actions of a deployment are about: ARNs as narrow as names allow, and the conditions that narrow them further. */
import { arn, arnOr, iamArn } from "../arn";
import { parameterArn } from "../resources/parameters";
import { viaService } from "../resources/implied-calls";
import type { Scope } from "../statements/statement";
import type { StackResource } from "./stack-resource";

/** The calls that give tags to what they make. */
const CREATIONS: readonly string[] = [
  ...["AuthorizeSecurityGroupEgress", "CreateFlowLogs", "CreateSecurityGroup", "CreateSubnet", "CreateVpc"],
  ...["CreateVpcEndpoint", "RunInstances"],
];

/** Kinds of EC2's resources, whose ids nobody knows beforehand. */
type Ec2Kind =
  | "instance"
  | "network-interface"
  | "route-table"
  | "security-group"
  | "security-group-rule"
  | "subnet"
  | "volume"
  | "vpc"
  | "vpc-endpoint"
  | "vpc-flow-log";

/** Those that Fleetbook has made are known by their tag `Name`; new ones by the action that makes them. */
export type Subject =
  | Ec2Kind
  | `our ${Ec2Kind}`
  | `new ${Ec2Kind}`
  | "alias"
  | "association"
  | "bounded role"
  | "bucket"
  | "document"
  | "everything"
  | "image"
  | "instance-profile"
  | "key"
  | "key for instances"
  | "log-group"
  | "managed instance"
  | "object"
  | "oidc-provider"
  | "parameter"
  | "policy"
  | "registered account"
  | "role"
  | "role with our policies"
  | "service-setting"
  | "unbounded role";

/** The account in which stacks are deployed. */
export interface DeployTarget {
  readonly partition: string;
  /** 12 digits. */
  readonly accountId: string;
  /** `o-…` */
  readonly organizationId: string;
  /** Those in which the stacks may have something. */
  readonly regions: readonly string[];
  /** ARN of the permissions boundary that every role has; undefined: none. */
  readonly permissionsBoundary: string | undefined;
  /** The name of a role or policy, or the pattern of the names of its kind: `FleetbookRunbook-*`. */
  readonly patternOf: (name: string) => string;
}

/** The scopes of a subject among the resources; none, if nothing of the kind is there. */
export function scopesOf(
  subject: Subject,
  resources: readonly StackResource[],
  target: DeployTarget,
): readonly Scope[] {
  if (subject === "everything") return [{ resources: ["*"] }];
  const found = arnsOf(subject, resources, target);
  if (found.length === 0) return [];
  const conditions = conditionsOf(subject, resources, target);
  if (conditions === "never") return [];
  return [{ resources: unique(found), ...(conditions !== undefined && { conditions }) }];
}

function arnsOf(subject: Subject, resources: readonly StackResource[], target: DeployTarget): readonly string[] {
  const { partition, accountId, regions } = target;
  const inRegions = (service: string, resource: string) =>
    regions.map((region) => arn({ partition, accountId, region }, service, resource));
  const named = (type: string, attribute = "name") =>
    resources.flatMap((each) => {
      const value = each.type === type ? each.attributes[attribute] : undefined;
      return typeof value === "string" ? [value] : [];
    });
  switch (subject) {
    case "role":
    case "bounded role":
    case "unbounded role":
    case "role with our policies":
      return iamArns("aws_iam_role", "role", resources, target);
    case "policy":
      return iamArns("aws_iam_policy", "policy", resources, target);
    case "instance-profile":
      return iamArns("aws_iam_instance_profile", "instance-profile", resources, target);
    case "oidc-provider":
      return named("aws_iam_openid_connect_provider", "url").map((url) =>
        iamArn(target, `oidc-provider/${url.replace(/^https:\/\//, "")}`),
      );
    case "registered account":
      return registrations(resources).map(
        ({ account }) => `arn:${partition}:organizations::${accountId}:account/${target.organizationId}/${account}`,
      );
    case "document":
      return unique(named("aws_ssm_document")).flatMap((name) => inRegions("ssm", `document/${name}`));
    case "association":
      return inRegions("ssm", "association/*");
    case "managed instance":
      return inRegions("ec2", "instance/*");
    case "parameter":
      return unique(named("aws_ssm_parameter")).flatMap((name) =>
        regions.map((region) => parameterArn({ partition, accountId, region }, name)),
      );
    case "service-setting":
      return named("aws_ssm_service_setting", "setting_id").flatMap((id) =>
        id.startsWith("arn:") ? [id] : inRegions("ssm", `servicesetting${id}`),
      );
    case "key":
      return inRegions("kms", "key/*");
    case "key for instances":
      return keysOfInstances(resources).flatMap((key) =>
        /^arn:[^$]*:key\//.test(key) ? [key] : inRegions("kms", "key/*"),
      );
    case "alias":
      return unique(named("aws_kms_alias")).flatMap((name) => inRegions("kms", name));
    case "log-group":
      return unique(named("aws_cloudwatch_log_group")).flatMap((name) => [
        ...inRegions("logs", `log-group:${name}`),
        ...inRegions("logs", `log-group:${name}:*`),
      ]);
    case "bucket":
    case "object":
      return buckets(resources).map((name) => `arn:${partition}:s3:::${name}${subject === "object" ? "/*" : ""}`);
    case "image":
      return regions.map((region) => arn({ partition, accountId: "", region }, "ec2", "image/*"));
    default:
      return inRegions("ec2", `${kindOf(subject)}/*`);
  }
}

function conditionsOf(
  subject: Subject,
  resources: readonly StackResource[],
  { partition, permissionsBoundary, regions, ...target }: DeployTarget,
): Scope["conditions"] | "never" {
  switch (subject) {
    case "bounded role":
      return permissionsBoundary === undefined
        ? undefined
        : { StringEquals: { "iam:PermissionsBoundary": [permissionsBoundary] } };
    case "unbounded role":
      return permissionsBoundary === undefined ? undefined : "never";
    case "role with our policies":
      return {
        ArnLike: {
          "iam:PolicyARN": attachedPolicies(resources, { ...target, partition, permissionsBoundary, regions }),
        },
      };
    case "registered account":
      return {
        StringEquals: {
          "organizations:ServicePrincipal": unique(registrations(resources).map(({ service }) => service)),
        },
      };
    case "key for instances":
      return { StringEquals: { "kms:ViaService": regions.map((region) => viaService("ec2", { partition, region })) } };
    default:
      if (subject.startsWith("our ")) return { StringEquals: { "aws:ResourceTag/Name": namesOf(resources) } };
      return subject.startsWith("new ") ? { StringEquals: { "ec2:CreateAction": CREATIONS } } : undefined;
  }
}

/** What follows `our` or `new`. */
function kindOf(subject: string): string {
  return subject.replace(/^(our|new) /, "");
}

/** The ARNs of what IAM has by path and name. */
function iamArns(
  type: string,
  kind: "role" | "policy" | "instance-profile",
  resources: readonly StackResource[],
  target: DeployTarget,
): readonly string[] {
  return resources.flatMap(({ type: of, attributes: { name, path } }) =>
    of === type && typeof name === "string"
      ? [iamArn(target, `${kind}${typeof path === "string" ? path : "/"}${target.patternOf(name)}`)]
      : [],
  );
}

function attachedPolicies(resources: readonly StackResource[], target: DeployTarget): readonly string[] {
  const own = iamArns("aws_iam_policy", "policy", resources, target);
  const others = resources.flatMap(({ type, attributes: { policy_arn: policy } }) =>
    type === "aws_iam_role_policy_attachment" && typeof policy === "string" && /^arn:[^$]+$/.test(policy)
      ? [policy]
      : [],
  );
  return unique([...own, ...others.filter((policy) => !own.includes(patternOfArn(policy, target)))]);
}

function patternOfArn(policy: string, { patternOf }: DeployTarget): string {
  const cut = policy.lastIndexOf("/") + 1;
  return policy.slice(0, cut) + patternOf(policy.slice(cut));
}

/** The tags `Name` of what the stacks have in EC2. */
function namesOf(resources: readonly StackResource[]): readonly string[] {
  return unique(
    resources.flatMap(({ isData, attributes: { tags } }) => {
      const name: unknown =
        !isData && typeof tags === "object" && tags !== null ? Reflect.get(tags, "Name") : undefined;
      return typeof name === "string" ? [name] : [];
    }),
  );
}

function keysOfInstances(resources: readonly StackResource[]): readonly string[] {
  return resources
    .filter(({ type }) => type === "aws_instance")
    .flatMap(({ attributes: { root_block_device: device } }) => [device].flat())
    .flatMap((device: unknown) => {
      const key: unknown =
        typeof device === "object" && device !== null ? Reflect.get(device, "kms_key_id") : undefined;
      return typeof key === "string" && key !== "" ? [key] : [];
    });
}

/** The delegated administrators, each with the service that it administers. */
function registrations(
  resources: readonly StackResource[],
): readonly { readonly account: string; readonly service: string }[] {
  return resources.flatMap(({ type, attributes: { account_id: account, service_principal: service } }) =>
    type === "aws_organizations_delegated_administrator" && typeof account === "string" && typeof service === "string"
      ? [{ account, service }]
      : [],
  );
}

function buckets(resources: readonly StackResource[]): readonly string[] {
  return resources.flatMap(({ type, attributes: { bucket } }) =>
    (type === "aws_s3_bucket" || type === "aws_s3_objects") && typeof bucket === "string" ? [bucket] : [],
  );
}

/** The ARN of a role that is named by its ARN or its name. */
export function roleArnOf(role: string, resources: readonly StackResource[], target: DeployTarget): string {
  return arnOr(role, (name) => {
    const path = resources.find(({ type, attributes }) => type === "aws_iam_role" && attributes["name"] === name)
      ?.attributes["path"];
    return iamArn(target, `role${typeof path === "string" ? path : "/"}${target.patternOf(name)}`);
  });
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
