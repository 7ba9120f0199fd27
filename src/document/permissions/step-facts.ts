/** The pieces of IAM policies that steps ask for, and how the ARNs in them are scoped. */
import { interpolate } from "../references";

/** One statement of a policy. Effect is always Allow. */
export interface PolicyStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator → key → values, as in a policy document. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Why the resource is `*`, where it is. */
  readonly because?: string;
}

/** What is known about where and how a runbook runs. */
export interface PermissionContext {
  /** @default "aws" */
  readonly partition: string;
  /** `*` where the runbook runs in several. */
  readonly region: string;
  /** 12 digits, or `*`. */
  readonly accountId: string;
  /** Values of parameters that are known beforehand; those that are not stand as `*` in ARNs. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The tag by which the runbook's instances are found: where it is known, they are scoped by it. */
  readonly targetTag: { readonly key: string; readonly value: string } | undefined;
}

/** What an action's permissions are derived from. */
export interface StepFacts {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly context: PermissionContext;
}

/** Says for `because` that AWS offers nothing narrower. */
export const NO_RESOURCE_LEVEL = "AWS has no resource-level permissions for it.";

/** ARN of a resource of the account and Region that the runbook runs in. */
export function arn(context: PermissionContext, service: string, resource: string): string {
  return `arn:${context.partition}:${service}:${context.region}:${context.accountId}:${resource}`;
}

/** The input's text with known parameters filled in and `*` for everything that is decided at run time. */
export function text(step: StepFacts, value: unknown): string {
  if (typeof value !== "string") return "*";
  return interpolate(value, (name) => step.context.parameters[name] ?? systemValue(step.context, name) ?? "*");
}

function systemValue(context: PermissionContext, name: string): string | undefined {
  if (name === "global:REGION") return context.region;
  if (name === "global:ACCOUNT_ID") return context.accountId;
  return name === "global:AWS_PARTITION" ? context.partition : undefined;
}

/** The value if it is an ARN already, else what makes one of a name. */
export function arnOr(value: string, make: (name: string) => string): string {
  return value.startsWith("arn:") || value === "*" ? (value === "*" ? make("*") : value) : make(value);
}

/** The instances that a runbook acts on: by the target's tag where it is known. */
export function instances(context: PermissionContext, actions: readonly string[]): PolicyStatement {
  const tagKey = actions.every((action) => action.startsWith("ssm:")) ? "ssm:resourceTag" : "aws:ResourceTag";
  return {
    actions,
    resources: [arn(context, "ec2", "instance/*")],
    ...(context.targetTag !== undefined && {
      conditions: { StringEquals: { [`${tagKey}/${context.targetTag.key}`]: [context.targetTag.value] } },
    }),
  };
}

/** Images: the one that is named, or all that the account itself owns. The ARNs of images have no account. */
export function images(context: PermissionContext, actions: readonly string[], id = "*"): PolicyStatement {
  const { partition, region, accountId } = context;
  return {
    actions,
    resources: [`arn:${partition}:ec2:${region}::image/${id}`],
    ...(id === "*" && accountId !== "*" && { conditions: { StringEquals: { "ec2:Owner": [accountId] } } }),
  };
}

/** Leave to hand a role over to a service. */
export function passRole(roleArn: string, service: string): PolicyStatement {
  return {
    actions: ["iam:PassRole"],
    resources: [roleArn],
    conditions: { StringEquals: { "iam:PassedToService": [service] } },
  };
}
