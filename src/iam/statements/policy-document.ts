/** Statements as IAM policy documents, and as managed policies of a size that IAM accepts. */
import type { PolicyStatement } from "./statement";

/** Characters of a managed policy, not counting white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MANAGED_SIZE = 6_144;
/** Managed policies of a role, by the default quota. */
export const MOST_MANAGED_POLICIES = 10;

/** The statements as an IAM policy document. */
export function policyDocument(statements: readonly PolicyStatement[]): object {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions !== undefined && { Condition: conditions }),
    })),
  };
}

/** The statements in as few policies as hold them, each as JSON. */
export function managedPolicies(statements: readonly PolicyStatement[]): readonly string[] {
  const parts: PolicyStatement[][] = [];
  for (const statement of statements.flatMap(fittingStatements)) {
    const last = parts.at(-1);
    if (last !== undefined && fits([...last, statement])) last.push(statement);
    else parts.push([statement]);
  }
  return parts.map((part) => JSON.stringify(policyDocument(part)));
}

/** A statement that is too long for a policy becomes several, each with a part of its resources or of its actions. */
function fittingStatements(statement: PolicyStatement): readonly PolicyStatement[] {
  const key = statement.resources.length > 1 ? "resources" : "actions";
  const list = statement[key];
  if (fits([statement]) || list.length < 2) return [statement];
  const half = Math.ceil(list.length / 2);
  return [list.slice(0, half), list.slice(half)].flatMap((part) => fittingStatements({ ...statement, [key]: part }));
}

function fits(statements: readonly PolicyStatement[]): boolean {
  return JSON.stringify(policyDocument(statements)).length <= MANAGED_SIZE;
}
