/**
 * IAM policy documents as plain objects. They are rendered here and not by Terraform's data sources, so that a plan and a test
 * show the whole policy.
 */

/** By operator, then by condition key: the value or values. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The principal of a statement. `*` is only for statements that deny, or that have a condition on who it is. */
export type PolicyPrincipal =
  { readonly AWS: string | readonly string[] } | { readonly Service: string } | { readonly Federated: string } | "*";

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PolicyPrincipal;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: PolicyConditions;
}

/** A policy document in the current version of the policy language, as the JSON string that IAM and S3 accept. */
export function policyJson(...statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** What a role may do with outputs: one statement, or none if the fleet keeps no outputs. */
export function outputStatements(action: string, arns: readonly string[]): readonly PolicyStatement[] {
  return arns.length === 0 ? [] : [{ Effect: "Allow", Action: action, Resource: arns }];
}

/**
 * A statement of a trust policy. The conditions are required: if a service or another account's role may assume a role
 * without a condition, others can make it do so (the confused deputy problem,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 */
export function trustStatement(
  principal: Exclude<PolicyPrincipal, "*">,
  conditions: PolicyConditions,
): PolicyStatement {
  return { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", Condition: conditions };
}
