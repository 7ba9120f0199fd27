/**
 * IAM policy documents as plain objects. They are rendered here, and not by Terraform's data sources, so that a
 * plan and a test show the whole policy.
 */

/** Operator, then condition key, then the value or values. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Who a statement speaks of. `*` is for statements that deny. */
export type PolicyPrincipal = { readonly AWS: string | readonly string[] } | { readonly Service: string } | "*";

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PolicyPrincipal;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: PolicyConditions;
}

/** A policy document of the language's current version, as the JSON text that IAM and S3 take. */
export function policyJson(...statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * A trust policy's statement. The conditions are not optional: a service or a role of another account that may
 * assume a role unconditionally can be talked into it by others (the confused deputy,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 */
export function trustStatement(
  principal: Exclude<PolicyPrincipal, "*">,
  conditions: PolicyConditions,
): PolicyStatement {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", Condition: conditions };
}
