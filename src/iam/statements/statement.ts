/** Statements of IAM policies that allow something. */

/** One statement of a policy. Effect is always Allow. */
export interface PolicyStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator → key → values, as in a policy document. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Why the resource is `*`, where it is. */
  readonly because?: string;
}

/** A statement without its actions. */
export type Scope = Omit<PolicyStatement, "actions">;

/** Says for `because` that AWS offers nothing narrower. */
export const NO_RESOURCE_LEVEL = "AWS has no resource-level permissions for it.";

/** Permission to hand a role over to a service. */
export function passRole(roleArn: string, service: string): PolicyStatement {
  return {
    actions: ["iam:PassRole"],
    resources: [roleArn],
    conditions: { StringEquals: { "iam:PassedToService": [service] } },
  };
}
